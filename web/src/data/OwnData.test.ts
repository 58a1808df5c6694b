import { fireEvent, render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Scene } from "../schema";
import { FakeRequest } from "./request.fake";
import { Page, pageContext } from "../state/page.svelte";
import OwnData from "./OwnData.svelte";

const page = new Page();
page.root = document.documentElement;

vi.mock("../state/sitting.svelte", () => ({ useSitting: () => ({ ask: vi.fn() }) }));

const scene = (data_title: string) => ({ experiment: { data_title } }) as unknown as Scene;
const flowers = new File(["a,b\n1,2\n"], "flowers.csv");
const MISSING = {
  message: "flowers.csv row 2: column 'petal' is empty; drop the row or pass missing='drop'",
  remedies: [
    { title: "Leave those rows out", field: "missing", values: ["drop"] },
    { title: "Fill in the mean", field: "missing", values: ["mean"] },
  ],
  target: false,
};

const TAKEN = {
  title: "flowers",
  decided: [
    { words: "'stem' is the target: 2 classes (a and b)", remedies: [] },
    {
      words: "column 'row' left out for counting the rows",
      remedies: [{ title: "Bring 'row' back", field: "keep", values: ["row"] }],
    },
  ],
  columns: ["row", "leaf", "stem"],
  targets: ["stem"],
};

async function openFile(file = flowers) {
  const view = render(OwnData, { props: { scene: scene("Iris") }, context: pageContext(page) });
  await userEvent.upload(view.container.querySelector("input[type=file]") as HTMLInputElement, file);
  return view;
}
const fields = () => [...FakeRequest.last().form].filter(([name]) => name !== "file");

const offering = (status: number, body: object = {}) =>
  vi.stubGlobal("fetch", async () => ({ status, json: async () => body }));

beforeEach(() => {
  vi.stubGlobal("XMLHttpRequest", FakeRequest);
  offering(204);
  FakeRequest.all = [];
});
afterEach(() => vi.unstubAllGlobals());

