import { expect, it } from "vitest";

import { onlyPicture } from "./picture";

const file = (name = "cat.png", type = "image/png"): File => new File(["bytes"], name, { type });
const list = (...files: File[]): FileList => files as unknown as FileList;

it("takes a single picture among what is dropped or pasted", () => {
  const cat = file();
  expect(onlyPicture(list(cat))).toBe(cat);
  expect(onlyPicture(list(cat, file()))).toBeUndefined();
  expect(onlyPicture(list(file("a.csv", "text/csv")))).toBeUndefined();
  expect(onlyPicture(undefined)).toBeUndefined();
});
