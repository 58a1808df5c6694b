// @vitest-environment jsdom
import { fireEvent, render, screen } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";

import { named } from "../names";
import { selectingContext } from "./selecting";
import Shown from "./Shown.svelte";

it("selects itself with one click, and is marked where it is selected", async () => {
  const select = vi.fn();
  const context = selectingContext({ selected: named("delta", 1, 2), hidden: new Set(), select });
  render(Shown, { context, props: { value: 0.25, label: "δ", name: named("delta", 1, 2) } });
  render(Shown, { context, props: { value: 0.5, label: "δ", name: named("delta", 1, 3) } });
  await fireEvent.click(screen.getByText("0.500"));

  expect(screen.getByText("0.250")).toHaveClass("selected");
  expect(screen.getByText("0.500")).not.toHaveClass("selected");
  expect(select.mock.calls).toEqual([["delta.1.3"]]);
});
