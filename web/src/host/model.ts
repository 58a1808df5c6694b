/** What the page needs of whoever supplies scenes: a server, a notebook, or data embedded in a file. */
import type { Answer, AnyIntent, Problem, Scene } from "../schema";

export type Connection = "connecting" | "open" | "lost";

export interface Listener {
  scene(scene: Scene): void;
  problem(problem: Problem): void;
  /** The answer to a question, which goes to the one who asked it alone. */
  answer(answer: Answer): void;
  connection(connection: Connection): void;
}

export interface Model {
  /** Send an intent; false where there is no connection to send it on. */
  send(intent: AnyIntent): boolean;
  close(): void;
}

/** Opens a model that tells `listener` what comes. */
export type Open = (listener: Listener) => Model;
