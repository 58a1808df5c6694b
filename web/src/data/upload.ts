/** What was chosen, dropped or pasted, as files to send. */
import type { Chosen, Fields, Remedy } from "../host/files";

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

/** Fields with what a remedy asks for: columns and targets add up, what is kept is no longer ignored, and the other way round. */
export function withRemedy(fields: Fields, { field, values }: Remedy): Fields {
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
