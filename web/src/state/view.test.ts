// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from "vitest";

import { Memory } from "./memory";
import { Page } from "./page.svelte";

/** A system that asks for some of its media features. */
function system(...met: string[]): void {
  vi.stubGlobal("matchMedia", (query: string) => ({
    matches: met.some((feature) => query.includes(feature)),
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }));
}

beforeEach(() => localStorage.clear());

const page = (): Page => new Page(new Memory(() => localStorage));

describe("the theme", () => {
  it("is the system's until the reader chooses, and is remembered then", () => {
    system("dark", "contrast: more");
    const { theme } = page();
    theme.follow()();
    expect([theme.dark, theme.high]).toEqual([true, true]);
    theme.colours = "light";
    theme.contrast = "normal";
    expect([theme.dark, theme.high]).toEqual([false, false]);
    expect([localStorage.getItem("learnscope.theme"), localStorage.getItem("learnscope.contrast")]).toEqual([
      "light",
      "normal",
    ]);
  });

  it("is what was chosen last time", () => {
    system();
    localStorage.setItem("learnscope.theme", "dark");
    localStorage.setItem("learnscope.contrast", "none of these");
    const { theme } = page();
    theme.follow()();
    expect([theme.colours, theme.contrast]).toEqual(["dark", "as the system"]);
  });
});

describe("the view", () => {
  it("dashes negative wires at high contrast until the reader says otherwise", () => {
    const { theme, view } = page();
    theme.contrast = "high";
    expect(view.patterns).toBe(true);
    view.patterns = false;
    expect(view.patterns).toBe(false);
    theme.contrast = "normal";
    view.patterns = true;
    expect(view.patterns).toBe(true);
  });

  it("lays the experiment over the stage on small windows and for a room", () => {
    const { view } = page();
    [view.width, view.height] = [1440, 900];
    expect([view.sheets, view.scrolls, view.scale]).toEqual([false, false, 1]);
    view.projector = true;
    expect([view.sheets, view.scrolls, view.scale]).toEqual([true, false, 1.4]);
    view.height = 768;
    expect(view.scrolls).toBe(true);
    expect(view.height / view.scale).toBeCloseTo(560); // the step and its bar fit
    view.projector = false;
    [view.width, view.height] = [390, 844];
    expect([view.sheets, view.scrolls]).toEqual([true, true]);
  });
});

describe("two futures side by side", () => {
  it("take the room of the experiment, which covers the stage while it is asked for", () => {
    const { view } = page();
    [view.width, view.height] = [1280, 720];
    view.compare(true);
    expect([view.experiment, view.experimentCovers, view.roomForTwo]).toEqual([false, true, false]);
    view.compare(false);
    expect(view.experimentCovers).toBe(false);
  });

  it("leave the summary of the experiment, and the dock, where there is room for both networks", () => {
    const { view } = page();
    [view.width, view.height] = [1366, 768];
    view.compare(true);
    expect([view.experimentCovers, view.roomForTwo]).toEqual([false, false]);
    view.width = 1920;
    expect([view.experimentCovers, view.roomForTwo]).toEqual([false, true]);
  });
});

it("keeps nothing where storage is forbidden, and goes on", () => {
  const forbidden = new Memory(() => {
    throw new Error("storage is forbidden");
  });
  const { view } = new Page(forbidden);
  view.comma = true;
  expect(view.comma).toBe(true);
});
