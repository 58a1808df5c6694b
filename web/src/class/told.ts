/** How the teacher's page says when and where, and whom it shows. */
import type { ClassQuestion, ClassScene, ClassStudent } from "../schema";

/** How long it is since a time in seconds since 1970, at least and in a word or two; "" of less than half a minute. */
export function span(seconds: number, now: number): string {
  const passed = now / 1000 - seconds;
  if (passed < 30) return "";
  if (passed < 60) return "30 s";
  return passed < 3600 ? `${Math.floor(passed / 60)} min` : `${Math.floor(passed / 3600)} h`;
}

/** When they last did something, or how long they have been gone. */
export function active({ here, seen }: ClassStudent, now: number): string {
  const since = span(seen, now);
  if (!here) return since === "" ? "left just now" : `left ${since} ago`;
  return since === "" ? "now" : `${since} ago`;
}

/** Where they are. */
export function where({ lesson, page }: ClassStudent, room: ClassScene): string {
  if (lesson === "") return "in no lesson";
  return lesson === room.title ? `page ${page}` : `${lesson}, page ${page}`;
}

/** An address as it is read from a wall and typed: browsers add what is left out, and the word is asked for. */
export function partsOf(address: string): { place: string; word: string } {
  const [place = "", word = ""] = address.replace(/^http:\/\//, "").split("/?token=");
  return { place, word };
}

function grouped<Item>(items: readonly Item[], by: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(by(item), [...(groups.get(by(item)) ?? []), item]);
  return groups;
}

/** A place where students may be, how many are there, and how many of them are done with what it asks. */
export interface Place {
  readonly title: string;
  /** of the class's lesson, from 1; 0 elsewhere */
  readonly page: number;
  readonly count: number;
  readonly done: number;
}

/** The pages of the class's lesson, and wherever else somebody is. */
export function places(room: ClassScene): Place[] {
  const here = room.students.filter((one) => one.here);
  const place = (title: string, page: number, there: readonly ClassStudent[]): Place => ({
    title,
    page,
    count: there.length,
    done: there.filter(({ done }) => done).length,
  });
  const inside = (one: ClassStudent): boolean => one.lesson === room.title && room.title !== "";
  const others = grouped(
    here.filter((one) => !inside(one)),
    (one) => where(one, room),
  );
  return [
    ...room.pages.map((title, k) =>
      place(
        title,
        k + 1,
        here.filter((one) => inside(one) && one.page === k + 1),
      ),
    ),
    ...[...others].map(([title, there]) => place(title, 0, there)),
  ];
}

/** The latest page's questions first, and those of a page in their order. */
export function latestFirst(questions: readonly ClassQuestion[]): ClassQuestion[] {
  const pages = grouped(questions, ({ key }) => key.slice(0, key.lastIndexOf("/")));
  return [...pages.values()].reverse().flat();
}

/** By what students are in order: as they came, or the one first about whom there is most to do. */
export type Order = "came" | "name" | "where" | "since" | "seen" | "answered";
const ORDERS: Record<Order, (one: ClassStudent, other: ClassStudent) => number> = {
  came: (one, other) => one.number - other.number,
  name: (one, other) => one.name.localeCompare(other.name),
  where: (one, other) => one.lesson.localeCompare(other.lesson) || one.page - other.page,
  since: (one, other) => one.since - other.since,
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
