import { expect, it } from "vitest";

import { Formatter, grouped } from "../ui/format";
import { stepTicks } from "./ticks";
import { extentInWords, sizeInWords, whenInWords } from "./words";

it("says how long a run is", () => {
  expect(extentInWords(140, 20, new Formatter())).toBe("140 steps · 20 epochs");
  expect(extentInWords(1, 1 / 7, new Formatter())).toBe("1 step · 0.1 epochs");
  expect(extentInWords(7, 1, new Formatter())).toBe("7 steps · 1 epoch");
  expect(extentInWords(139, 139 / 7, new Formatter())).toBe("139 steps · 19.8 epochs");
  expect(extentInWords(0, 0, new Formatter())).toBe("0 steps");
  expect(extentInWords(1234567, 1234567 / 11, new Formatter())).toBe(
    "1\u00a0234\u00a0567 steps · 112\u00a0233.3 epochs",
  );
});

it("says how large and how old", () => {
  expect([12, 12_345, 1_449_000, 29_000_000].map(sizeInWords)).toEqual([
    "12 bytes",
    "12 kB",
    "1.4 MB",
    "29 MB",
  ]);
  const now = 1_800_000_000;
  expect([5, 61, 7300, 3 * 86400, 40 * 86400].map((ago) => whenInWords(now - ago, now))).toEqual([
    "just now",
    "1 minute ago",
    "2 hours ago",
    "3 days ago",
    "2026-12-06",
  ]);
});

it("puts thousands apart", () => {
  expect(grouped(12480)).toBe("12\u00a0480");
  expect(grouped(480)).toBe("480");
});

it("writes whole steps under the strip", () => {
  expect(stepTicks({ first: 0, last: 3 }, 900)).toEqual([0, 1, 2, 3]);
  expect(stepTicks({ first: 0, last: 1e6 }, 300)).toEqual([0, 500_000, 1_000_000]);
});
