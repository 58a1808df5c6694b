// @vitest-environment jsdom
import { encode } from "@msgpack/msgpack";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { type Chosen, isRefusal } from "./files";
import { DATA_BYTES, FILES, offered, PICTURE_BYTES, readPicture, sendData } from "./http";
import { FakeRequest } from "./request.fake";

const file = (name: string, text = "a,b\n1,2\n"): File => new File([text], name);
const chosen = (...paths: string[]): Chosen[] =>
  paths.map((path) => ({ path, file: file(path.split("/").at(-1) ?? "") }));
const picture = (name = "cat.png"): File => new File(["bytes"], name, { type: "image/png" });

beforeEach(() => vi.stubGlobal("XMLHttpRequest", FakeRequest));
afterEach(() => vi.unstubAllGlobals());

describe("data", () => {
  it("posts the files by their paths, below the page's own address, with a header no form has", async () => {
    const { done } = sendData(chosen("pets/cats/1.png", "pets/dogs/ä.png"), { missing: ["drop"] }, vi.fn());
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
    sendData(chosen("a.csv"), {}, progress);
    FakeRequest.last().sent(1, 4);
    FakeRequest.last().sent(4, 4);
    FakeRequest.last().sentAll();

    expect(progress.mock.calls.flat()).toEqual([0.25, 0.99, 1]);
  });

  it("resolves with the server's sentence and what it offers", async () => {
    const { done } = sendData(chosen("a.csv"), {}, vi.fn());
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
    const { done } = sendData(chosen("a.csv"), {}, vi.fn());
    FakeRequest.last().answer(403, text);

    expect(await done).toEqual({ message, remedies: [], target: false, columns: [] });
  });

  it("says when the server cannot be reached", async () => {
    const { done } = sendData(chosen("a.csv"), {}, vi.fn());
    FakeRequest.last().onerror?.();

    expect(await done).toMatchObject({
      message: "Learnscope cannot be reached, or a file changed while it was sent; try again.",
    });
  });

  it("can be cancelled", () => {
    sendData(chosen("a.csv"), {}, vi.fn()).cancel();

    expect(FakeRequest.last().aborted).toBe(true);
  });

  it("sends nothing that is too much", async () => {
    const large = file("large.csv");
    Object.defineProperty(large, "size", { value: DATA_BYTES + 1 });
    const many = Array.from({ length: FILES + 1 }, () => ({ path: "pets/cats/1.png", file: file("1.png") }));
    const before = FakeRequest.all.length;
    const messages = await Promise.all(
      [[{ path: "large.csv", file: large }], many, []].map(async (files) => {
        const answer = await sendData(files, {}, vi.fn()).done;
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

function answering(status: number, body: BodyInit, type: string) {
  const fetching = vi
    .fn()
    .mockResolvedValue(new Response(body, { status, headers: { "Content-Type": type } }));
  vi.stubGlobal("fetch", fetching);
  return fetching;
}

describe("data on offer", () => {
  const offer = (status: number, body: object = {}) =>
    vi.stubGlobal("fetch", async () => ({ status, json: async () => body }));

  it("is what the server was started with, and what it made of it", async () => {
    offer(200, { called: "a.csv", fields: { target: ["y"] }, message: "a.csv row 1: …" });
    const answer = { message: "a.csv row 1: …", remedies: [], target: false, columns: [] };
    expect(await offered()).toEqual({ called: "a.csv", fields: { target: ["y"] }, answer });
    offer(200, { called: "a.csv", title: "a" });
    const taken = { title: "a", decided: [], columns: [], targets: [] };
    expect(await offered()).toEqual({ called: "a.csv", fields: {}, answer: taken });
  });

  it("is asked for by its name, and read where it lies", () => {
    const answer = { title: "", decided: [], columns: [], targets: [] };
    sendData({ called: "a.csv", fields: {}, answer }, { missing: ["mean"] }, vi.fn());

    expect([...FakeRequest.last().form]).toEqual([
      ["missing", "mean"],
      ["offered", "a.csv"],
    ]);
  });

  it.each([
    ["nothing", 204, {}],
    ["a page", 200, { some: "thing" }],
    ["a refusal", 403, {}],
  ])("is none where the server answers with %s", async (_, status, body) => {
    offer(status, body);
    expect(await offered()).toBeUndefined();
  });
});

describe("a picture", () => {
  it("sends the bytes with the file's name, and reads what comes back", async () => {
    const reading = { type: "picture_reading", serial: 0, stages: [], tags: [], said: "Likeliest: 3." };
    const fetching = answering(200, new Uint8Array(encode(reading)), "application/vnd.msgpack");

    expect(await readPicture(picture("my cat & I.png"))).toEqual(reading);
    const [address, options] = fetching.mock.calls[0] as [URL, RequestInit];
    expect(address.pathname.endsWith("/picture")).toBe(true);
    expect(address.searchParams.get("name")).toBe("my cat & I.png");
    expect(options).toMatchObject({ method: "POST", headers: { "X-Learnscope": "1" } });
  });

  it("tells why a file is not taken, whoever says so", async () => {
    const problem = { type: "problem", kind: "refused", field: "pixels", message: "no picture", serial: -1 };
    answering(422, new Uint8Array(encode(problem)), "application/vnd.msgpack");
    expect(await readPicture(picture())).toEqual(problem);
    answering(403, "the token is missing\n", "text/plain");
    expect(await readPicture(picture())).toMatchObject({ message: "the token is missing" });
    vi.stubGlobal("fetch", vi.fn().mockRejectedValue(new TypeError("no network")));
    expect(await readPicture(picture())).toMatchObject({ type: "problem", kind: "refused" });
  });

  it("sends nothing that is too large", async () => {
    const fetching = answering(200, "", "text/plain");
    const large = picture();
    Object.defineProperty(large, "size", { value: PICTURE_BYTES + 1 });
    expect(await readPicture(large)).toMatchObject({
      message: "cat.png: 65 MiB are more than the 64 MiB taken; make the picture smaller.",
    });
    expect(fetching).not.toHaveBeenCalled();
  });
});
