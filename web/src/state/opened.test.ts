// @vitest-environment jsdom
import { describe, expect, it } from "vitest";

import type { Scene } from "../schema";
import { openScene } from "../stage/planes.fake";
import { Dock } from "./dock.svelte";
import { Memory } from "./memory";
import { shownAt } from "./opened.fake.svelte";
import type { Intent } from "./sitting.svelte";

const strip = { type: "strip", first: 0, last: 1, futures: [] } as const;
const there = (): Scene => openScene([strip], ["strip"]);
const gone = (): Scene => openScene([], ["strip"]);

describe("keepOpen", () => {
  it("asks for what is shown and missing, once, and for nothing that is there", async () => {
    const page = shownAt(gone(), true);
    expect(page.asked).toEqual([{ type: "open", what: { type: "strip" } }]);
    await page.scene(there());
    await page.scene(there());
    expect(page.asked).toHaveLength(1);
  });

  it("closes what is no longer shown, and leaves alone what another page opens then", async () => {
    const page = shownAt(there(), true);
    await page.show(false);
    expect(page.asked).toEqual([{ type: "close", what: "strip" }]);
    await page.scene(gone());
    await page.scene(there());
    expect(page.asked).toHaveLength(1);
  });

  it("asks again where another page has closed it", async () => {
    const page = shownAt(there(), true);
    await page.scene(gone());
    expect(page.asked.map(({ type }: Intent) => type)).toEqual(["open"]);
  });

  it("asks for nothing of which there is nothing to draw", async () => {
    const page = shownAt(openScene([], []), true);
    await page.scene(openScene([], ["comparison"]));
    expect(page.asked).toEqual([]);
  });

  it("does not insist where it is refused", async () => {
    const page = shownAt(gone(), true, true);
    await page.scene(gone());
    await page.scene(gone());
    expect(page.asked).toHaveLength(1);
  });
});

describe("Dock", () => {
  const kept = new Map<string, string>();
  const memory = new Memory(() => ({
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
  }));

  it("has the decision picture of points on a plane where there is room, and gives it up with them", () => {
    const [wide, narrow] = [new Dock(), new Dock()];
    wide.follow(true, 1440);
    narrow.follow(true, 1024);
    expect([wide.open, narrow.open]).toEqual(["decision", undefined]);
    wide.follow(false, 1440);
    expect(wide.open).toBeUndefined();
  });

  it("takes the place of nothing else", () => {
    const dock = new Dock();
    dock.open = "runs";
    dock.follow(true, 1440);
    dock.follow(false, 1440);
    expect(dock.open).toBe("runs");
  });

  it("remembers whether the decision picture is wanted", () => {
    const dock = new Dock(memory);
    dock.follow(true, 1440);
    dock.close();
    const next = new Dock(memory);
    next.follow(true, 1440);
    expect(next.open).toBeUndefined();
    next.toggle("decision");
    const last = new Dock(memory);
    last.follow(true, 800);
    expect(last.open).toBe("decision");
  });
});
