import { encode } from "@msgpack/msgpack";
import { afterEach, expect, it, vi } from "vitest";

import { BYTES, onlyPicture, sendPicture } from "./picture";

const file = (name = "cat.png", type = "image/png"): File => new File(["bytes"], name, { type });
const list = (...files: File[]): FileList => files as unknown as FileList;

function answering(status: number, body: BodyInit, type: string) {
  const fetching = vi
    .fn()
    .mockResolvedValue(new Response(body, { status, headers: { "Content-Type": type } }));
  vi.stubGlobal("fetch", fetching);
  return fetching;
}
afterEach(() => vi.unstubAllGlobals());

it("sends the bytes with the file's name, and reads what comes back", async () => {
  const reading = { type: "picture_reading", serial: 0, stages: [], tags: [], said: "Likeliest: 3." };
  const fetching = answering(200, new Uint8Array(encode(reading)), "application/vnd.msgpack");

  expect(await sendPicture(file("my cat & I.png"))).toEqual(reading);
  const [address, options] = fetching.mock.calls[0] as [URL, RequestInit];
  expect(address.pathname.endsWith("/picture")).toBe(true);
  expect(address.searchParams.get("name")).toBe("my cat & I.png");
  expect(options).toMatchObject({ method: "POST", headers: { "X-Learnscope": "1" } });
});

it("tells why a file is not taken, whoever says so", async () => {
  const problem = { type: "problem", kind: "refused", field: "pixels", message: "no picture", serial: -1 };
  answering(422, new Uint8Array(encode(problem)), "application/vnd.msgpack");
  expect(await sendPicture(file())).toEqual(problem);
  answering(403, "the token is missing\n", "text/plain");
  expect(await sendPicture(file())).toMatchObject({ message: "the token is missing" });
  vi.stubGlobal("fetch", vi.fn().mockRejectedValue(new TypeError("no network")));
  expect(await sendPicture(file())).toMatchObject({ type: "problem", kind: "refused" });
});

it("sends nothing that is too large", async () => {
  const fetching = answering(200, "", "text/plain");
  const large = file();
  Object.defineProperty(large, "size", { value: BYTES + 1 });
  expect(await sendPicture(large)).toMatchObject({
    message: "cat.png: 65 MiB are more than the 64 MiB taken; make the picture smaller.",
  });
  expect(fetching).not.toHaveBeenCalled();
});

it("takes a single picture among what is dropped or pasted", () => {
  const cat = file();
  expect(onlyPicture(list(cat))).toBe(cat);
  expect(onlyPicture(list(cat, file()))).toBeUndefined();
  expect(onlyPicture(list(file("a.csv", "text/csv")))).toBeUndefined();
  expect(onlyPicture(undefined)).toBeUndefined();
});
