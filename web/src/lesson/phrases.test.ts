/** Where lines of a text may end. */
import { expect, it } from "vitest";

import type { SpanScene } from "../schema";
import { phrases } from "./phrases";

const parts = (...spans: SpanScene[]): [said: string, end: string][] =>
  phrases(spans).map(({ said, end }) => [said, end]);

it("keeps what ends a phrase with the button before it", () => {
  const number: SpanScene = { text: "+0.5", look: "number", name: "w.1.0.0" };
  expect(parts({ text: "and " }, number, { text: ". So" })).toEqual([
    ["and ", ""],
    ["+0.5", "."],
    [" So", ""],
  ]);
  expect(parts({ text: "loss", look: "word", name: "loss" }, { text: "?)" })).toEqual([
    ["loss", "?)"],
    ["", ""],
  ]);
});

it("leaves the rest as it is", () => {
  const still: SpanScene = { text: "+0.5", look: "number" };
  expect(parts(still, { text: "." })).toEqual([
    ["+0.5", ""],
    [".", ""],
  ]);
  const named: SpanScene = { ...still, name: "w.1.0.0" };
  expect(parts(named, { text: " and" }, named)).toEqual([
    ["+0.5", ""],
    [" and", ""],
    ["+0.5", ""],
  ]);
  expect(parts(named, { text: ".", look: "strong" })[0]).toEqual(["+0.5", ""]);
});
