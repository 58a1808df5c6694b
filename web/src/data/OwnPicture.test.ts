// @vitest-environment jsdom
import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { wire } from "../arrays";
import type { PictureReading, Scene } from "../schema";
import { Page, pageContext } from "../state/page.svelte";
import OwnPicture from "./OwnPicture.svelte";

const page = new Page();
page.root = document.documentElement;
const ask = vi.fn();
const question = vi.fn();
const send = vi.fn();
vi.mock("../state/sitting.svelte", () => ({
  useSitting: () => ({
    ask,
    question,
    readPicture: (file: File) => send(file),
    player: { position: 4 },
    timeline: { end: 7 },
  }),
}));

const scene = (revision = 1, data_title = "Digits"): Scene =>
  ({
    moment: { run: "1", revision },
    experiment: { data_title },
    stage: { layers: [{ image_shape: [8, 8] }] },
  }) as unknown as Scene;

const reading = (name: string, likelihood = 0.75, stages = ["as drawn", "8 × 8"]): PictureReading => ({
  type: "picture_reading",
  serial: 1,
  stages: stages.map((title) => ({
    title,
    note: `${title}.`,
    width: 1,
    height: 1,
    pixels: new Uint8Array(3),
  })),
  inputs: wire([1, 2]),
  tags: [
    { name, likelihood },
    { name: "another", likelihood: 1 - likelihood },
  ],
  said: `Likeliest: ${name}.`,
});

async function open() {
  const view = render(OwnPicture, { props: { scene: scene() }, context: pageContext(page) });
  await userEvent.click(screen.getByRole("button", { name: "Your own picture…" }));
  const pad = screen.getByRole("img", { name: /Pad to draw on/ });
  return { ...view, pad };
}
const stroke = async (pad: HTMLElement): Promise<void> => {
  await fireEvent.pointerDown(pad, { button: 0, clientX: 5, clientY: 5 });
  await fireEvent.pointerUp(pad, { button: 0, clientX: 9, clientY: 9 });
};

beforeEach(() => {
  Element.prototype.scrollIntoView = vi.fn(); // without a layout there is nothing to scroll
  ask.mockReset().mockResolvedValue(undefined);
  question.mockReset().mockResolvedValue(reading("3"));
  send.mockReset().mockResolvedValue(reading("rose", 0.6, ["as it came", "28 × 28"]));
  const context = new Proxy(
    {
      getImageData: () => ({ data: new Uint8ClampedArray(16) }),
      createImageData: () => ({ data: { set: () => 0 } }),
    },
    { get: (known, name) => Reflect.get(known, name) ?? (() => undefined), set: () => true },
  );
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(context as never);
});

describe("OwnPicture", () => {
  it("shows what the network says of what is drawn, and how it became inputs", async () => {
    const { pad } = await open();
    await stroke(pad);
    await screen.findByText("75.0 %");

    expect(question.mock.calls[0]?.[0]).toMatchObject({
      type: "read_picture",
      drawn: true,
      width: 280,
      height: 280,
    });
    expect(screen.getByText("75.0 %")).toHaveAttribute("data-field", "tag.3");
    expect(screen.getByText("75.0 %")).toHaveAttribute("data-value", "0.75");
    expect(screen.getByText("How it became 8 × 8")).toBeInTheDocument();
    expect(screen.getByText("as drawn")).toBeInTheDocument();
    await waitFor(() => expect(screen.getByText("Likeliest: 3.")).toHaveAttribute("role", "status"));
  });

  it("follows the picture through the network", async () => {
    const { pad } = await open();
    await stroke(pad);
    await userEvent.click(await screen.findByRole("button", { name: "Follow it through the network" }));

    expect(ask).toHaveBeenCalledWith({ type: "use_picture", inputs: wire([1, 2]), gesture: 0 });
  });

  it("gives way to the stage once the picture stands on it, and stays where that is refused", async () => {
    const toStage = vi.fn();
    const { pad, rerender } = await open();
    await rerender({ scene: scene(), toStage });
    await stroke(pad);
    const follow = await screen.findByRole("button", { name: "Follow it through the network" });
    ask.mockResolvedValueOnce({ type: "problem", message: "this step is gone" });
    await userEvent.click(follow);
    expect(toStage).not.toHaveBeenCalled();
    await userEvent.click(follow);

    expect(toStage).toHaveBeenCalledOnce();
  });

  it("is classified again by every network shown, and keeps its stages", async () => {
    const { pad, rerender } = await open();
    await stroke(pad);
    await screen.findByText("75.0 %");
    question.mockResolvedValue({ ...reading("5", 0.9), stages: [] });
    await rerender({ scene: scene(2) });
    await screen.findByText("90.0 %");

    expect(question.mock.lastCall?.[0]).toMatchObject({
      type: "read_picture",
      width: 0,
      inputs: wire([1, 2]),
    });
    expect(screen.getByText("How it became 8 × 8")).toBeInTheDocument();
  });

  it("takes a picture that is chosen, dropped or pasted", async () => {
    const { container } = await open();
    const cat = new File(["x"], "cat.png", { type: "image/png" });
    await userEvent.upload(screen.getByLabelText("Picture"), cat);
    await screen.findByText("60.0 %");
    expect(send).toHaveBeenLastCalledWith(cat);
    await userEvent.click(screen.getByRole("button", { name: "Clear" }));
    expect(screen.queryByText("60.0 %")).toBeNull();

    const dataTransfer = { items: [{ kind: "file", type: "image/png" }], files: [cat] };
    expect(await fireEvent.drop(container, { dataTransfer })).toBe(false); // the browser stays on the page
    await screen.findByText("60.0 %");
    await userEvent.click(screen.getByRole("button", { name: "Clear" }));
    await fireEvent.paste(document.body, { clipboardData: { files: [cat] } });
    await screen.findByText("60.0 %");
  });

  it("leaves tables and several files to the data", async () => {
    const { container } = await open();
    const items = [{ kind: "file", type: "text/csv" }];
    expect(await fireEvent.drop(container, { dataTransfer: { items, files: [new File([], "a.csv")] } })).toBe(
      true,
    );
    await fireEvent.paste(document.body, { clipboardData: { files: [] } });
    expect(send).not.toHaveBeenCalled();
  });

  it("says why a file is refused, until something else is read", async () => {
    const { pad } = await open();
    send.mockResolvedValue({
      type: "problem",
      kind: "refused",
      field: "",
      message: "no picture",
      serial: -1,
    });
    await userEvent.upload(
      screen.getByLabelText("Picture"),
      new File(["x"], "text.png", { type: "image/png" }),
    );
    expect(await screen.findByRole("alert")).toHaveTextContent("no picture");
    await stroke(pad);
    await screen.findByText("75.0 %");

    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("begins anew with other data", async () => {
    const { pad, rerender } = await open();
    await stroke(pad);
    await screen.findByText("75.0 %");
    await rerender({ scene: scene(2, "Flowers") });

    expect(screen.queryByText("75.0 %")).toBeNull();
  });
});
