/** What the page needs of whoever supplies scenes: a server, a notebook, or data embedded in a file. */
import type { Answer, AnyIntent, PictureReading, Problem, Scene } from "../schema";
import type { Fields, Offered, Readable, Sending } from "./files";

/** `again`: what computed has ended, and another goes on in a moment; `lost`: nobody is there; `over`: nor will be. */
export type Connection = "connecting" | "open" | "again" | "lost" | "over";

export interface Listener {
  scene(scene: Scene): void;
  problem(problem: Problem): void;
  /** The answer to a question, which goes to the one who asked it alone. */
  answer(answer: Answer): void;
  connection(connection: Connection): void;
}

export interface Model {
  /** Why nothing can be changed here, in a sentence for its reader; "" where everything can. */
  readonly readOnly: string;
  /** Whether it is somebody else's page, at which one only looks: nothing but questions is sent. */
  readonly looks?: boolean;
  /** Send an intent; false where there is no connection to send it on. */
  send(intent: AnyIntent): boolean;
  /** Data that are there to be read, if any. */
  offered(): Promise<Offered | undefined>;
  /** Send data to learn from, or ask for those on offer; `progress` is told the share that has been sent, and 1 when only reading is left. */
  sendData(data: Readable, fields: Fields, progress: (share: number) => void): Sending;
  /** What the network says of the picture in a file, or why it cannot be read. */
  readPicture(file: File): Promise<PictureReading | Problem>;
  close(): void;
}

/** Opens a model that tells `listener` what comes. */
export type Open = (listener: Listener) => Model;
