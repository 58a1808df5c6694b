/** Where short words stand above a line, so that none lies on another. */
export interface Word {
  readonly at: number; // px
  readonly text: string;
}
export interface PlacedWord extends Word {
  readonly anchor: "start" | "middle" | "end";
  /** Whether it stands a row higher. */
  readonly raised: boolean;
}

const DIGIT = 7.4; // px of a letter
const widthOf = ({ text }: Word): number => text.length * DIGIT;

/** Words in the middle above their places; two that are near turn away from each other, a third between them stands higher. */
export function placed(words: readonly Word[], width: number): PlacedWord[] {
  const sorted = [...words].sort((one, other) => one.at - other.at);
  const near = (one: Word | undefined, other: Word | undefined): boolean =>
    one !== undefined && other !== undefined && other.at - one.at < (widthOf(one) + widthOf(other)) / 2 + 6;
  return sorted.map((word, k) => {
    const [left, right] = [near(sorted[k - 1], word), near(word, sorted[k + 1])];
    const half = widthOf(word) / 2;
    const inside = word.at < half ? "start" : word.at > width - half ? "end" : "middle";
    const turned = left && right ? "middle" : left ? "start" : right ? "end" : inside;
    const fits = turned === "end" ? word.at >= widthOf(word) : word.at <= width - widthOf(word);
    const anchor = turned === "middle" || fits ? turned : inside;
    return { ...word, anchor, raised: (left && right) || (turned !== "middle" && !fits) };
  });
}
