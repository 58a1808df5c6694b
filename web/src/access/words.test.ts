import { describe, expect, it } from "vitest";

import type { Focus } from "../state/focus";
import { pictureAt, timelineOf } from "../state/timeline";
import { tinyScene } from "./scene.fake";
import { Formatter } from "../ui/format";
import { inWords } from "./words";

const scene = tinyScene();
const said = (focus: Focus, position: number): string =>
  inWords(new Formatter(), scene, pictureAt(timelineOf(scene.stage.timeline), 3, position), focus);
const neuron = (layer: number, index: number): Focus => ({ kind: "neuron", layer, index });

describe("a neuron in words", () => {
  it("says what is known of it at the position, and no more", () => {
    expect(said(neuron(1, 0), 0)).toBe("hidden 1, neuron 1: tanh, bias −0.020; 2 wires in, 1 out");
    expect(said(neuron(1, 0), 2)).toBe(
      "hidden 1, neuron 1: tanh, z +0.400, a +0.380, bias −0.020; 2 wires in, 1 out",
    );
    expect(said(neuron(1, 0), 6)).toBe(
      "hidden 1, neuron 1: tanh, z +0.400, a +0.380, bias −0.020, gradient of the bias +0.0100, δ +0.1000; " +
        "2 wires in, 1 out",
    );
    expect(said(neuron(1, 0), 7)).toBe(
      "hidden 1, neuron 1: tanh, z +0.400, a +0.380, bias −0.030, before −0.020, gradient of the bias +0.0100, " +
        "δ +0.1000, all but the new bias from before the update; 2 wires in, 1 out",
    );
  });

  it("says an input in its own unit", () => {
    expect(said(neuron(0, 0), 1)).toBe("inputs, neuron 1 length: 6.4 cm, standardised +0.750; 2 out");
  });

  it("says an output's probability, target and error", () => {
    expect(said(neuron(2, 0), 4)).toBe(
      "outputs, neuron 1 iris: sigmoid, z +0.400, a +0.600, bias +0.100, probability 0.6000, target 1, " +
        "error −0.4000; 2 wires in",
    );
  });
});

describe("a wire in words", () => {
  const focus: Focus = { kind: "wire", link: 0, from: 1, to: 0 };

  it("says its weight, what it carries and its gradient", () => {
    expect(said(focus, 0)).toBe("wire from width to hidden 1: weight +0.250");
    expect(said(focus, 6)).toBe(
      "wire from width to hidden 1: weight +0.250, carries +0.125 forward, gradient +0.0250, mean of 15",
    );
    expect(said(focus, 7)).toBe(
      "wire from width to hidden 1: weight +1.250, before +0.250, gradient +0.0250, mean of 15",
    );
  });

  it("says nothing of a wire that is not carried", () => {
    expect(said({ kind: "wire", link: 4, from: 1, to: 0 }, 6)).toBe("");
  });
});
