// @vitest-environment jsdom
import { render, screen } from "@testing-library/svelte";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { wire } from "../arrays";
import type { NeuronPicturesScene, StageScene } from "../schema";
import type { Focus } from "../state/focus";
import { layoutOf } from "./layout";
import NeuronPictures from "./NeuronPictures.svelte";
import { picturesOf, responsesOfTwo, tonesOf } from "./planes.fake";
import type { Picture } from "../state/timeline";

const shown = { value: 1, sum: 1, delta: 0, gradient: 0 };
const picture = { layers: [shown, shown, shown], updated: false, changing: 0 } as unknown as Picture;

function stageOf(): StageScene {
  const layer = { image_shape: [], mask: null, raw: null, formula: "f(z)", note: "standardised" };
  return {
    layers: [
      { ...layer, role: "input", names: ["x", "y"], raw: wire([1, 1]), activation: "" },
      { ...layer, role: "hidden", names: ["hidden 1", "hidden 2"], activation: "relu", mask: wire([0, 2]) },
      { ...layer, role: "output", names: ["left", "right"], activation: "identity" },
    ],
  } as unknown as StageScene;
}
const responses = responsesOfTwo(
  [tonesOf([2, 4, 4], 100), tonesOf([2, 4, 4], (cell) => (cell < 16 ? 140 : 128), 4)],
  [[], [1], []],
);

const draw = (
  pictures: NeuronPicturesScene | undefined,
  { stage = stageOf(), focus }: { stage?: StageScene; focus?: Focus } = {},
) =>
  render(NeuronPictures, {
    layout: layoutOf([2, 2, 2], 1100, 560),
    stage,
    pictures,
    picture,
    focus,
    inView: { x: 0, y: 0, width: 1100, height: 560 },
  }).container;
const faces = (drawn: Element) =>
  [...drawn.querySelectorAll<HTMLElement>("[data-face]")].map(({ dataset }) => dataset.face);

beforeEach(() => {
  HTMLCanvasElement.prototype.getContext = vi.fn(() => null) as never;
});

describe("NeuronPictures", () => {
  it("stand in the neurons that have one, and only where the reader wants them", () => {
    expect(faces(draw(undefined))).toEqual([]);
    expect(faces(draw(picturesOf({ responses })))).toEqual(["0.0", "0.1", "1.0", "1.1"]);
  });

  it("cross out what is dropped, and mark the neuron that the scene calls dead", () => {
    const drawn = draw(picturesOf({ responses }));
    const one = (face: string) => drawn.querySelector(`[data-face="${face}"]`);
    expect(one("1.0")).toHaveClass("dropped");
    expect(one("1.0")?.querySelector("path")).toHaveAttribute("d", "M0,0L10,10M0,10L10,0");
    expect(one("1.1")).toHaveClass("dead");
    expect(one("1.1")).not.toHaveClass("dropped");
    expect(one("0.0")?.querySelector("path")).toBeNull();
  });

  it("call no other neuron dead, however pale its picture", () => {
    const living = { ...responses, dead: [[], [], []] };
    expect(draw(picturesOf({ responses: living })).querySelector(".dead")).toBeNull();
  });

  it("show the one pointed at in large, with its scale and the ends of the axes", () => {
    const focus: Focus = { kind: "neuron", layer: 1, index: 0 };
    const drawn = draw(picturesOf({ responses }), { focus });
    const value = (key: string) =>
      Number(drawn.querySelector<HTMLElement>(`[data-field="${key}"]`)?.dataset.value);
    expect(screen.getByRole("tooltip")).toHaveTextContent("hidden 1 f(z)");
    expect([0, 1, 2].map((k) => value(`enlarged.scale.${k}`))).toEqual([-4, 0, 4]);
    expect([value("enlarged.x.0"), value("enlarged.y.1")]).toEqual([-2, 3]);
  });

  it("show nothing in large for a neuron without a picture", () => {
    draw(picturesOf({ responses }), { focus: { kind: "neuron", layer: 2, index: 0 } });
    expect(screen.queryByRole("tooltip")).toBeNull();
  });
});
