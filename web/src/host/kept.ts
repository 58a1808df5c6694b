/**
 * A new value with as much of the old one as is the same in it.
 *
 * A scene comes whole, though most of it says what the last one said. Parts that are equal stay the same objects, so that
 * whatever is made from them alone need not be made again.
 */

/** `next`, or `before` where both hold the same; within them likewise, part by part. Changes `next`. */
export function kept<T>(before: unknown, next: T): T {
  if (Object.is(before, next)) return next;
  if (typeof next !== "object" || next === null || typeof before !== "object" || before === null) return next;
  if (next instanceof Uint8Array || before instanceof Uint8Array) {
    const both = next instanceof Uint8Array && before instanceof Uint8Array;
    return both && sameBytes(before, next) ? (before as unknown as T) : next;
  }
  if (Array.isArray(next) !== Array.isArray(before)) return next;
  const [old, parts] = [before as Record<string, unknown>, next as Record<string, unknown>];
  const names = Object.keys(parts);
  let same = names.length === Object.keys(old).length;
  for (const name of names) {
    const part = kept(old[name], parts[name]);
    parts[name] = part;
    same &&= Object.is(part, old[name]) && name in old;
  }
  return same ? (before as T) : next;
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  for (let k = 0; k < one.length; k++) if (one[k] !== other[k]) return false;
  return true;
}
