// @vitest-environment jsdom
import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";

import type { LayersSetting, LayerSpec } from "../schema";
import { Formatter } from "../ui/format";
import Layers from "./Layers.svelte";

const ask = vi.fn();
vi.mock("../state/sitting.svelte", () => ({ useSitting: () => ({ ask }) }));
vi.mock("../ui/format", async (original) => ({
  ...(await original<typeof import("../ui/format")>()),
  useFormatter: () => new Formatter(),
}));

const layer = (size: number): LayerSpec => ({ size, activation: "tanh", dropout: 0 });
const setting: LayersSetting = {
  ...{ type: "layers", name: "hidden", title: "hidden layers", note: "", anew: true },
  ...{ layers: [8, 6, 4].map(layer), activations: [], numbers: [] },
};
const sizes = (): number[][] =>
  ask.mock.calls.map(([{ layers }]) => layers.map(({ size }: LayerSpec) => size));

it("builds on what was asked for and is not yet answered", async () => {
  const answers: (() => void)[] = [];
  ask.mockImplementation(() => new Promise<void>((resolve) => answers.push(resolve)));
  render(Layers, { props: { setting } });
  await userEvent.click(screen.getByRole("button", { name: "Remove hidden layer 1" }));
  await userEvent.click(screen.getByRole("button", { name: "Remove hidden layer 1" }));
  await userEvent.click(screen.getByRole("button", { name: "Add a hidden layer" }));

  expect(sizes()).toEqual([[6, 4], [4], [4, 4]]);
  answers.forEach((answer) => answer());
  await vi.waitFor(() => expect(screen.getAllByRole("combobox")).toHaveLength(3)); // those of the scene again
});
