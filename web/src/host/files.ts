/** Files handed to a model, and what it answers. */

/** A file, and where it lies in what was chosen: "flowers/roses/1.jpg". */
export interface Chosen {
  readonly path: string;
  readonly file: File;
}

/** How to read the files: "target", "missing" and what else is offered. */
export type Fields = Readonly<Record<string, readonly string[]>>;

/** A field that may help or undo something, and what the button for it says. */
export interface Remedy {
  readonly title: string;
  readonly field: string;
  readonly values: readonly string[];
}

/** Something that was decided about the data, and what puts it back. */
export interface Decision {
  readonly words: string;
  readonly remedies: readonly Remedy[];
}

/** The data are what is learned from now. */
export interface Taken {
  /** what the data are called */
  readonly title: string;
  readonly decided: readonly Decision[];
  /** of the table, in their order; none where it is no table */
  readonly columns: readonly string[];
  readonly targets: readonly string[];
}

/** Why the files were not taken. */
export interface Refusal {
  readonly message: string;
  readonly remedies: readonly Remedy[];
  /** whether naming another target column may help */
  readonly target: boolean;
  /** of the table, where they are known */
  readonly columns: readonly string[];
}

export type DataAnswer = Taken | Refusal;

export const isRefusal = (answer: DataAnswer): answer is Refusal => "message" in answer;

/** Data that a model was started with, and what it made of them. */
export interface Offered {
  readonly called: string;
  /** how they were read */
  readonly fields: Fields;
  readonly answer: DataAnswer;
}

/** What is to be read: files, or what is on offer. */
export type Readable = readonly Chosen[] | Offered;

export interface Sending {
  /** Resolves with what was decided about the data, or why they are not taken; never after a cancel. */
  readonly done: Promise<DataAnswer>;
  cancel(): void;
}

/** What the chosen files, or those on offer, are called together. */
export function called(files: Readable): string {
  if ("called" in files) return files.called;
  const [first] = files;
  if (first === undefined) return "";
  if (files.length === 1) return first.file.name;
  const tops = new Set(files.map(({ path }) => path.split("/")[0]));
  return tops.size === 1 ? `${[...tops][0]}, ${files.length} files` : `${files.length} files`;
}

export const NOTHING: Taken = { title: "", decided: [], columns: [], targets: [] };
export const refusal = (message: string): Refusal => ({ message, remedies: [], target: false, columns: [] });
