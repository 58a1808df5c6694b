import { expect, test } from "vitest";

import { actOf } from "../../ui/keys";
import { Orbit, ORBIT_KEYS } from "./orbit.svelte";

const press = (orbit: Orbit, key: string): void => actOf(ORBIT_KEYS, key)!(orbit);

test("arrows go around it and over it, signs come nearer and farther, 0 is as at first", () => {
  const orbit = new Orbit();
  const first = orbit.camera;
  press(orbit, "ArrowLeft");
  press(orbit, "ArrowUp");
  press(orbit, "+");
  expect(orbit.camera.turn).toBeGreaterThan(first.turn);
  expect(orbit.camera.tilt).toBeGreaterThan(first.tilt);
  expect(orbit.camera.zoom).toBeGreaterThan(first.zoom);
  press(orbit, "0");
  expect(orbit.camera).toEqual(first);
});

test("it stays above the ground, however far it is turned", () => {
  const orbit = new Orbit();
  for (let k = 0; k < 40; k++) press(orbit, "ArrowDown");
  expect(orbit.camera.tilt).toBeGreaterThan(0);
  for (let k = 0; k < 60; k++) press(orbit, "ArrowUp");
  expect(orbit.camera.tilt).toBeLessThan(Math.PI / 2);
});
