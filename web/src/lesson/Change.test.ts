// @vitest-environment jsdom
import { fireEvent, render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";

import type { AskScene } from "../schema";
import Change from "./Change.svelte";

const ASK = {
  type: "ask",
  number: 0,
  kind: "change",
  texts: [],
  choices: [],
  words: ["shrinks", "grows"],
  hints: [],
  on: "",
  axes: [],
  line: { low: 0, high: 0.8, now: 0.4 },
  double: true,
} as unknown as AskScene;

vi.stubGlobal(
  "ResizeObserver",
  class {
    observe = vi.fn();
    unobserve = vi.fn();
    disconnect = vi.fn();
  },
);

function open(draft = "") {
  const fill = vi.fn();
  const props = {
    ask: ASK,
    draft,
    still: false,
    invalid: false,
    labelledby: "question",
    fill,
    keydown: vi.fn(),
  };
  render(Change, props);
  return fill;
}

describe("Change", () => {
  it("takes way and amount as one answer, whichever comes first", async () => {
    const fill = open();
    await userEvent.click(screen.getByRole("radio", { name: "← shrinks" }));
    expect(fill).toHaveBeenLastCalledWith("-1; ");
    await userEvent.type(screen.getByRole("textbox"), "2");
    expect(fill).toHaveBeenLastCalledWith("; 2");
  });

  it("takes both from the ring, moved by keys from where the number stands now", async () => {
    const fill = open();
    const ring = screen.getByRole("slider", { name: "what it is after" });
    expect(ring).toHaveAttribute("aria-valuetext", "not answered");
    await fireEvent.keyDown(ring, { key: "ArrowLeft" });
    expect(fill).toHaveBeenLastCalledWith("-1; 0.02");
    await fireEvent.keyDown(ring, { key: "End" });
    expect(fill).toHaveBeenLastCalledWith("1; 0.4");
  });

  it("puts the ring where what was typed leads", () => {
    open("-1; 0,25");
    expect(screen.getByRole("slider")).toHaveAttribute("aria-valuenow", "0.15000000000000002");
    expect(screen.getByText(/Half or double still counts as right/)).toBeInTheDocument();
  });
});
