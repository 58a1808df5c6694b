// @vitest-environment jsdom
/** The network for those who walk over it by keys, and as tables. */
import { render, screen, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { createRawSnippet, tick } from "svelte";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { FakeModel } from "../host/model.fake";
import { Page, pageContext } from "../state/page.svelte";
import { Sitting } from "../state/sitting.svelte";
import { tinyScene } from "./scene.fake";
import Table from "./Table.svelte";
import Walker from "./Walker.svelte";

function sit(phase: number) {
  const model = new FakeModel();
  const sitting = new Sitting(model.open);
  const { sent, listener } = model;
  const scene = tinyScene(phase);
  listener.connection("open");
  listener.scene(scene);
  return { scene, sitting, sent };
}

vi.mock("../state/sitting.svelte", async (original) => {
  const module = await original<typeof import("../state/sitting.svelte")>();
  return { ...module, useSitting: () => current };
});
let current: Sitting;

let page: Page;
beforeEach(() => (page = new Page()));

describe("the tables", () => {
  it("hold every value, weight and bias, and the gradients once they are known", () => {
    const { scene, sitting } = sit(6);
    current = sitting;
    const { container } = render(Table, { props: { scene }, context: pageContext(page) });
    const keys = [...container.querySelectorAll("[data-key]")].map((one) => one.getAttribute("data-key"));
    expect(new Set(keys).size).toBe(keys.length);
    for (const [name, count] of [
      ["weight", 6],
      ["gradient", 9],
      ["bias", 3],
      ["gradient.bias", 3],
      ["value", 5],
      ["preactivation", 3],
      ["slope", 3],
      ["delta", 3],
      ["input", 2],
      ["target", 1],
      ["error", 1],
      ["probability", 1],
    ])
      // prettier-ignore
      expect([name, keys.filter((key) => key?.startsWith(`${name}.`)).length]).toEqual([name, count]);
  });

  it("hold no number that is not yet known at the position of the step", () => {
    const { scene, sitting } = sit(0);
    current = sitting;
    const { container } = render(Table, { props: { scene }, context: pageContext(page) });
    expect(container.querySelector("[data-key^=value]")).toBeNull();
    expect(container.querySelector("[data-key^=gradient]")).toBeNull();
    expect(screen.getAllByText("not yet").length).toBeGreaterThan(0);
  });

  it("name their rows and columns", () => {
    const { scene, sitting } = sit(6);
    current = sitting;
    render(Table, { props: { scene }, context: pageContext(page) });
    const table = screen.getAllByRole("table")[1]!;
    expect(
      within(table)
        .getAllByRole("rowheader")
        .map((one) => one.textContent),
    ).toEqual(["length", "width"]);
    expect(
      within(table)
        .getAllByRole("columnheader")
        .map((one) => one.textContent),
    ).toEqual(["from \\ to", "hidden 1", "hidden 2"]);
  });
});

describe("the walker", () => {
  async function walker(inner: string) {
    const { scene, sitting } = sit(6);
    current = sitting;
    render(Walker, {
      props: { scene, children: createRawSnippet(() => ({ render: () => inner })) },
      context: pageContext(page),
    });
    const user = userEvent.setup();
    await user.tab();
    return user;
  }

  it("is one tab stop; arrows light what they come to", async () => {
    const user = await walker("<div></div>");
    expect(screen.getByRole("application")).toHaveFocus();
    await user.keyboard("{ArrowRight}{ArrowRight}{ArrowDown}");
    await tick();
    expect(page.pointing.held).toEqual({ kind: "neuron", layer: 1, index: 1 });
    await user.keyboard("w");
    expect(page.pointing.held).toEqual({ kind: "wire", link: 1, from: 1, to: 0 });
  });

  it("steps into the number of what is lit, and out of it again", async () => {
    const user = await walker('<div><input data-key="bias.0.0" aria-label="bias" tabindex="-1" /></div>');
    await user.keyboard("{ArrowRight}{ArrowRight}{Enter}");
    const field = screen.getByLabelText("bias");
    expect(field).toHaveFocus();
    field.blur();
    await tick();
    expect(screen.getByRole("application")).toHaveFocus();
  });
});
