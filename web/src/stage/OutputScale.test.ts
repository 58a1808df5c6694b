// @vitest-environment jsdom
import { render, screen } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import OutputScale from "./OutputScale.svelte";

const scale = (more = {}) =>
  render(OutputScale, {
    props: { value: 0.25, target: 1, low: 0, high: 1, width: 64, bar: true, title: "p", ...more },
  }).container;

describe("OutputScale", () => {
  it("draws a share as a bar, its target as a line, the error between them", () => {
    const drawn = scale();
    expect(drawn.querySelector(".value")).toHaveAttribute("width", "16");
    expect(drawn.querySelector(".target")).toHaveAttribute("d", "M63,0.5V13.5");
    expect(drawn.querySelector(".error")).toHaveAttribute("d", "M16,7H64");
    expect(screen.getByRole("img", { name: "p" })).toBeInTheDocument();
  });

  it("draws a value as a dot between the least and the greatest", () => {
    const drawn = scale({ bar: false, value: 15, target: 10, low: 10, high: 20 });
    expect(drawn.querySelector("circle")).toHaveAttribute("cx", "32");
    expect(drawn.querySelector(".error")).toHaveAttribute("d", "M32,7H4");
  });

  it("draws what lies beyond an end as an arrow to that side", () => {
    const drawn = scale({ bar: false, value: 99, target: 10, low: 10, high: 20 });
    expect(drawn.querySelector("circle")).toBeNull();
    expect(drawn.querySelector("[data-beyond]")).toHaveAttribute("data-beyond", "high");
  });

  it("draws nothing for what is no number, and a target alone stays", () => {
    const drawn = scale({ value: NaN });
    expect(drawn.querySelector(".value")).toBeNull();
    expect(drawn.querySelector(".error")).toBeNull();
    expect(drawn.querySelector(".target")).not.toBeNull();
  });

  it("has a middle where all targets are one", () => {
    expect(
      scale({ bar: false, value: 3, target: 3, low: 3, high: 3 }).querySelector("circle"),
    ).toHaveAttribute("cx", "32");
  });
});
