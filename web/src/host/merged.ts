/**
 * A scene from the last one and a frame, which holds only what has changed in it (src/learnscope/scene/frames.py):
 * of a record the fields, of a list of the same length the places, of bytes what follows those that stay, or the numbers
 * that differ.
 *
 * What did not change is the very object it was, so that whatever is made from it alone need not be made again.
 */

const WORD = 8; // bytes of a number
type Changes = Readonly<Record<string, unknown>>;

/** What `change` makes of `before`, which stays as it is. */
export function merged<T>(before: T, change: unknown): T {
  // a record of another kind comes whole, with its tag
  if (!isRecord(change) || "type" in change || before === null || typeof before !== "object")
    return change as T;
  if (before instanceof Uint8Array) return rewritten(before, change) as T;
  if (Array.isArray(before)) return before.map((old, k) => (k in change ? merged(old, change[k]) : old)) as T;
  const names = Object.keys(change);
  if (names.length === 0) return before;
  const old = before as Record<string, unknown>;
  return { ...old, ...Object.fromEntries(names.map((name) => [name, merged(old[name], change[name])])) } as T;
}

function isRecord(value: unknown): value is Changes {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
  );
}

function rewritten(before: Uint8Array, { keep, tail, places, words }: Changes): Uint8Array {
  if (places instanceof Uint8Array && words instanceof Uint8Array) {
    const [all, at] = [before.slice(), new Uint32Array(places.slice().buffer)];
    at.forEach((place, k) => all.set(words.subarray(WORD * k, WORD * (k + 1)), WORD * place));
    return all;
  }
  const [kept, rest] = [keep as number, tail as Uint8Array];
  const all = new Uint8Array(kept + rest.length);
  all.set(before.subarray(0, kept));
  all.set(rest, kept);
  return all;
}
