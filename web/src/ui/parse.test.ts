import { describe, expect, it } from "vitest";

import { Formatter } from "./format";
import { parseNumber } from "./parse";

const { format, full } = new Formatter();

describe("parseNumber", () => {
  it.each([
    ["−0.25", -0.25],
    ["1e−3", 0.001],
    ["  0,5 ", 0.5],
    ["+3", 3],
    [".5", 0.5],
    ["5.", 5],
    ["- 2", -2],
    ["1E5", 1e5],
  ])("takes %s", (text, value) => {
    expect(parseNumber(text).value).toBe(value);
  });

  it.each([
    ["", "Type a number, such as −0.25 or 1e−3."],
    ["abc", "“abc” is no number; write it like −0.25 or 1e−3."],
    ["1.2.3", "“1.2.3” is no number; write it like −0.25 or 1e−3."],
    ["0x10", "“0x10” is no number; write it like −0.25 or 1e−3."],
    ["NaN", "NaN is not a finite number."],
    ["-Infinity", "-Infinity is not a finite number."],
    ["1e999", "1e999 is too large; numbers end at 1.8e308."],
  ])("refuses %s with the reason", (text, reason) => {
    expect(parseNumber(text)).toEqual({ value: undefined, reason });
  });

  it("takes back whatever the page prints of a finite number", () => {
    for (const value of [-0.25, 1e-7, -123456.789, 0.1 + 0.2, 5e-324, 1.7e308]) {
      expect(parseNumber(full(value)).value).toBe(value);
      expect(parseNumber(format(value, { sign: true })).value).toBeDefined();
    }
  });
});
