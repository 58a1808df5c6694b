// @vitest-environment jsdom
import { render } from "@testing-library/svelte";
import { createRawSnippet } from "svelte";
import { expect, it } from "vitest";

import Axes from "./Axes.svelte";

it("draws numbers that rounding makes one", () => {
  const axis = { low: 0, high: 1, title: "loss", show: String, ticks: [0.5, 0.5] };
  const children = createRawSnippet(() => ({ render: () => "<svg></svg>" }));

  const { container } = render(Axes, {
    x: axis, y: axis, width: 100, height: 100, keys: ["a", "b"], children,
  }); // prettier-ignore

  expect(container.querySelectorAll(".tick")).toHaveLength(4);
});
