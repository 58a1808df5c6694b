/** A model in memory, for tests: it notes what it is handed, and tells what it is told to tell. */
import type { AnyIntent, PictureReading, Problem } from "../schema";
import type { DataAnswer, Fields, Offered, Readable, Refusal, Sending, Taken } from "./files";
import type { Listener, Model, Open } from "./model";

/** Data that were sent to it. */
export class FakeSending implements Sending {
  readonly done: Promise<DataAnswer>;
  cancelled = false;
  #resolve!: (answer: DataAnswer) => void;

  constructor(
    readonly data: Readable,
    readonly fields: Fields,
    readonly progress: (share: number) => void,
  ) {
    this.done = new Promise((resolve) => (this.#resolve = resolve));
  }

  take(taken: Partial<Taken> = {}): void {
    this.#resolve({ title: "", decided: [], columns: [], targets: [], ...taken });
  }

  refuse(refusal: Partial<Refusal>): void {
    this.#resolve({ message: "", remedies: [], target: false, columns: [], ...refusal });
  }

  cancel(): void {
    this.cancelled = true;
  }
}

export class FakeModel implements Model {
  readOnly = "";
  readonly sent: AnyIntent[] = [];
  readonly sendings: FakeSending[] = [];
  readonly pictures: File[] = [];
  /** What it says of a picture. */
  reading: PictureReading | Problem | undefined;
  /** What is there to be read. */
  offer: Offered | undefined;
  reachable = true;
  closed = false;
  listener!: Listener;

  readonly open = (listener: Listener): this => {
    this.listener = listener;
    return this;
  };

  send(intent: AnyIntent): boolean {
    if (this.reachable) this.sent.push(intent);
    return this.reachable;
  }

  readonly offered = (): Promise<Offered | undefined> => Promise.resolve(this.offer);

  readonly sendData = (data: Readable, fields: Fields, progress: (share: number) => void): FakeSending => {
    const sending = new FakeSending(data, fields, progress);
    this.sendings.push(sending);
    return sending;
  };

  readonly readPicture = (file: File): Promise<PictureReading | Problem> => {
    this.pictures.push(file);
    return this.reading === undefined ? new Promise(() => undefined) : Promise.resolve(this.reading);
  };

  close(): void {
    this.closed = true;
  }

  /** The last data that were sent. */
  get sending(): FakeSending {
    const last = this.sendings.at(-1);
    if (last === undefined) throw new Error("nothing was sent");
    return last;
  }
}

/** The same model, and what it is sent. */
export function noting(open: Open): { open: Open; sent: AnyIntent[] } {
  const sent: AnyIntent[] = [];
  const noted: Open = (listener) => {
    const model = open(listener);
    return { ...model, send: (intent) => (sent.push(intent), model.send(intent)) };
  };
  return { open: noted, sent };
}
