/** Where words stand beside points, clear of what is taken. */
import { touch, type Box } from "./levelLabels";

export interface Words {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  /** Of its own, where it has one. */
  readonly colour?: string | undefined;
}

const LETTER = 6.3; // px, about, in their type
const HEIGHT = 15;
const OFF = 10; // px from the point

/** Words as they are placed: where each is centred. */
export interface Placed extends Box {
  readonly text: string;
  readonly colour: string | undefined;
}

/** Boxes for words beside their points, within `width` × `height`; those without a free side take none. */
export function wordsBeside(
  words: readonly Words[],
  { width, height, avoid }: { width: number; height: number; avoid: readonly Box[] },
): Placed[] {
  const found: Placed[] = [];
  for (const { x, y, text, colour } of words) {
    const size = { width: text.length * LETTER + 4, height: HEIGHT };
    const [dx, dy] = [size.width / 2 + OFF, OFF + HEIGHT / 2];
    const sides: readonly (readonly [number, number])[] = [
      [dx, dy / 2],
      [dx, -dy / 2],
      [0, dy],
      [0, -dy],
      [-dx, dy / 2],
      [-dx, -dy / 2],
      [dx, dy * 1.6],
      [-dx, dy * 1.6],
      [dx, -dy * 1.6],
      [-dx, -dy * 1.6],
    ];
    const free = sides
      .map(([across, down]) => ({ x: x + across, y: y + down, ...size, text, colour }))
      .find(
        (box) =>
          box.x - box.width / 2 >= 2 &&
          box.x + box.width / 2 <= width - 2 &&
          box.y - box.height / 2 >= 2 &&
          box.y + box.height / 2 <= height - 2 &&
          ![...avoid, ...found].some((one) => touch(box, one)),
      );
    if (free) found.push(free);
  }
  return found;
}

/** A box around a mark. */
export const around = ({ x, y }: { x: number; y: number }, size: number): Box => ({
  x,
  y,
  width: size,
  height: size,
});

/** Boxes along a line, so that nothing is written on it. */
export function alongLine(from: { x: number; y: number }, to: { x: number; y: number }, size: number): Box[] {
  const count = Math.min(60, Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / size)));
  return Array.from({ length: count + 1 }, (_, k) =>
    around({ x: from.x + ((to.x - from.x) * k) / count, y: from.y + ((to.y - from.y) * k) / count }, size),
  );
}
