import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { Dock } from "./dock.svelte";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("opens for a click once no second one can follow", () => {
  const dock = new Dock();
  dock.openAfterClick("why");
  expect(dock.open).toBeUndefined();
  vi.runAllTimers();
  expect(dock.open).toBe("why");
});

it("stays closed where the click was half of a double one", () => {
  const dock = new Dock();
  dock.openAfterClick("why");
  dock.keepClosed();
  vi.runAllTimers();
  expect(dock.open).toBeUndefined();
});

it("changes at once what is open already, since nothing moves then", () => {
  const dock = new Dock();
  dock.open = "runs";
  dock.openAfterClick("why");
  expect(dock.open).toBe("why");
});
