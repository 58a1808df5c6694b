import { encode } from "@msgpack/msgpack";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { SEAT } from "../class/seat.fake";
import type { Scene } from "../schema";
import { sceneOfShape } from "../state/scene.fake";
import type { Connection } from "./model";
import { openSocket } from "./socket";

/** A connection of which the test says what becomes of it. */
class Wire {
  static made: Wire[] = [];
  onopen?: () => void;
  onclose?: (event: { code: number }) => void;
  onmessage?: (event: { data: Uint8Array }) => void;
  constructor() {
    Wire.made.push(this);
  }
  close(): void {
    this.onclose?.({ code: 1000 });
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", Wire);
  Wire.made = [];
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("tells a process that ended, which another goes on for, from a server that cannot be reached", () => {
  const told: Connection[] = [];
  const nothing = (): void => undefined;
  const model = openSocket("ws://here/ws", {
    scene: nothing,
    problem: nothing,
    answer: nothing,
    connection: (connection) => told.push(connection),
  });
  for (const code of [1012, 1006, 1001]) {
    Wire.made.at(-1)!.onopen?.();
    Wire.made.at(-1)!.onclose?.({ code });
    vi.runOnlyPendingTimers(); // it tries again
  }
  expect(told).toEqual(["open", "again", "open", "lost", "open", "lost"]);
  expect(Wire.made).toHaveLength(4);
  model.close();
  expect(told).toHaveLength(6);
});

it("shows a student who was removed while they were away that they were", () => {
  const seen: unknown[] = [];
  const nothing = (): void => undefined;
  const scene = ({ classroom }: Scene): number => seen.push(classroom);
  const connection = (said: Connection): number => seen.push(said);
  openSocket("ws://here/ws", { scene, problem: nothing, answer: nothing, connection });
  Wire.made.at(-1)!.onopen?.();
  Wire.made.at(-1)!.onmessage?.({ data: encode({ ...sceneOfShape([2, 1]), classroom: SEAT }) });
  Wire.made.at(-1)!.onclose?.({ code: 1006 });
  vi.runAllTimers();
  Wire.made.at(-1)!.onclose?.({ code: 4001 });
  vi.runAllTimers();
  expect(seen).toEqual(["open", SEAT, "lost", { ...SEAT, removed: true }, "over"]);
  expect(Wire.made).toHaveLength(2);
});

it("tries nothing more where it is told that it is over for good", () => {
  const told: Connection[] = [];
  const nothing = (): void => undefined;
  const connection = (said: Connection): number => told.push(said);
  openSocket("ws://here/ws", { scene: nothing, problem: nothing, answer: nothing, connection });
  Wire.made.at(-1)!.onopen?.();
  Wire.made.at(-1)!.onclose?.({ code: 4000 });
  vi.runAllTimers();
  expect(told).toEqual(["open", "over"]);
  expect(Wire.made).toHaveLength(1);
});
