/** What a student in a class is told who may do all, for tests. */
import type { ClassSeat } from "../schema";

export const SEAT: ClassSeat = {
  type: "seat",
  name: "Ada",
  paused: false,
  lesson: "blame",
  furthest: 0,
  link: "",
  call: 0,
  ended: false,
  removed: false,
  resets: 0,
};
