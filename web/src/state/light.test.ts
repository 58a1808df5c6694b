import { expect, it } from "vitest";

import { asShown, Light } from "./light.svelte";

it("marks what is pointed at before what is an operand, and nothing else", () => {
  const light = new Light();
  light.operands = new Map([["weight.0.1.2", "parameter"]] as const);
  light.light("term", ["value.0.1"]);

  expect(light.markOf("weight.0.1.2")).toBe("parameter");
  expect(light.markOf("value.0.1")).toBe("lit");
  expect(light.markOf("value.0.2")).toBeUndefined();

  light.light("path", ["weight.0.1.2"]);
  light.light("term", []);
  expect(light.markOf("weight.0.1.2")).toBe("lit");
  expect(light.markOf("value.0.1")).toBeUndefined();

  light.putOut();
  expect(light.markOf("weight.0.1.2")).toBeUndefined();
});

it("keeps its operands, and with them all that is drawn of them, while their names stay the same", () => {
  const light = new Light();
  light.operands = new Map([["delta.1.2", "backward"]] as const);
  const before = light.operands;
  light.operands = new Map([["delta.1.2", "backward"]] as const);

  expect(light.operands).toBe(before);
});

it("knows a number of the sample shown by the name it has on the stage", () => {
  expect(asShown("delta.1.2@7", 7)).toBe("delta.1.2");
  expect(asShown("delta.1.2@17", 7)).toBe("delta.1.2@17");
});
