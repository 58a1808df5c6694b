import { beforeEach, expect, it } from "vitest";

import { named } from "../names";
import { Pointing } from "./pointing.svelte";

let pointing: Pointing;
const neuron = { kind: "neuron", layer: 1, index: 2 } as const;
const wire = { kind: "wire", link: 0, from: 3, to: 2 } as const;

beforeEach(() => {
  pointing = new Pointing();
  pointing.outputs = 2;
});

it("holds the neuron or wire whose number is selected", () => {
  pointing.select(named("gradient.bias", 0, 2));
  expect(pointing.held).toEqual(neuron);
  pointing.select(named("error", 0));
  expect(pointing.held).toEqual({ kind: "neuron", layer: 2, index: 0 });
  pointing.select(named("loss.batch"));
  expect([pointing.held, pointing.selected]).toEqual([undefined, "loss.batch"]);
});

it("selects a neuron by its value and a wire by its weight, and lets go of what is selected already", () => {
  pointing.select(named("bias", 0, 2));
  pointing.toggle(neuron);
  expect(pointing.selected).toBe("value.1.2");
  pointing.toggle(wire);
  expect([pointing.selected, pointing.held]).toEqual(["weight.0.3.2", wire]);
  pointing.toggle(wire);
  expect([pointing.selected, pointing.held]).toEqual(["", undefined]);
});

it("lights what is under the pointer, and keeps a selected neuron lit on its own wires", () => {
  pointing.hold(neuron);
  pointing.hovered = wire;
  expect(pointing.focus).toEqual(neuron);
  pointing.hovered = { kind: "neuron", layer: 0, index: 0 };
  expect(pointing.focus).toEqual({ kind: "neuron", layer: 0, index: 0 });
});
