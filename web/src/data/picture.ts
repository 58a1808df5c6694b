/** A picture file on its way to the server, which reads it for the network. */
import { decode } from "@msgpack/msgpack";

import type { PictureReading, Problem } from "../schema";

export const BYTES = 64 * 2 ** 20; // what the server takes

/** What the network says of the picture in a file, or why it cannot be read. */
export async function sendPicture(file: File): Promise<PictureReading | Problem> {
  if (file.size > BYTES) {
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

/** The picture among what was dropped or pasted, where it is the only file; undefined otherwise. */
export function onlyPicture(files: FileList | undefined): File | undefined {
  const [file, more] = Array.from(files ?? []);
  return more === undefined && file?.type.startsWith("image/") ? file : undefined;
}

function refused(message: string): Problem {
  return { type: "problem", kind: "refused", field: "pixels", message, serial: -1 };
}
