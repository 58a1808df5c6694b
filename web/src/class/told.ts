/** How the teacher's page says when and where, and whom it shows. */
import type { ClassScene, ClassStudent } from "../schema";

/** How long ago a time in seconds since 1970 was, in a word or two. */
export function ago(seconds: number, now: number): string {
  const passed = now / 1000 - seconds;
  if (passed < 20) return "now";
  if (passed < 90) return "a minute ago";
  return passed < 5400 ? `${Math.round(passed / 60)} minutes ago` : `${Math.round(passed / 3600)} hours ago`;
}

/** An address as it is read from a wall and typed: browsers add what is left out, and the word is asked for. */
export function partsOf(address: string): { place: string; word: string } {
  const [place = "", word = ""] = address.replace(/^http:\/\//, "").split("/?token=");
  return { place, word };
}

/** The pages of the class's lesson, and how many are on each. */
export function onPages(room: ClassScene): { title: string; page: number; count: number }[] {
  return room.pages.map((title, place) => ({
    title,
    page: place + 1,
    count: room.students.filter((one) => one.here && one.lesson !== "" && one.page === place + 1).length,
  }));
}

/** By what students are in order: as they came, or the one first about whom there is most to do. */
export type Order = "came" | "name" | "where" | "seen" | "answered";
const ORDERS: Record<Order, (one: ClassStudent, other: ClassStudent) => number> = {
  came: (one, other) => one.number - other.number,
  name: (one, other) => one.name.localeCompare(other.name),
  where: (one, other) => one.lesson.localeCompare(other.lesson) || one.page - other.page,
  seen: (one, other) => Number(one.here) - Number(other.here) || one.seen - other.seen,
  answered: (one, other) => one.answered - other.answered,
};

/** Those whose name holds what is wanted, in an order; who are alike in it, as they came. */
export function found(students: readonly ClassStudent[], wanted: string, by: Order): ClassStudent[] {
  const plain = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
  return students
    .filter(({ name }) => plain(name).includes(plain(wanted.trim())))
    .sort((one, other) => ORDERS[by](one, other) || ORDERS.came(one, other));
}
