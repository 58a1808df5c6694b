import { describe, expect, it } from "vitest";

import { called, type Chosen } from "../host/files";
import { dropped, pasted, picked, withRemedy } from "./upload";

const file = (name: string, text = "a,b\n1,2\n"): File => new File([text], name);
const chosen = (...paths: string[]): Chosen[] =>
  paths.map((path) => ({ path, file: file(path.split("/").at(-1) ?? "") }));

describe("withRemedy", () => {
  const remedy = (field: string, ...values: string[]) => ({ title: "", field, values });

  it("adds up columns, and takes back what was asked the other way", () => {
    const one = withRemedy({ missing: ["drop"] }, remedy("ignore", "a", "b"));
    const two = withRemedy(one, remedy("ignore", "c"));

    expect(two).toEqual({ missing: ["drop"], ignore: ["a", "b", "c"] });
    expect(withRemedy(two, remedy("keep", "b"))).toEqual({
      missing: ["drop"],
      ignore: ["a", "c"],
      keep: ["b"],
    });
    expect(withRemedy({ ignore: ["a"] }, remedy("keep", "a"))).toEqual({ keep: ["a"] });
    expect(withRemedy(one, remedy("missing", "mean")).missing).toEqual(["mean"]);
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
