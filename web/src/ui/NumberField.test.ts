// @vitest-environment jsdom
import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeAll, describe, expect, it, vi } from "vitest";

import type { Problem } from "../schema";
import NumberField from "./NumberField.svelte";

const refusal: Problem = {
  type: "problem",
  kind: "refused",
  field: "value",
  message: "value must be in (0, 1)",
  serial: 1,
};

function field(apply = vi.fn().mockResolvedValue(undefined), value = -0.25) {
  render(NumberField, { value, label: "weight a → b", key: "weight.0.0.0", apply });
  return { input: screen.getByRole("spinbutton", { name: "weight a → b" }), apply };
}

beforeAll(() => {
  // what jsdom does not have
  HTMLElement.prototype.setPointerCapture = () => undefined;
});

describe("NumberField", () => {
  it("shows a few digits at rest, and all of them while being edited", async () => {
    const { input } = field(undefined, 1 / 3);
    expect(input).toHaveValue("0.333");
    await userEvent.click(input);
    expect(input).toHaveValue("0.3333333333333333");
  });

  it("applies with Enter what was typed", async () => {
    const { input, apply } = field();
    await userEvent.click(input);
    await userEvent.clear(input);
    await userEvent.type(input, "−1e−3{Enter}");
    expect(apply).toHaveBeenCalledWith(-0.001, 0);
  });

  it("applies what was typed when the reader goes elsewhere", async () => {
    const { input, apply } = field();
    await userEvent.click(input);
    await userEvent.clear(input);
    await userEvent.type(input, "2");
    await userEvent.tab();
    expect(apply).toHaveBeenCalledWith(2, 0);
  });

  it("counts every press of an arrow key, however long the answers take", async () => {
    const { input, apply } = field(vi.fn().mockReturnValue(new Promise(() => undefined)), 0);
    await userEvent.click(input);
    for (let press = 0; press < 12; press++) await userEvent.keyboard("{ArrowUp}");
    expect(apply.mock.calls.map(([value]) => value)).toEqual(
      Array.from({ length: 12 }, (_, k) => Number((0.1 * (k + 1)).toPrecision(12))),
    );
    expect(input).toHaveValue("1.2");
  });

  it("goes by what was asked for last, not by what is still shown", async () => {
    const answers: ((refused?: Problem) => void)[] = [];
    const apply = vi.fn(() => new Promise<Problem | undefined>((resolve) => answers.push(resolve)));
    const { input } = field(apply, 0.5);
    await userEvent.click(input);
    for (const typed of ["2", "0.5", "0.5"]) {
      await userEvent.clear(input);
      await userEvent.type(input, `${typed}{Enter}`);
    }
    expect(apply.mock.calls).toEqual([
      [2, 0],
      [0.5, 0],
    ]);
    await userEvent.clear(input);
    await userEvent.type(input, "7");
    for (const answer of answers) answer();
    await Promise.resolve();
    expect(input).toHaveValue("7");
  });

  it("shows what was asked for until it is answered", async () => {
    let refuse: (refused: Problem) => void = () => undefined;
    const { input } = field(vi.fn().mockReturnValue(new Promise((resolve) => (refuse = resolve))), 0.5);
    await userEvent.click(input);
    await userEvent.clear(input);
    await userEvent.type(input, "2");
    await userEvent.tab();
    expect(input).toHaveValue("2.000");
    refuse(refusal);
    await vi.waitFor(() => expect(input).toHaveValue("0.500"));
  });

  it("leaves things as they were with Escape", async () => {
    const { input, apply } = field();
    await userEvent.click(input);
    await userEvent.type(input, "77{Escape}");
    expect(apply).not.toHaveBeenCalled();
    expect(input).toHaveValue("−0.250");
  });

  it("says why it refuses, and asks nobody", async () => {
    const { input, apply } = field();
    await userEvent.click(input);
    await userEvent.clear(input);
    await userEvent.type(input, "abc{Enter}");
    expect(screen.getByRole("alert")).toHaveTextContent("“abc” is no number; write it like −0.25 or 1e−3.");
    expect(input).toHaveAttribute("aria-invalid", "true");
    expect(apply).not.toHaveBeenCalled();
  });

  it("says that nothing came of what was no number when its reader goes elsewhere", async () => {
    const { input, apply } = field();
    await userEvent.click(input);
    await userEvent.clear(input);
    await userEvent.type(input, "1,5 cm");
    await userEvent.tab();
    expect(input).toHaveValue("−0.250");
    expect(screen.getByRole("alert")).toHaveTextContent(
      "“1,5 cm” is no number; write it like −0.25 or 1e−3. The number is as it was.",
    );
    await userEvent.click(input);
    expect(screen.queryByRole("alert")).toBeNull();
    await userEvent.clear(input);
    await userEvent.tab();
    expect(screen.queryByRole("alert")).toBeNull();
    expect(apply).not.toHaveBeenCalled();
  });

  it("leaves Ctrl Z to the page where nothing was typed, and keeps it while something is", async () => {
    const heard = vi.fn();
    document.addEventListener("keydown", heard);
    const { input } = field();
    await userEvent.click(input);
    await userEvent.keyboard("7{Control>}z{/Control}");
    expect(heard).not.toHaveBeenCalled();
    await userEvent.keyboard("{Escape}");
    await userEvent.click(input);
    await userEvent.keyboard("{Control>}z{/Control}");
    expect(heard.mock.calls.map(([event]) => (event as KeyboardEvent).key)).toContain("z");
    await vi.waitFor(() => expect(input).not.toHaveFocus());
    document.removeEventListener("keydown", heard);
  });

  it("shows the reason of whoever refuses it", async () => {
    const { input } = field(vi.fn().mockResolvedValue(refusal));
    await userEvent.click(input);
    await userEvent.clear(input);
    await userEvent.type(input, "5{Enter}");
    expect(await screen.findByRole("alert")).toHaveTextContent("value must be in (0, 1)");
  });

  it("steps with the arrow keys, without the dust of binary fractions", async () => {
    const { input, apply } = field(undefined, 0.2);
    await userEvent.click(input);
    await userEvent.keyboard("{ArrowUp}");
    expect(apply).toHaveBeenLastCalledWith(0.3, 0);
    await userEvent.keyboard("{Shift>}{ArrowDown}{/Shift}");
    expect(apply).toHaveBeenLastCalledWith(-0.8, 0);
  });
});
