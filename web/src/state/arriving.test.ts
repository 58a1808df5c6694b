// @vitest-environment jsdom
import { expect, it } from "vitest";

import { FakeModel } from "../host/model.fake";
import { arrive, DROPPED } from "./arriving";
import { Memory } from "./memory";
import { sceneOfShape } from "./scene.fake";
import { Sitting } from "./sitting.svelte";

/** A page that opens a sitting whose runs have this number; the browser remembers in `kept`. */
function opened(kept: Map<string, string>, number: number, address = { place: "/s/ada/", recipe: "" }) {
  const store = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  };
  const memory = new Memory(() => store);
  const model = new FakeModel();
  const sitting = new Sitting(model.open);
  model.listener.connection("open");
  const scene = sceneOfShape([4, 5, 3]);
  model.listener.scene({ ...scene, moment: { ...scene.moment, run: `${number}-1` } });
  arrive(sitting, memory, address);
  return { sitting, model };
}

it("begins with the recipe of the address", () => {
  const { model } = opened(new Map(), 7, { place: "/s/ada/", recipe: "data=circle&hidden=4" });
  expect(model.sent).toMatchObject([{ type: "begin_with", query: "data=circle&hidden=4" }]);
});

it("says that a sitting was dropped where another stands at its address", () => {
  const kept = new Map<string, string>();
  expect(opened(kept, 7).sitting.problems).toEqual([]);
  expect(opened(kept, 7).sitting.problems).toEqual([]);
  expect(opened(kept, 8).sitting.problems.map(({ message }) => message)).toEqual([DROPPED]);
  expect(opened(kept, 8).sitting.problems).toEqual([]);
});

it("says so too in a browser that was never there, where the host knows of no sitting", () => {
  const address = { place: "/s/ada/", recipe: "", gone: true };
  expect(opened(new Map(), 7, address).sitting.problems.map(({ message }) => message)).toEqual([DROPPED]);
});

it("tells addresses apart, and remembers the last hundred", () => {
  const kept = new Map<string, string>();
  for (let k = 0; k < 120; k++) opened(kept, k, { place: `/s/${k}/`, recipe: "" });
  expect(opened(kept, 500, { place: "/s/119/", recipe: "" }).sitting.problems).toHaveLength(1);
  expect(opened(kept, 500, { place: "/s/3/", recipe: "" }).sitting.problems).toEqual([]);
});
