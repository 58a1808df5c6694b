/** Files on their way to the server, beside the socket: data to learn from, and a picture to be read for the network. */
import { decode } from "@msgpack/msgpack";

import type { PictureReading, Problem } from "../schema";
import {
  called,
  type Chosen,
  type DataAnswer,
  type Fields,
  NOTHING,
  type Offered,
  type Readable,
  refusal,
  type Refusal,
  type Sending,
  type Taken,
} from "./files";

// What the server takes at once; larger uploads are told here, since a browser would send them to the end first.
export const DATA_BYTES = 256 * 2 ** 20;
export const FILES = 20_000;

/** What the server offers to be read; nothing where it offers nothing or cannot be reached. */
export async function offered(): Promise<Offered | undefined> {
  try {
    const response = await fetch(new URL("data", document.baseURI));
    if (response.status !== 200) return undefined;
    const { called, fields, ...answer } = (await response.json()) as Partial<Offered> & Partial<DataAnswer>;
    if (typeof called !== "string") return undefined;
    const whole = "message" in answer ? { ...refusal(""), ...answer } : { ...NOTHING, ...answer };
    return { called, fields: fields ?? {}, answer: whole };
  } catch {
    return undefined;
  }
}

/** Send files, or ask for what is on offer; `progress` is told the share that has been sent, and 1 when only reading is left. */
export function sendData(files: Readable, fields: Fields, progress: (share: number) => void): Sending {
  const reason = "called" in files ? "" : tooMuch(files);
  if (reason) return { done: Promise.resolve(refusal(reason)), cancel: () => undefined };
  const form = new FormData();
  for (const [name, values] of Object.entries(fields)) for (const value of values) form.append(name, value);
  if ("called" in files) form.append("offered", files.called);
  else for (const { path, file } of files) form.append("file", file, path);

  const request = new XMLHttpRequest(); // fetch does not tell how much has been sent
  const done = new Promise<DataAnswer>((resolve) => {
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

export const PICTURE_BYTES = 64 * 2 ** 20; // what the server takes

/** What the network says of the picture in a file, or why it cannot be read. */
export async function readPicture(file: File): Promise<PictureReading | Problem> {
  if (file.size > PICTURE_BYTES) {
    const size = Math.ceil(file.size / 2 ** 20);
    return refused(`${file.name}: ${size} MiB are more than the 64 MiB taken; make the picture smaller.`);
  }
  const address = new URL("picture", document.baseURI);
  address.searchParams.set("name", file.name);
  try {
    const response = await fetch(address, { method: "POST", headers: { "X-Learnscope": "1" }, body: file });
    if (response.headers.get("Content-Type") === "application/vnd.msgpack") {
      return decode(await response.arrayBuffer()) as PictureReading | Problem;
    }
    return refused((await response.text()).trim() || "The server did not take the picture; try again.");
  } catch {
    return refused("Learnscope cannot be reached, or the file changed while it was sent; try again.");
  }
}

function tooMuch(files: readonly Chosen[]): string {
  const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
  if (files.length === 0) return "There must be a file; choose one, or a folder with files in it.";
  if (bytes > DATA_BYTES) {
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

function refused(message: string): Problem {
  return { type: "problem", kind: "refused", field: "pixels", message, serial: -1 };
}
