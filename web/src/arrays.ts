/** Arrays of the wire format as numbers. */
import type { Array as Wire } from "./schema";

const decoded = new WeakMap<Wire, Float64Array>();

/** All numbers of an array, row by row. */
export function numbers(array: Wire): Float64Array {
  let values = decoded.get(array);
  if (values === undefined) {
    // the bytes may start anywhere in their message; a copy starts on a multiple of eight
    values = new Float64Array(array.data.slice().buffer);
    decoded.set(array, values);
  }
  return values;
}

/** One number of a vector, or of a matrix when two indices are given. */
export function at(array: Wire, i: number, j?: number): number {
  const index = j === undefined ? i : i * (array.shape[1] ?? 1) + j;
  return numbers(array)[index] ?? NaN;
}

/** An array of the wire format from numbers, for tests and galleries. */
export function wire(values: readonly number[], shape: readonly number[] = [values.length]): Wire {
  return { shape, data: new Uint8Array(new Float64Array(values).buffer) };
}

/** The number of a wire in one of its link's arrays, whether these hold all wires or only some. */
export function ofWire(array: Wire, wire: { from: number; to: number; place?: number }): number {
  return wire.place === undefined ? at(array, wire.from, wire.to) : at(array, wire.place);
}
