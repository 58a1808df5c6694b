/** Where the phases of a step stand on the bar: their stops, and the stretches that Forward, Backprop and Update play. */
import type { LayerScene, PhaseScene } from "../schema";
import type { Timeline } from "../state/timeline";

/** What one button plays: the phases from one position to another. */
export interface Stretch {
  readonly name: "Forward" | "Backprop" | "Update";
  readonly from: number;
  readonly to: number;
}

const LEAST: Record<Stretch["name"], number> = { Forward: 72, Backprop: 80, Update: 66 }; // px, its word

export function stretchesOf({ forwardEnd, backwardEnd, end }: Timeline): readonly Stretch[] {
  return [
    { name: "Forward", from: 0, to: forwardEnd },
    { name: "Backprop", from: forwardEnd, to: backwardEnd },
    { name: "Update", from: backwardEnd, to: end },
  ];
}

/** How wide each is in `width` px: as its phases are many, and wide enough for its word. */
export function widthsOf(stretches: readonly Stretch[], width: number): number[] {
  const share = (among: readonly Stretch[], room: number) => (one: Stretch) =>
    (room * (one.to - one.from)) / among.reduce((sum, { from, to }) => sum + to - from, 0);
  let wide = stretches;
  let room = width;
  for (;;) {
    const own = share(wide, room);
    const narrow = wide.filter((one) => own(one) < LEAST[one.name]);
    if (narrow.length === 0 || narrow.length === wide.length) break;
    room -= narrow.reduce((sum, { name }) => sum + LEAST[name], 0);
    wide = wide.filter((one) => !narrow.includes(one));
  }
  const own = share(wide, room);
  return stretches.map((one) => (wide.includes(one) ? own(one) : LEAST[one.name]));
}

/** Where each phase comes to rest, in px. */
export function stopsOf(stretches: readonly Stretch[], width: number): number[] {
  let left = 0;
  return widthsOf(stretches, width).flatMap((wide, k) => {
    const { from, to } = stretches[k]!;
    const start = left;
    left += wide;
    return Array.from({ length: to - from }, (_, i) => start + ((i + 0.5) * wide) / (to - from));
  });
}

/** Where a position stands, in px: its start at 0, the end of each phase at its stop. */
export function xOf(position: number, stops: readonly number[]): number {
  const index = Math.min(Math.floor(position), stops.length - 1);
  const before = index <= 0 ? 0 : stops[index - 1]!;
  return before + (position - Math.max(0, index)) * ((stops[index] ?? 0) - before);
}

/** The position that stands at x. */
export function positionAt(x: number, stops: readonly number[]): number {
  const found = stops.findIndex((stop) => x <= stop);
  if (found < 0) return stops.length;
  const before = found === 0 ? 0 : stops[found - 1]!;
  return found + Math.max(0, x - before) / (stops[found]! - before);
}

const DIGIT = 6; // px, a letter of a stop's name
const APART = 6; // px

/** What each stop is called in the room it has: "hidden 1", and where that is too long, "h1". */
export function namesOf(
  phases: readonly PhaseScene[],
  layers: readonly LayerScene[],
  stops: readonly number[],
): { name: string; short: string }[] {
  const names = phases.map(({ name, layer }) =>
    name === "update" ? "weights" : name === "forward" || name === "backward" ? titleOf(layers, layer) : name,
  );
  return names.map((name, k) => {
    const room = Math.min(
      ...[k - 1, k].map((gap) => (stops[gap + 1] ?? Infinity) - (stops[gap] ?? -Infinity)),
    );
    const [word = "", number = ""] = name.split(" ");
    return { name, short: name.length * DIGIT + APART <= room ? name : word.slice(0, 1) + number };
  });
}

const titleOf = (layers: readonly LayerScene[], layer: number): string => layers[layer]?.title ?? "";
