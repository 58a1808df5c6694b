import { expect, it } from "vitest";

import type { ClassQuestion, ClassScene, ClassStudent } from "../schema";
import { active, found, latestFirst, partsOf, places, span, where, type Order } from "./told";

const NOW = 1e12;

it("says how long it is since something was", () => {
  expect([0, 29, 30, 60, 119, 120, 3599, 7100].map((seconds) => span(1e9 - seconds, NOW))).toEqual([
    "",
    "",
    "30 s",
    "1 min",
    "1 min",
    "2 min",
    "59 min",
    "1 h",
  ]);
});

it("tells who did nothing for a while from who has left", () => {
  const told = (here: boolean, ago: number): string =>
    active(student(1, "Ada", { here, seen: 1e9 - ago }), NOW);
  expect([told(true, 3), told(true, 240), told(false, 3), told(false, 240)]).toEqual([
    "now",
    "4 min ago",
    "left just now",
    "left 4 min ago",
  ]);
});

const room = (students: readonly ClassStudent[]): ClassScene => ({
  type: "class",
  address: "",
  code: null,
  students,
  questions: [],
  paused: false,
  furthest: 0,
  lesson: "blame",
  title: "Blame",
  pages: ["One", "Two"],
  ended: "",
});

it("counts on a page of the lesson who is on it, and nobody who is elsewhere or has left", () => {
  const all = room([
    student(1, "Ada", { lesson: "Blame", page: 1 }),
    student(2, "Bo", { lesson: "Blame", page: 1, done: true }),
    student(3, "Cy", { lesson: "Batches", page: 1 }),
    student(4, "Di"),
    student(5, "Ed", { lesson: "Blame", page: 1, done: true, here: false }),
  ]);
  expect(places(all)).toEqual([
    { title: "One", page: 1, count: 2, done: 1 },
    { title: "Two", page: 2, count: 0, done: 0 },
    { title: "Batches, page 1", page: 0, count: 1, done: 0 },
    { title: "in no lesson", page: 0, count: 1, done: 0 },
  ]);
  expect(all.students.map((one) => where(one, all))).toEqual([
    "page 1",
    "page 1",
    "Batches, page 1",
    "in no lesson",
    "page 1",
  ]);
});

it("has the questions of the latest page first, in the order in which they are asked", () => {
  const asked = (key: string): ClassQuestion => ({
    key,
    lesson: "Blame",
    page: 1,
    text: "",
    bars: [],
    answers: 0,
    shown: 0,
    revealed: false,
    result: "",
  });
  const keys = ["blame/1/0", "blame/1/1", "blame/2/0", "blame/10/0", "blame/10/1"].map(asked);
  expect(latestFirst(keys).map(({ key }) => key)).toEqual([
    "blame/10/0",
    "blame/10/1",
    "blame/2/0",
    "blame/1/0",
    "blame/1/1",
  ]);
});

it("parts an address as it is typed", () => {
  expect(partsOf("http://10.0.0.5:8765/?token=k7mq2xab")).toEqual({
    place: "10.0.0.5:8765",
    word: "k7mq2xab",
  });
});

it("leaves the scheme where it has to be typed", () => {
  expect(partsOf("https://class.example.org/ls/?token=k7mq2xab")).toEqual({
    place: "https://class.example.org/ls",
    word: "k7mq2xab",
  });
});

const student = (number: number, name: string, rest: Partial<ClassStudent> = {}): ClassStudent => ({
  number,
  name,
  lesson: "",
  page: 0,
  here: true,
  seen: 100,
  answered: 0,
  since: 100,
  done: false,
  sitting: `sitting-${number}`,
  ...rest,
});

it("finds students by their name, whatever its case and marks", () => {
  const all = [student(1, "Zoë"), student(2, "Ada"), student(3, "ÉLISE")];
  const names = (wanted: string): string[] => found(all, wanted, "came").map(({ name }) => name);
  expect(names("")).toEqual(["Zoë", "Ada", "ÉLISE"]);
  expect(names(" zoe ")).toEqual(["Zoë"]);
  expect(names("elise")).toEqual(["ÉLISE"]);
  expect(names("x")).toEqual([]);
});

it("puts first about whom there is most to do, and else who came first", () => {
  const all = [
    student(3, "Cy", { lesson: "Blame", page: 2, answered: 1, since: 40 }),
    student(1, "bo", { lesson: "Blame", page: 3, answered: 1, seen: 50 }),
    student(2, "Ada", { lesson: "Blame", page: 2, answered: 4, here: false, seen: 90 }),
  ];
  const numbers = (by: Order): number[] => found(all, "", by).map(({ number }) => number);
  expect(numbers("came")).toEqual([1, 2, 3]);
  expect(numbers("name")).toEqual([2, 1, 3]);
  expect(numbers("where")).toEqual([2, 3, 1]);
  expect(numbers("since")).toEqual([3, 1, 2]);
  expect(numbers("seen")).toEqual([2, 1, 3]);
  expect(numbers("answered")).toEqual([1, 3, 2]);
});
