/** Files on their way to the server: what was chosen, dropped or pasted, and the answer to it. */

/** A file, and where it lies in what was chosen: "flowers/roses/1.jpg". */
export interface Chosen {
  readonly path: string;
  readonly file: File;
}

/** How to read the files: "target", "missing" and what else the server offers. */
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

export type Answer = Taken | Refusal;

export const isRefusal = (answer: Answer): answer is Refusal => "message" in answer;

/** Data that the server was started with, and what it made of them. */
export interface Offered {
  readonly called: string;
  /** how they were read */
  readonly fields: Fields;
  readonly answer: Answer;
}

/** What the server offers to be read; nothing where it offers nothing or is no server. */
export async function offered(): Promise<Offered | undefined> {
  try {
    const response = await fetch(new URL("data", document.baseURI));
    if (response.status !== 200) return undefined;
    const { called, fields, ...answer } = (await response.json()) as Partial<Offered> & Partial<Answer>;
    if (typeof called !== "string") return undefined;
    const whole = "message" in answer ? { ...refusal(""), ...answer } : { ...NOTHING, ...answer };
    return { called, fields: fields ?? {}, answer: whole };
  } catch {
    return undefined;
  }
}

export interface Sending {
  /** Resolves with what was decided about the data, or why they are not taken; never after a cancel. */
  readonly done: Promise<Answer>;
  cancel(): void;
}

// What the server takes at once; larger uploads are told here, since a browser would send them to the end first.
export const BYTES = 256 * 2 ** 20;
export const FILES = 20_000;

/** Send files, or ask for what is on offer; `progress` is told the share that has been sent, and 1 when only reading is left. */
export function send(
  files: readonly Chosen[] | Offered,
  fields: Fields,
  progress: (share: number) => void,
): Sending {
  const reason = "called" in files ? "" : tooMuch(files);
  if (reason) return { done: Promise.resolve(refusal(reason)), cancel: () => undefined };
  const form = new FormData();
  for (const [name, values] of Object.entries(fields)) for (const value of values) form.append(name, value);
  if ("called" in files) form.append("offered", files.called);
  else for (const { path, file } of files) form.append("file", file, path);

  const request = new XMLHttpRequest(); // fetch does not tell how much has been sent
  const done = new Promise<Answer>((resolve) => {
    request.upload.onprogress = ({ loaded, total }) => progress(total ? Math.min(loaded / total, 0.99) : 0);
    request.upload.onload = () => progress(1);
    request.onload = () =>
      resolve(request.status === 200 ? taken(request.responseText) : parsed(request.responseText));
    request.onerror = () =>
      resolve(refusal("Learnscope cannot be reached, or a file changed while it was sent; try again."));
  });
  request.open("POST", new URL("data", document.baseURI));
  request.setRequestHeader("X-Learnscope", "1");
  request.send(form);
  return { done, cancel: () => request.abort() };
}

/** What a file picker holds. */
export function picked(files: FileList): Chosen[] {
  return visible(Array.from(files, (file) => ({ path: file.webkitRelativePath || file.name, file })));
}

/** What was dropped, with all that lies in dropped folders. */
export async function dropped(data: DataTransfer): Promise<Chosen[]> {
  // The list is empty as soon as anything is waited for.
  const entries = Array.from(data.items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return picked(data.files);
  return visible((await Promise.all(entries.map(inside))).flat());
}

/** Files that were copied elsewhere, or a table copied from a spreadsheet or a text; nothing where it is neither. */
export function pasted(data: DataTransfer): Chosen[] {
  if (data.files.length > 0) return picked(data.files);
  const text = data.getData("text/plain");
  const [first = "", second = ""] = text.split(/\r\n|\r|\n/);
  const tabs = first.includes("\t");
  if (second === "" || !(tabs || /[,;]/.test(first))) return [];
  const path = tabs ? "pasted.tsv" : "pasted.csv";
  return [{ path, file: new File([text], path) }];
}

/** What the chosen files, or those on offer, are called together. */
export function called(files: readonly Chosen[] | Offered): string {
  if ("called" in files) return files.called;
  const [first] = files;
  if (first === undefined) return "";
  if (files.length === 1) return first.file.name;
  const tops = new Set(files.map(({ path }) => path.split("/")[0]));
  return tops.size === 1 ? `${[...tops][0]}, ${files.length} files` : `${files.length} files`;
}

/** Fields with one wish more: columns and targets add up, what is kept is no longer ignored, and the other way round. */
export function wishing(fields: Fields, { field, values }: Remedy): Fields {
  const opposite = { keep: "ignore", ignore: "keep" }[field];
  if (opposite === undefined) return { ...fields, [field]: values };
  const others = (fields[opposite] ?? []).filter((name) => !values.includes(name));
  const rest = Object.fromEntries(Object.entries(fields).filter(([name]) => name !== opposite));
  const added = [...new Set([...(fields[field] ?? []), ...values])];
  return { ...rest, ...(others.length > 0 ? { [opposite]: others } : {}), [field]: added };
}

/** All files in a dropped file or folder. */
async function inside(entry: FileSystemEntry): Promise<Chosen[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return [{ path: entry.fullPath.replace(/^\//, ""), file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: Chosen[][] = [];
  for (;;) {
    // each call gives some of them, at most a hundred, and the last gives none
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return found.flat();
    found.push(...(await Promise.all(some.map(inside))));
  }
}

/** Without hidden files in folders, which systems leave there unasked. */
function visible(files: Chosen[]): Chosen[] {
  return files.filter(({ path }) => !path.includes("/.") && !(path.startsWith(".") && path.includes("/")));
}

function tooMuch(files: readonly Chosen[]): string {
  const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
  if (files.length === 0) return "There must be a file; choose one, or a folder with files in it.";
  if (bytes > BYTES) {
    const size = Math.ceil(bytes / 2 ** 20);
    return `${called(files)}: ${size} MiB are more than the 256 MiB taken at once; take fewer rows or smaller pictures.`;
  }
  if (files.length > FILES) return `${called(files)}: at most 20 000 are taken at once; take fewer pictures.`;
  return "";
}

/** What was decided about data that are taken. */
function taken(text: string): Taken {
  const answer = JSON.parse(text) as Partial<Taken>;
  return { ...NOTHING, ...answer };
}

/** The server's refusal; a proxy, or the guard, answers with plain text. */
function parsed(text: string): Refusal {
  try {
    const answer = JSON.parse(text) as Partial<Refusal>;
    if (typeof answer.message === "string") return { ...refusal(answer.message), ...answer };
  } catch {
    // then it is text
  }
  return refusal(
    text.startsWith("<") || text === "" ? "The server did not take the files; try again." : text.trim(),
  );
}

const NOTHING: Taken = { title: "", decided: [], columns: [], targets: [] };
const refusal = (message: string): Refusal => ({ message, remedies: [], target: false, columns: [] });
