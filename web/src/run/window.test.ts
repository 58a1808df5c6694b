// @vitest-environment jsdom
import { describe, expect, it } from "vitest";

import { asked, isWhole, LEAST, panned, pinched, stepAt, wholeRun, zoomed } from "./window";

const END = wholeRun(0, 1000);
const SOME = { first: 200, last: 400 };

describe("zooming", () => {
  it("leaves the step under the pointer where it is", () => {
    for (const about of [200, 250, 399]) {
      const share = (about - SOME.first) / 200;
      const next = zoomed(SOME, 0.5, about, END);
      expect(next.last - next.first).toBe(100);
      expect((about - next.first) / 100).toBeCloseTo(share, 12);
    }
  });

  it("comes back by the inverse factor", () => {
    const back = zoomed(zoomed(SOME, 0.5, 300, END), 2, 300, END);
    expect(back.first).toBeCloseTo(200);
    expect(back.last).toBeCloseTo(400);
  });

  it("never shows fewer than the least number of steps, nor more than all", () => {
    expect(zoomed(SOME, 1e-9, 300, END).last - zoomed(SOME, 1e-9, 300, END).first).toBe(LEAST);
    expect(zoomed(SOME, 1e9, 300, END)).toEqual(END);
    const short = wholeRun(0, 3);
    expect(zoomed(short, 0.1, 1, short)).toEqual(short);
  });

  it("stays within millions of steps", () => {
    const far = zoomed(wholeRun(0, 5e6), 1e-3, 5e6, wholeRun(0, 5e6));
    expect(far).toEqual({ first: 5e6 - 5000, last: 5e6 });
  });
});

describe("panning", () => {
  it("moves the window and stops at both ends", () => {
    expect(panned(SOME, 50, END)).toEqual({ first: 250, last: 450 });
    expect(panned(SOME, -1e6, END)).toEqual({ first: 0, last: 200 });
    expect(panned(SOME, 1e6, END)).toEqual({ first: 800, last: 1000 });
  });
});

describe("a run that begins later than at step 0", () => {
  const later = wholeRun(500, 700);

  it("is in sight as a whole, and zoomed and panned within its own steps", () => {
    expect(asked(later, later)).toEqual({ first: null, last: null });
    expect(wholeRun(500, 500)).toEqual({ first: 500, last: 501 });
    expect(zoomed({ first: 550, last: 600 }, 1e6, 560, later)).toEqual(later);
    expect(panned({ first: 550, last: 600 }, -1e6, later).first).toBe(500);
    expect(stepAt(later, -1, later, 700)).toBe(500);
  });
});

describe("two fingers", () => {
  it("keep the steps they were put on", () => {
    const next = pinched(SOME, [50, 150], [25, 175], 200, END);
    const under = (px: number): number => next.first + ((next.last - next.first) * px) / 200;
    expect(under(25)).toBeCloseTo(250);
    expect(under(175)).toBeCloseTo(350);
  });

  it("carry the window along when they move together", () => {
    expect(pinched(SOME, [50, 150], [70, 170], 200, END)).toEqual({ first: 180, last: 380 });
  });
});

describe("what the server is asked for", () => {
  it("is everything while everything is in sight, however the run grows", () => {
    expect(asked(END, END)).toEqual({ first: null, last: null });
    expect(isWhole({ first: 0, last: 999 }, END)).toBe(false);
  });

  it("is whole steps that hold the window", () => {
    expect(asked({ first: 10.4, last: 20.2 }, END)).toEqual({ first: 10, last: 21 });
    expect(asked({ first: 10, last: 10 }, END)).toEqual({ first: 10, last: 11 });
  });
});

describe("stepAt", () => {
  it("is the nearest step, from the first to the head", () => {
    expect(stepAt(SOME, 0.5, END, 1000)).toBe(300);
    expect(stepAt(SOME, -3, END, 1000)).toBe(0);
    expect(stepAt(SOME, 1, END, 350)).toBe(350);
    expect(stepAt(wholeRun(0, 10), 0.26, wholeRun(0, 10), 10)).toBe(3);
  });
});
