import { expect, it } from "vitest";

import { hashOf, lessonIn, Lessons } from "./lessons.svelte";
import { Memory } from "./memory";

function store(): { memory: Memory; kept: Map<string, string> } {
  const kept = new Map<string, string>();
  const memory = new Memory(() => ({
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
  }));
  return { memory, kept };
}

it("keeps what was answered and where its reader is over a reload", () => {
  const { memory } = store();
  const before = new Lessons(memory);
  before.give("blame", 2, 1, "0.2");
  before.play("blame", "2~1");
  before.arrive("blame", 2);
  before.finish("neuron");

  const after = new Lessons(memory);

  expect(after.given("blame", 2, 1)).toBe("0.2");
  expect(after.given("blame", 2, 0)).toBeUndefined();
  expect(after.played("blame", "2~1")).toBe(true);
  expect(after.played("blame", 2)).toBe(false);
  expect(after.at("blame")).toBe(2);
  expect(after.done("neuron")).toBe(true);
});

it("forgets all of it when it is asked to", () => {
  const { memory } = store();
  const lessons = new Lessons(memory);
  lessons.give("blame", 2, 1, "0.2");

  lessons.forget();

  expect(lessons.any).toBe(false);
  expect(new Lessons(memory).given("blame", 2, 1)).toBeUndefined();
});

it("begins anew at another seat of a class, and goes on at the same", () => {
  const { memory } = store();
  const there = new Lessons(memory);
  there.sit("/s/ada/");
  there.give("blame", 1, 0, "2");
  const again = new Lessons(memory);
  again.sit("/s/ada/");
  expect(again.given("blame", 1, 0)).toBe("2");
  again.sit("/s/bo/");
  expect(again.given("blame", 1, 0)).toBeUndefined();
  expect(new Lessons(memory).any).toBe(false);
});

it("works where nothing can be kept, and with what is none of ours", () => {
  const { memory, kept } = store();
  kept.set("learnscope.lessons", "{nonsense");

  for (const lessons of [new Lessons(new Memory()), new Lessons(memory)]) {
    lessons.give("blame", 1, 0, "1");
    expect(lessons.given("blame", 1, 0)).toBe("1");
  }
});

it("reads the page of a lesson from an address and writes it there", () => {
  for (const at of [
    { lesson: "blame", page: 3, seed: 0 },
    { lesson: "blame", page: 3, seed: 12 },
  ])
    expect(lessonIn(hashOf(at))).toEqual(at);
  expect(lessonIn("#lesson/blame")).toEqual({ lesson: "blame", page: 1, seed: 0 });
  expect(lessonIn("#epoch")).toBeUndefined();
  expect(lessonIn("#lesson/../x/1")).toBeUndefined();
});
