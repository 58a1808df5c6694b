import { describe, expect, it } from "vitest";

import { begin, kept, walked, type Ground, type Walk } from "./walk";

const IRIS: Ground = { counts: [4, 5, 3], chosen: [undefined, undefined] };

const along = (keys: string[], ground = IRIS, from: Walk = begin()): Walk =>
  keys.reduce((walk, key) => walked(walk, key, ground) ?? walk, from);
const neuron = (layer: number, index: number) => ({ kind: "neuron", layer, index });
const wire = (link: number, from: number, to: number) => ({ kind: "wire", link, from, to });

describe("walking", () => {
  it("goes up and down in a layer and stops at its ends", () => {
    expect(along(["ArrowUp"]).focus).toEqual(neuron(0, 0));
    expect(along(["ArrowDown", "ArrowDown"]).focus).toEqual(neuron(0, 2));
    expect(along(Array<string>(9).fill("ArrowDown")).focus).toEqual(neuron(0, 3));
    expect(along(["End"]).focus).toEqual(neuron(0, 3));
  });

  it("goes left and right at about the same height, and not out of the network", () => {
    expect(along(["End", "ArrowRight"]).focus).toEqual(neuron(1, 4));
    expect(along(["ArrowRight", "ArrowDown", "ArrowDown", "ArrowRight"]).focus).toEqual(neuron(2, 1));
    expect(along(["ArrowLeft"]).focus).toEqual(neuron(0, 0));
    expect(along(["ArrowRight", "ArrowRight", "ArrowRight"]).focus).toEqual(neuron(2, 0));
  });

  it("steps onto the wires that leave a neuron, through them, and back", () => {
    expect(along(["ArrowDown", "w"]).focus).toEqual(wire(0, 1, 0));
    expect(along(["ArrowDown", "w", "ArrowDown"]).focus).toEqual(wire(0, 1, 1));
    expect(along(["ArrowDown", "w", "ArrowDown", "w"]).focus).toEqual(neuron(0, 1));
    expect(along(["ArrowDown", "w", "End", "ArrowRight"]).focus).toEqual(neuron(1, 4));
    expect(along(["ArrowDown", "w", "End", "ArrowLeft"]).focus).toEqual(neuron(0, 1));
  });

  it("steps onto the wires that arrive at an output", () => {
    expect(along(["ArrowRight", "ArrowRight", "w", "ArrowDown"]).focus).toEqual(wire(1, 1, 0));
  });

  it("steps only onto wires that are drawn", () => {
    const ground: Ground = { counts: [9, 9], chosen: [[[0, 4], [2, 1], [0, 7]]] }; // prettier-ignore
    expect(along(["w", "ArrowDown", "ArrowDown"], ground).focus).toEqual(wire(0, 0, 7));
    expect(along(["ArrowDown", "w"], ground).focus).toEqual(neuron(0, 1));
  });

  it("leaves other keys to others", () => {
    expect(walked(begin(), "f", IRIS)).toBeUndefined();
    expect(walked(along(["w"]), "Enter", IRIS)).toBeUndefined();
  });

  it("stays where it is in another network, or as near as there is room", () => {
    const small: Ground = { counts: [4, 2, 3], chosen: [undefined, undefined] };
    expect(kept(along(["End", "ArrowRight"]), small).focus).toEqual(neuron(1, 1));
    expect(kept(along(["w", "End"]), small).focus).toEqual(neuron(0, 0));
    expect(kept(along(["w"]), small).focus).toEqual(wire(0, 0, 0));
    expect(kept(along(["ArrowRight", "ArrowRight"]), { counts: [1, 1], chosen: [] }).focus).toEqual(
      neuron(0, 0),
    );
  });
});
