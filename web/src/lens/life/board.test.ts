import { expect, test } from "vitest";

import { differing, living, next, type Board } from "./board";

const board = (...rows: string[]): Board => ({
  width: rows[0]!.length,
  height: rows.length,
  cells: Uint8Array.from(rows.join(""), (sign) => (sign === "o" ? 1 : 0)),
});
/** An answer for each neighbourhood, from its nine cells. */
const answers = (of: (cells: number[]) => boolean): Uint8Array =>
  Uint8Array.from({ length: 512 }, (_, place) =>
    Number(of(Array.from({ length: 9 }, (_, k) => (place >> (8 - k)) & 1))),
  );

test("a neighbourhood is read row by row from its upper left, over the edges of the torus", () => {
  const moved = next(
    board("o..", "...", "..."),
    answers((cells) => cells[0] === 1),
  );
  expect(moved).toEqual(board("...", ".o.", "..."));
  const around = next(
    board("o....", ".....", "....."),
    answers((cells) => cells[8] === 1),
  );
  expect(around).toEqual(board(".....", ".....", "....o"));
});

test("cells that live and cells that differ are counted", () => {
  expect(living(board("o.o", ".o."))).toBe(3);
  expect(differing(board("o.o", ".o."), board("o..", "oo."))).toBe(2);
});
