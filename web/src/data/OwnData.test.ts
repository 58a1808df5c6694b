// @vitest-environment jsdom
import { fireEvent, render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { Offered, Readable } from "../host/files";
import { FakeModel } from "../host/model.fake";
import type { Scene } from "../schema";
import { Page, pageContext } from "../state/page.svelte";
import OwnData from "./OwnData.svelte";

const page = new Page();
page.root = document.documentElement;

let model = new FakeModel();
vi.mock("../state/sitting.svelte", () => ({
  useSitting: () => ({ ask: vi.fn(), offered: () => model.offered(), sendData: model.sendData }),
}));

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

const named = (data: Readable) => ("called" in data ? data.called : data[0]?.file.name);

beforeEach(() => (model = new FakeModel()));

describe("OwnData", () => {
  it("sends the file that is chosen and says what is under way", async () => {
    await openFile();
    expect(screen.getByRole("status")).toHaveTextContent("Sending flowers.csv…");
    model.sending.progress(0.5);
    await vi.waitFor(() => expect(screen.getByRole("progressbar")).toHaveValue(0.5));
    model.sending.progress(1);
    await vi.waitFor(() => expect(screen.getByRole("status")).toHaveTextContent("Reading flowers.csv…"));
    model.sending.take(TAKEN);

    await vi.waitFor(() => expect(screen.queryByRole("progressbar")).toBeNull());
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("asks about the data that the server was started with, and has them read where they lie", async () => {
    const answer = { columns: [], ...MISSING };
    model.offer = { called: "flowers.csv", fields: { target: ["stem"] }, answer };
    render(OwnData, { props: { scene: scene("Iris") }, context: pageContext(page) });
    expect(await screen.findByRole("alert")).toHaveTextContent(MISSING.message);
    await userEvent.click(screen.getByRole("button", { name: "Fill in the mean" }));

    expect(model.sending.fields).toEqual({ target: ["stem"], missing: ["mean"] });
    expect(model.sending.data).toBe(model.offer);
  });

  it("says what was decided about the data that the server was started with", async () => {
    model.offer = { called: "flowers.csv", fields: {}, answer: TAKEN };
    render(OwnData, { props: { scene: scene("flowers") }, context: pageContext(page) });

    expect(await screen.findByRole("list", { name: "What was decided about flowers.csv" })).toHaveTextContent(
      "column 'row' left out for counting the rows",
    );
  });

  it("says nothing of data on offer once the reader has chosen other files", async () => {
    let tell!: (offer: Offered) => void;
    vi.spyOn(model, "offered").mockReturnValue(new Promise((resolve) => (tell = resolve)));
    await openFile();
    tell({ called: "other.csv", fields: {}, answer: { columns: [], ...MISSING } });
    model.sending.take(TAKEN);

    await vi.waitFor(() => expect(screen.queryByRole("progressbar")).toBeNull());
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("shows the server's sentence, and its remedies as buttons that send the file again", async () => {
    await openFile();
    model.sending.refuse(MISSING);
    expect(await screen.findByRole("alert")).toHaveTextContent(MISSING.message);
    await userEvent.click(screen.getByRole("button", { name: "Fill in the mean" }));

    expect(model.sendings).toHaveLength(2);
    expect(model.sending.fields).toEqual({ missing: ["mean"] });
    expect(named(model.sending.data)).toBe("flowers.csv");
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("adds up columns to leave out, and keeps what was asked before", async () => {
    await openFile();
    const without = (value: string) => ({
      message: `column '${value}' holds a date`,
      remedies: [{ title: "Leave that column out", field: "ignore", values: [value] }],
      target: false,
    });
    model.sending.refuse(without("day"));
    await userEvent.click(await screen.findByRole("button", { name: "Leave that column out" }));
    model.sending.refuse(without("hour"));
    await userEvent.click(await screen.findByRole("button", { name: "Leave that column out" }));
    model.sending.refuse(MISSING);
    await userEvent.click(await screen.findByRole("button", { name: "Leave those rows out" }));

    expect(model.sending.fields).toEqual({ ignore: ["day", "hour"], missing: ["drop"] });
  });

  it("asks for another target where the refusal is about it, and keeps what it is taken as", async () => {
    await openFile();
    const columns = ["leaf", "petal", "stem"];
    model.sending.refuse({ message: "no target column 'x'", remedies: [], target: true, columns });
    await userEvent.click(await screen.findByRole("checkbox", { name: "petal" }));
    await userEvent.selectOptions(screen.getByLabelText("taken as"), "numbers");
    await userEvent.click(screen.getByRole("button", { name: "Read again" }));

    expect(model.sending.fields).toEqual({ target: ["petal"], kind: ["values"] });
  });

  it("lets several targets be chosen, in the order of the table", async () => {
    const { rerender } = await openFile();
    model.sending.take(TAKEN);
    await vi.waitFor(() => expect(screen.queryByRole("progressbar")).toBeNull());
    expect(screen.queryByText("target:")).toBeNull();

    await rerender({ scene: scene("flowers") });
    await userEvent.click(screen.getByText("target:"));
    await userEvent.click(screen.getByRole("checkbox", { name: "leaf" }));
    await userEvent.selectOptions(screen.getByLabelText("taken as"), "labels, any number at once");
    await userEvent.click(screen.getByRole("button", { name: "Read again" }));

    expect(model.sending.fields).toEqual({ target: ["leaf", "stem"], kind: ["labels"] });
  });

  it("shows what was decided, with buttons that put it back", async () => {
    const { rerender } = await openFile();
    model.sending.take(TAKEN);
    await rerender({ scene: scene("flowers") });

    const list = await screen.findByRole("list", { name: "What was decided about flowers.csv" });
    expect(list).toHaveTextContent("column 'row' left out for counting the rows");
    await userEvent.click(screen.getByRole("button", { name: "Bring 'row' back" }));
    expect(model.sending.fields).toEqual({ keep: ["row"] });
    model.sending.refuse(MISSING);
    await screen.findByRole("alert");
    expect(screen.queryByRole("list", { name: "What was decided about flowers.csv" })).toBeNull();
  });

  it("searches columns where there are many", async () => {
    const { rerender } = await openFile();
    const columns = Array.from({ length: 500 }, (_, number) => `pixel ${number}`);
    model.sending.take({ title: "flowers", decided: [], columns, targets: ["pixel 7"] });
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

    expect(model.sending.cancelled).toBe(true);
    expect(screen.queryByRole("progressbar")).toBeNull();
  });

  it("cancels what is under way when other files are chosen", async () => {
    const { container } = await openFile();
    const first = model.sending;
    const input = container.querySelector("input[type=file]") as HTMLInputElement;
    await userEvent.upload(input, new File(["x"], "other.csv"));
    first.refuse(MISSING);

    expect(first.cancelled).toBe(true);
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
    expect(model.sendings).toEqual([]);
  });

  it("takes a table that is pasted, except into a field", async () => {
    render(OwnData, { props: { scene: scene("Iris") }, context: pageContext(page) });
    const clipboardData = { files: [], getData: () => "a\tb\n1\t2\n" };
    const field = document.body.appendChild(document.createElement("input"));
    await fireEvent.paste(field, { clipboardData });
    expect(model.sendings).toEqual([]);
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
