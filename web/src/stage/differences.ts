/** Where a second line finds room below the labels of wires. */
import type { DifferenceScene } from "../schema";
import { overlap, type Box } from "./labels";
import { boxOf, type Writing } from "./plan";

/** How far the numbers of one future are from those of another. */
export interface Differs {
  readonly difference: DifferenceScene;
  /** The names of those that differ most. */
  readonly most: readonly string[];
  /** What the other is called. */
  readonly from: string;
  /** CSS colours of marks and of text: those of the future that departs. */
  readonly mark: string;
  readonly text: string;
}

/** A label, and where the line below it stands. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly writing: Writing;
  /** Whether it finds its place before others. */
  readonly first: boolean;
}

const HEIGHT = 11; // px of the line
const WIDTH = 34;

/**
 * The labels below which a line covers no other label, no other line and nothing of `taken`, the first ones first; at the
 * line's middle.
 */
export function freeBelow<T extends Spot>(labels: readonly T[], taken: readonly Box[] = []): T[] {
  const boxes = labels.map(({ x, y, writing }) => ({
    ...boxOf({ x, y }, { ...writing, height: Math.min(16, writing.height), above: 8 }),
  }));
  const lines: Box[] = [];
  const order = labels.map((_, k) => k).sort((a, b) => Number(labels[b]!.first) - Number(labels[a]!.first));
  const placed = new Set<number>();
  for (const k of order) {
    const { x, y } = labels[k]!;
    const line = { x: x - WIDTH / 2, y: y + 7, width: WIDTH, height: HEIGHT };
    const covers = (box: Box, other: number): boolean => other !== k && overlap(box, line) > 0;
    if (boxes.some(covers) || [...lines, ...taken].some((box) => overlap(box, line) > 0)) continue;
    lines.push(line);
    placed.add(k);
  }
  return labels.flatMap((label, k) => (placed.has(k) ? [{ ...label, y: label.y + 7 + HEIGHT / 2 }] : []));
}
