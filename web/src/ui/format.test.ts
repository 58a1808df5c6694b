import { describe, expect, it } from "vitest";

import { Formatter } from "./format";

const { format, full, percent, short } = new Formatter();

describe("format", () => {
  it.each([
    [-0.25, {}, "−0.250"],
    [0.5, { sign: true }, "+0.500"],
    [0, { sign: true }, " 0.000"],
    [0.00005, { decimals: 4 }, "5.00e−5"],
    [-123456, { decimals: 3 }, "−1.2e5"],
    [NaN, {}, "NaN"],
    [Infinity, { sign: true }, "+∞"],
    [-Infinity, {}, "−∞"],
    [1e308, {}, "1.0e308"],
  ])("prints %s with %o as %s", (value, options, text) => {
    expect(format(value, options)).toBe(text);
  });

  it("never prints a hyphen for a minus", () => {
    for (const value of [-1, -1e-9, -1e12, -0.0001]) {
      expect(format(value) + full(value) + short(value)).not.toContain("-");
    }
  });
});

describe("full", () => {
  it("tells a number from its neighbours", () => {
    expect(Number(full(0.1 + 0.2).replace("−", "-"))).toBe(0.1 + 0.2);
    expect(full(-1e-7)).toBe("−1e−7");
  });
});

describe("short", () => {
  it.each([
    [0.1, "0.1"],
    [5.9, "5.9"],
    [0, "0"],
    [1e-5, "0.00001"],
    [-3, "−3"],
    [1_234_567, "1235000"],
    [1.22e14, "1.22e14"],
    [-1e-9, "−1e−9"],
  ])("says %s as %s", (value, text) => {
    expect(short(value)).toBe(text);
  });
});

describe("percent", () => {
  it("keeps whole shares whole", () => {
    expect([percent(1), percent(0), percent(0.8261)]).toEqual(["100 %", "0 %", "82.6 %"]);
  });
});

describe("as the reader chose", () => {
  it("adds decimals to numbers that have some, and none to counts", () => {
    const more = new Formatter({ decimals: 4, comma: false });
    expect([more.format(0.5), more.format(0.5, { decimals: 4 }), more.format(5, { decimals: 0 })]).toEqual([
      "0.5000",
      "0.50000",
      "5",
    ]);
    const fewer = new Formatter({ decimals: 2, comma: false });
    expect([fewer.format(0.5), fewer.format(0.00001)]).toEqual(["0.50", "1.0e−5"]);
  });

  it("writes a comma in numbers and in sentences, and none elsewhere", () => {
    const { format, full, short, percent, worded } = new Formatter({ decimals: 3, comma: true });
    expect([format(-0.5), full(0.1), short(5.9), percent(0.5)]).toEqual(["−0,500", "0,1", "5,9", "50,0 %"]);
    expect(worded("δ of setosa is +0.045. Then 1.2.")).toBe("δ of setosa is +0,045. Then 1,2.");
    expect(new Formatter().worded("+0.045.")).toBe("+0.045.");
  });
});
