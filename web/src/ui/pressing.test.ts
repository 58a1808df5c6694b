// @vitest-environment jsdom
/** A pointer is followed from its press to its release, once, whatever ends it. */
import { expect, it, vi } from "vitest";

import { pressing } from "./pressing";

const send = (element: Element, kind: string, init: PointerEventInit = {}): boolean =>
  element.dispatchEvent(new PointerEvent(kind, { pointerId: 1, button: 0, ...init }));

function followed(start: () => boolean | void = () => undefined) {
  const element = document.createElement("div");
  const [move, end] = [vi.fn(), vi.fn()];
  const release = pressing({ start, move, end })(element);
  return { element, move, end, release: release as () => void };
}

it("follows what was pressed, and nothing before or after", () => {
  const { element, move, end } = followed();
  send(element, "pointermove");
  expect(move).not.toHaveBeenCalled();
  send(element, "pointerdown");
  send(element, "pointermove");
  send(element, "pointermove", { pointerId: 2 });
  send(element, "pointerup");
  send(element, "lostpointercapture");
  send(element, "pointermove");
  expect([move.mock.calls.length, end.mock.calls.length]).toEqual([1, 1]);
});

it.each(["pointercancel", "lostpointercapture"])("ends with %s", (kind) => {
  const { element, end } = followed();
  send(element, "pointerdown");
  send(element, kind);
  expect(end).toHaveBeenCalledOnce();
});

it("leaves another button, and what is not to be followed", () => {
  const other = followed();
  send(other.element, "pointerdown", { button: 2 });
  send(other.element, "pointermove");
  const refused = followed(() => false);
  send(refused.element, "pointerdown");
  send(refused.element, "pointermove");
  expect([other.move, refused.move].map((one) => one.mock.calls.length)).toEqual([0, 0]);
});

it("hears nothing once its element is gone", () => {
  const { element, move, release } = followed();
  send(element, "pointerdown");
  release();
  send(element, "pointermove");
  expect(move).not.toHaveBeenCalled();
});
