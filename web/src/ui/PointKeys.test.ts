// @vitest-environment jsdom
import { fireEvent, render, screen } from "@testing-library/svelte";
import { createRawSnippet } from "svelte";
import { expect, it, vi } from "vitest";

import PointKeys from "./PointKeys.svelte";

const children = createRawSnippet(() => ({ render: () => "<i></i>" }));
const props = { x: [-2, 2], y: [0, 8], label: "Point at a place", children } as const;

it("goes from the middle or from where one pointed, in small steps with Shift, and stays in the picture", async () => {
  const put = vi.fn();
  const { rerender } = render(PointKeys, { ...props, given: undefined, put });
  const picture = screen.getByRole("application", { name: "Point at a place" });
  await fireEvent.keyDown(picture, { key: "ArrowRight" });
  expect(put).toHaveBeenLastCalledWith(0.1, 4);
  await rerender({ given: [2, 3] });
  await fireEvent.keyDown(picture, { key: "ArrowRight" });
  expect(put).toHaveBeenLastCalledWith(2, 3);
  await fireEvent.keyDown(picture, { key: "ArrowUp", shiftKey: true });
  expect(put).toHaveBeenLastCalledWith(2, 3.02);
});

it("takes no keys where nothing is asked any more", () => {
  render(PointKeys, { ...props, given: [1, 1], put: undefined });
  expect(screen.queryByRole("application")).toBeNull();
});
