import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { FakeRequest } from "./request.fake";
import {
  BYTES,
  called,
  dropped,
  FILES,
  isRefusal,
  pasted,
  picked,
  send,
  type Chosen,
  wishing,
} from "./upload";

const file = (name: string, text = "a,b\n1,2\n"): File => new File([text], name);
const chosen = (...paths: string[]): Chosen[] =>
  paths.map((path) => ({ path, file: file(path.split("/").at(-1) ?? "") }));

beforeEach(() => vi.stubGlobal("XMLHttpRequest", FakeRequest));
afterEach(() => vi.unstubAllGlobals());

describe("sending", () => {
  it("posts the files by their paths, below the page's own address, with a header no form has", async () => {
    const { done } = send(chosen("pets/cats/1.png", "pets/dogs/ä.png"), { missing: ["drop"] }, vi.fn());
    const request = FakeRequest.last();

    expect([request.method, request.address]).toEqual(["POST", new URL("data", document.baseURI).href]);
    expect(request.headers).toEqual({ "X-Learnscope": "1" });
    expect(request.form.getAll("missing")).toEqual(["drop"]);
    expect(request.form.getAll("file").map((one) => (one as File).name)).toEqual([
      "pets/cats/1.png",
      "pets/dogs/ä.png",
    ]);
    const decided = [{ words: "'y' is the target", remedies: [] }];
    request.answer(200, { title: "a", decided, columns: ["x", "y"], targets: ["y"] });
    expect(await done).toEqual({ title: "a", decided, columns: ["x", "y"], targets: ["y"] });
  });

  it("tells how much has been sent, and when only reading is left", () => {
    const progress = vi.fn();
    send(chosen("a.csv"), {}, progress);
    FakeRequest.last().sent(1, 4);
    FakeRequest.last().sent(4, 4);
    FakeRequest.last().sentAll();

    expect(progress.mock.calls.flat()).toEqual([0.25, 0.99, 1]);
  });

  it("resolves with the server's sentence and what it offers", async () => {
    const { done } = send(chosen("a.csv"), {}, vi.fn());
    const remedies = [{ title: "Fill in the mean", field: "missing", values: ["mean"] }];
    FakeRequest.last().answer(422, { message: "a.csv row 1: …", remedies, target: true, columns: ["a"] });

    expect(await done).toEqual({ message: "a.csv row 1: …", remedies, target: true, columns: ["a"] });
  });

  it.each([
    ["this address needs the token\n", "this address needs the token"],
    ["<html>502 Bad Gateway</html>", "The server did not take the files; try again."],
    ["", "The server did not take the files; try again."],
    ["[]", "[]"],
  ])("makes a sentence of an answer that is none of ours: %j", async (text, message) => {
    const { done } = send(chosen("a.csv"), {}, vi.fn());
    FakeRequest.last().answer(403, text);

    expect(await done).toEqual({ message, remedies: [], target: false, columns: [] });
  });

  it("says when the server cannot be reached", async () => {
    const { done } = send(chosen("a.csv"), {}, vi.fn());
    FakeRequest.last().onerror?.();

    expect(await done).toMatchObject({
      message: "Learnscope cannot be reached, or a file changed while it was sent; try again.",
    });
  });

  it("can be cancelled", () => {
    send(chosen("a.csv"), {}, vi.fn()).cancel();

    expect(FakeRequest.last().aborted).toBe(true);
  });

  it("sends nothing that is too much", async () => {
    const large = file("large.csv");
    Object.defineProperty(large, "size", { value: BYTES + 1 });
    const many = Array.from({ length: FILES + 1 }, () => ({ path: "pets/cats/1.png", file: file("1.png") }));
    const before = FakeRequest.all.length;
    const messages = await Promise.all(
      [[{ path: "large.csv", file: large }], many, []].map(async (files) => {
        const answer = await send(files, {}, vi.fn()).done;
        return isRefusal(answer) ? answer.message : "";
      }),
    );

    expect(messages).toEqual([
      "large.csv: 257 MiB are more than the 256 MiB taken at once; take fewer rows or smaller pictures.",
      "pets, 20001 files: at most 20 000 are taken at once; take fewer pictures.",
      "There must be a file; choose one, or a folder with files in it.",
    ]);
    expect(FakeRequest.all.length).toBe(before);
  });
});

