import { expect, it } from "vitest";

import { ago, partsOf } from "./told";

it("says how long ago something was", () => {
  const now = 1e12;
  expect([0, 30, 120, 5000, 7200].map((seconds) => ago(1e9 - seconds, now))).toEqual([
    "now",
    "a minute ago",
    "2 minutes ago",
    "83 minutes ago",
    "2 hours ago",
  ]);
});

it("parts an address as it is typed", () => {
  expect(partsOf("http://10.0.0.5:8765/?token=k7mq2xab")).toEqual({
    place: "10.0.0.5:8765",
    word: "k7mq2xab",
  });
});