describe("OwnData", () => {
  it("sends the file that is chosen and says what is under way", async () => {
    await openFile();
    expect(screen.getByRole("status")).toHaveTextContent("Sending flowers.csv…");
    FakeRequest.last().sent(1, 2);
    await vi.waitFor(() => expect(screen.getByRole("progressbar")).toHaveValue(0.5));
    FakeRequest.last().sentAll();
    await vi.waitFor(() => expect(screen.getByRole("status")).toHaveTextContent("Reading flowers.csv…"));
    FakeRequest.last().answer(200, TAKEN);

    await vi.waitFor(() => expect(screen.queryByRole("progressbar")).toBeNull());
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("asks about the data that the server was started with, and has them read where they lie", async () => {
    offering(200, { called: "flowers.csv", fields: { target: ["stem"] }, ...MISSING });
    render(OwnData, { props: { scene: scene("Iris") }, context: pageContext(page) });
    expect(await screen.findByRole("alert")).toHaveTextContent(MISSING.message);
    await userEvent.click(screen.getByRole("button", { name: "Fill in the mean" }));

    expect([...FakeRequest.last().form]).toEqual([
      ["target", "stem"],
      ["missing", "mean"],
      ["offered", "flowers.csv"],
    ]);
  });

  it("says what was decided about the data that the server was started with", async () => {
    offering(200, { called: "flowers.csv", fields: {}, ...TAKEN });
    render(OwnData, { props: { scene: scene("flowers") }, context: pageContext(page) });

    expect(await screen.findByRole("list", { name: "What was decided about flowers.csv" })).toHaveTextContent(
      "column 'row' left out for counting the rows",
    );
  });

  it("says nothing of data on offer once the reader has chosen other files", async () => {
    let tell: (response: object) => void = () => undefined;
    vi.stubGlobal("fetch", () => new Promise((resolve) => (tell = resolve)));
    await openFile();
    tell({ status: 200, json: async () => ({ called: "other.csv", fields: {}, ...MISSING }) });
    FakeRequest.last().answer(200, TAKEN);

    await vi.waitFor(() => expect(screen.queryByRole("progressbar")).toBeNull());
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it.each([
    ["nothing", 204, {}],
    ["a page", 200, { some: "thing" }],
    ["a refusal", 403, {}],
  ])("is silent where the server answers with %s", async (_, status, body) => {
    offering(status, body);
    render(OwnData, { props: { scene: scene("Iris") }, context: pageContext(page) });
    await new Promise((resolve) => setTimeout(resolve));

    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("shows the server's sentence, and its remedies as buttons that send the file again", async () => {
    await openFile();
    FakeRequest.last().answer(422, MISSING);
    expect(await screen.findByRole("alert")).toHaveTextContent(MISSING.message);
    await userEvent.click(screen.getByRole("button", { name: "Fill in the mean" }));

    expect(FakeRequest.all).toHaveLength(2);
    expect(fields()).toEqual([["missing", "mean"]]);
    expect((FakeRequest.last().form.get("file") as File).name).toBe("flowers.csv");
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("adds up columns to leave out, and keeps what was wished before", async () => {
    await openFile();
    const without = (value: string) => ({
      message: `column '${value}' holds a date`,
      remedies: [{ title: "Leave that column out", field: "ignore", values: [value] }],
      target: false,
    });
    FakeRequest.last().answer(422, without("day"));
    await userEvent.click(await screen.findByRole("button", { name: "Leave that column out" }));
    FakeRequest.last().answer(422, without("hour"));
    await userEvent.click(await screen.findByRole("button", { name: "Leave that column out" }));
    FakeRequest.last().answer(422, MISSING);
    await userEvent.click(await screen.findByRole("button", { name: "Leave those rows out" }));

    expect(fields()).toEqual([
      ["ignore", "day"],
      ["ignore", "hour"],
      ["missing", "drop"],
    ]);
  });

  it("asks for another target where the refusal is about it, and keeps what it is taken as", async () => {
    await openFile();
    const columns = ["leaf", "petal", "stem"];
    FakeRequest.last().answer(422, { message: "no target column 'x'", remedies: [], target: true, columns });
    await userEvent.click(await screen.findByRole("checkbox", { name: "petal" }));
    await userEvent.selectOptions(screen.getByLabelText("taken as"), "numbers");
    await userEvent.click(screen.getByRole("button", { name: "Read again" }));

    expect(fields()).toEqual([
      ["target", "petal"],
      ["kind", "values"],
    ]);
  });

  it("lets several targets be chosen, in the order of the table", async () => {
    const { rerender } = await openFile();
    FakeRequest.last().answer(200, TAKEN);
    await vi.waitFor(() => expect(screen.queryByRole("progressbar")).toBeNull());
    expect(screen.queryByText("target:")).toBeNull();

    await rerender({ scene: scene("flowers") });
    await userEvent.click(screen.getByText("target:"));
    await userEvent.click(screen.getByRole("checkbox", { name: "leaf" }));
    await userEvent.selectOptions(screen.getByLabelText("taken as"), "labels, any number at once");
    await userEvent.click(screen.getByRole("button", { name: "Read again" }));

    expect(fields()).toEqual([
      ["target", "leaf"],
      ["target", "stem"],
      ["kind", "labels"],
    ]);
  });

  it("shows what was decided, with buttons that put it back", async () => {
    const { rerender } = await openFile();
    FakeRequest.last().answer(200, TAKEN);
    await rerender({ scene: scene("flowers") });

    const list = await screen.findByRole("list", { name: "What was decided about flowers.csv" });
    expect(list).toHaveTextContent("column 'row' left out for counting the rows");
    await userEvent.click(screen.getByRole("button", { name: "Bring 'row' back" }));
    expect(fields()).toEqual([["keep", "row"]]);
    FakeRequest.last().answer(422, MISSING);
    await screen.findByRole("alert");
    expect(screen.queryByRole("list", { name: "What was decided about flowers.csv" })).toBeNull();
  });

  it("searches columns where there are many", async () => {
    const { rerender } = await openFile();
    const columns = Array.from({ length: 500 }, (_, number) => `pixel ${number}`);
    FakeRequest.last().answer(200, { title: "flowers", decided: [], columns, targets: ["pixel 7"] });
    await rerender({ scene: scene("flowers") });
    await userEvent.click(await screen.findByText("target:"));
    expect(screen.getAllByRole("checkbox")).toHaveLength(200);
    expect(screen.getByText("and 300 more; search for them")).toBeInTheDocument();
    await userEvent.type(screen.getByLabelText("Search columns"), "pixel 49");

    expect(screen.getAllByRole("checkbox")).toHaveLength(11);
  });

  it("can be cancelled, and then waits for nothing", async () => {
    await openFile();
    await userEvent.click(screen.getByRole("button", { name: "Cancel" }));

    expect(FakeRequest.last().aborted).toBe(true);
    expect(screen.queryByRole("progressbar")).toBeNull();
  });

  it("cancels what is under way when other files are chosen", async () => {
    const { container } = await openFile();
    const first = FakeRequest.last();
    const input = container.querySelector("input[type=file]") as HTMLInputElement;
    await userEvent.upload(input, new File(["x"], "other.csv"));
    first.answer(422, MISSING);

    expect(first.aborted).toBe(true);
    expect(screen.getByRole("status")).toHaveTextContent("Sending other.csv…");
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("takes files dropped anywhere on the page, and shows where they go", async () => {
    render(OwnData, { props: { scene: scene("Iris") }, context: pageContext(page) });
    const dataTransfer = { types: ["Files"], items: [], files: [flowers] };
    await fireEvent.dragOver(document.body, { dataTransfer });
    expect(screen.getByText("Let go: it is read here.")).toBeInTheDocument();
    const kept = await fireEvent.drop(document.body, { dataTransfer });

    expect(kept).toBe(false); // or the browser would open the file in place of the page
    await vi.waitFor(() => expect(screen.getByRole("status")).toHaveTextContent("Sending flowers.csv…"));
  });

  it("leaves drags alone that are no files", async () => {
    render(OwnData, { props: { scene: scene("Iris") }, context: pageContext(page) });

    expect(await fireEvent.dragOver(document.body, { dataTransfer: { types: ["text/plain"] } })).toBe(true);
    expect(await fireEvent.drop(document.body, { dataTransfer: { types: ["text/plain"] } })).toBe(true);
    expect(FakeRequest.all).toEqual([]);
  });

  it("takes a table that is pasted, except into a field", async () => {
    render(OwnData, { props: { scene: scene("Iris") }, context: pageContext(page) });
    const clipboardData = { files: [], getData: () => "a\tb\n1\t2\n" };
    const field = document.body.appendChild(document.createElement("input"));
    await fireEvent.paste(field, { clipboardData });
    expect(FakeRequest.all).toEqual([]);
    await fireEvent.paste(document.body, { clipboardData });

    expect(screen.getByRole("status")).toHaveTextContent("Sending pasted.tsv…");
    field.remove();
  });

  it("keeps drawn points while the plane is closed", async () => {
    render(OwnData, { props: { scene: scene("Iris") }, context: pageContext(page) });
    const toggle = screen.getByRole("button", { name: "Draw points…" });
    await userEvent.click(toggle);
    screen.getByRole("application").focus();
    await userEvent.keyboard("{Enter}");
    await userEvent.click(toggle);
    expect(screen.queryByRole("application")).toBeNull();
    await userEvent.click(toggle);

    expect(screen.getByRole("button", { name: "Class 1, circle: 1 point" })).toBeInTheDocument();
  });
});