describe("wishing", () => {
  const remedy = (field: string, ...values: string[]) => ({ title: "", field, values });

  it("adds up columns, and takes back what is wished the other way", () => {
    const one = wishing({ missing: ["drop"] }, remedy("ignore", "a", "b"));
    const two = wishing(one, remedy("ignore", "c"));

    expect(two).toEqual({ missing: ["drop"], ignore: ["a", "b", "c"] });
    expect(wishing(two, remedy("keep", "b"))).toEqual({ missing: ["drop"], ignore: ["a", "c"], keep: ["b"] });
    expect(wishing({ ignore: ["a"] }, remedy("keep", "a"))).toEqual({ keep: ["a"] });
    expect(wishing(one, remedy("missing", "mean")).missing).toEqual(["mean"]);
  });
});

describe("choosing", () => {
  it("keeps the places of files in a folder, without hidden ones", () => {
    const files = ["pets/cats/1.png", "pets/.DS_Store", "pets/.git/HEAD", "pets/dogs/2.png"].map((path) =>
      Object.defineProperty(file(path.split("/").at(-1) ?? ""), "webkitRelativePath", { value: path }),
    );

    expect(picked(files as unknown as FileList).map(({ path }) => path)).toEqual([
      "pets/cats/1.png",
      "pets/dogs/2.png",
    ]);
    expect(picked([file(".env")] as unknown as FileList).map(({ path }) => path)).toEqual([".env"]);
  });

  it("walks through dropped folders, which are told in parts", async () => {
    const items = [
      folder("/pets", [[folder("/pets/cats", [[leaf("/pets/cats/1.png")], [leaf("/pets/cats/2.png")]])]]),
    ];
    const files = await dropped(transfer({ items: [...items, leaf("/loose.csv")] }));

    expect(files.map(({ path }) => path)).toEqual(["pets/cats/1.png", "pets/cats/2.png", "loose.csv"]);
  });

  it("takes a pasted table from a spreadsheet or a text, and nothing else", () => {
    const paste = (text: string) => pasted(transfer({ text })).map(({ path }) => path);

    expect(paste("a\tb\r\n1\t2\r\n")).toEqual(["pasted.tsv"]);
    expect(paste("a,b\n1,2")).toEqual(["pasted.csv"]);
    expect([paste("a,b"), paste("two\nlines"), paste("")]).toEqual([[], [], []]);
    expect(pasted(transfer({ files: [file("a.csv")] })).map(({ path }) => path)).toEqual(["a.csv"]);
  });

  it("calls what was chosen by its name", () => {
    expect(called(chosen("flowers.csv"))).toBe("flowers.csv");
    expect(called(chosen("pets/cats/1.png", "pets/dogs/1.png"))).toBe("pets, 2 files");
    expect(called(chosen("images", "labels"))).toBe("2 files");
  });
});

function transfer({
  items = [],
  files = [],
  text = "",
}: {
  items?: object[];
  files?: File[];
  text?: string;
}) {
  return {
    items: items.map((entry) => ({ webkitGetAsEntry: () => entry })),
    files,
    getData: () => text,
  } as unknown as DataTransfer;
}

const leaf = (fullPath: string) => ({
  isFile: true,
  fullPath,
  file: (take: (file: File) => void) => take(file(fullPath)),
});

function folder(fullPath: string, parts: object[][]) {
  const left = [...parts, []];
  const readEntries = (take: (entries: object[]) => void) => take(left.shift() ?? []);
  return { isFile: false, fullPath, createReader: () => ({ readEntries }) };
}
