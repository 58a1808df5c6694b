import { expect, it } from "vitest";

import type { ClassStudent } from "../schema";
import { ago, found, partsOf, type Order } from "./told";

it("says how long ago something was", () => {
  const now = 1e12;
  expect([0, 30, 120, 5000, 7200].map((seconds) => ago(1e9 - seconds, now))).toEqual([
    "now",
    "a minute ago",
    "2 minutes ago",
    "83 minutes ago",
    "2 hours ago",
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
    student(3, "Cy", { lesson: "Blame", page: 2, answered: 1 }),
    student(1, "bo", { lesson: "Blame", page: 3, answered: 1, seen: 50 }),
    student(2, "Ada", { lesson: "Blame", page: 2, answered: 4, here: false, seen: 90 }),
  ];
  const numbers = (by: Order): number[] => found(all, "", by).map(({ number }) => number);
  expect(numbers("came")).toEqual([1, 2, 3]);
  expect(numbers("name")).toEqual([2, 1, 3]);
  expect(numbers("where")).toEqual([2, 3, 1]);
  expect(numbers("seen")).toEqual([2, 1, 3]);
  expect(numbers("answered")).toEqual([1, 3, 2]);
});
