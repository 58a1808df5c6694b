// @vitest-environment jsdom
import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Open } from "../schema";
import type { DrawnRun } from "./curves";
import { future, runOf, sceneOf, series } from "./run.fake";
import Futures from "./Futures.svelte";
import Run from "./Run.svelte";
import SavedRuns from "./SavedRuns.svelte";
import { wire } from "../arrays";
import { pageContext } from "../state/page.svelte";

const sitting = vi.hoisted(() => ({
  connection: "open",
  player: { position: 3, playing: false },
  timeline: { end: 5 },
  sought: undefined,
  training: false,
  ask: vi.fn().mockResolvedValue(undefined),
  question: vi.fn(),
  seek: vi.fn(),
  pause: vi.fn(),
  may: () => true,
}));
vi.mock("../state/sitting.svelte", () => ({ useSitting: () => sitting }));

const MAIN = future("1", {
  steps: 140,
  series: [
    series("batch loss", [0, 70], [1, 0.5], { low: [0.8, 0.4], high: [1.2, 0.6] }),
    series("train loss", [0, 70, 140], [1, 0.5, 0.3]),
  ],
});
const shown = (changes: Partial<DrawnRun> = {}, step?: number) => {
  const run = runOf({ futures: [MAIN], ...changes });
  return render(Run, { props: { scene: sceneOf(run, step) }, context: pageContext() });
};

beforeEach(() => {
  vi.clearAllMocks();
  // what jsdom does not have: sizes, and who tells of their change
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe(): void {}
      unobserve(): void {}
      disconnect(): void {}
    },
  );
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(700);
});
afterEach(() => vi.unstubAllGlobals());

describe("Run", () => {
  it("says how long the run is, and at rest why it stopped", () => {
    shown({ stopped: "Paused at step 140." });
    expect(screen.getByText("140 steps · 20 epochs")).toHaveAttribute("data-value", "140");
    expect(screen.getByText("Paused at step 140.")).toBeVisible();
  });

  it("says while it plays how many steps a second are made", () => {
    shown({ playing: true, rate: 43210, stopped: "Paused at step 140." });
    expect(screen.getByText("43 210")).toHaveAttribute("data-field", "rate");
    expect(screen.queryByText("Paused at step 140.")).toBeNull();
  });

  it("counts futures once there is another", () => {
    shown().unmount();
    expect(screen.queryByRole("button", { name: /Futures/ })).toBeNull();
    shown({ futures: [MAIN, future("2")] });
    expect(screen.getByRole("button", { name: "Futures 2" })).toBeVisible();
  });

  it("says where the playhead stands, with what happened there", () => {
    const marks = [{ future: "1", step: 40, kind: "edit" as const, title: "learning rate 0.5" }];
    shown({ marks }, 40);
    const playhead = screen.getByRole("slider", { name: "Step of the run" });
    expect(playhead).toHaveAttribute("aria-valuetext", "step 40 of 140; learning rate 0.5");
    expect(playhead).toHaveAttribute("data-value", "40");
  });

  it("marks where breakpoints that are off would have stopped it while they are being set, not before", async () => {
    const rises = {
      ...{ name: "loss_rises", title: "the loss rises", note: "", on: false, number: null },
      ...{ low: 0, high: 0, whole: false, unit: "", hits: [40, 90] },
    };
    shown({ breakpoints: [rises] });
    expect(screen.queryByText(/the loss rises/i)).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Stop when…" }));
    const said = screen.getAllByRole("listitem").map(({ textContent }) => textContent);
    expect(said).toContain("step 40: The loss rises (off)");
    expect(said).toContain("step 90: The loss rises (off)");
  });

  it("walks and zooms by the playhead's keys", async () => {
    shown({}, 40);
    screen.getByRole("slider", { name: "Step of the run" }).focus();
    await userEvent.keyboard("{ArrowLeft}{PageUp}{Home}{End}");
    expect(sitting.seek.mock.calls.map(([step]) => step)).toEqual([39, 47, 0, 140]);
    sitting.ask.mockClear();
    await userEvent.keyboard("+");
    const [[{ type, what }]] = sitting.ask.mock.calls as [[Open]];
    expect([type, what.type]).toEqual(["open", "strip"]);
    expect(what).toMatchObject({ first: 15, last: 103 });
  });

  it("says when the validation loss has turned, and goes to the best step", async () => {
    shown({ overfitting: { best: 70, turned: true, sentence: "The validation loss was lowest, 0.31." } });
    expect(screen.getByText(/The validation loss was lowest/)).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "Go to step 70" }));
    expect(sitting.seek).toHaveBeenCalledWith(70);
  });

  it("hides a curve that is not wanted, and says over how many steps it smooths", async () => {
    shown();
    const train = screen.getByRole("checkbox", { name: "train", hidden: true });
    await userEvent.click(train);
    expect(screen.getByTitle(/^train loss.*not drawn/)).toBeInTheDocument();
    const smoothing = screen.getByRole("slider", { name: /Smoothing/, hidden: true });
    expect(smoothing).toHaveAttribute("aria-valuetext", "not smoothed");
  });
});

describe("Futures", () => {
  const fork = future("2", { title: "learning rate 1.6", departure: 38, steps: 120 });
  const open = (changes: Partial<DrawnRun> = {}) =>
    render(Futures, {
      props: { scene: sceneOf(runOf({ futures: [MAIN, fork], ...changes }), 20) },
      context: pageContext(),
    });

  it("renames in place, and leaves the name as it was with Escape", async () => {
    open();
    const field = screen.getByLabelText("Name of future 2");
    await userEvent.clear(field);
    await userEvent.type(field, "faster{Enter}");
    expect(sitting.ask).toHaveBeenCalledWith({ type: "rename_future", future: "2", title: "faster" });
    sitting.ask.mockClear();
    await userEvent.type(field, "x{Escape}");
    expect(sitting.ask).not.toHaveBeenCalled();
    expect(field).toHaveValue("learning rate 1.6");
  });

  it("shows another at the step on screen, or where it begins", async () => {
    open();
    await userEvent.click(screen.getByRole("button", { name: "Show learning rate 1.6" }));
    expect(sitting.seek).toHaveBeenCalledWith(38, "2");
  });

  it("compares, and ends the comparison", async () => {
    open();
    await userEvent.click(screen.getByRole("button", { name: "Compare" }));
    expect(sitting.ask).toHaveBeenCalledWith({
      type: "open",
      what: { type: "comparison", future: "2" },
    });
  });

  it("lets a future race, but deletes never the first", async () => {
    open();
    await userEvent.click(screen.getByLabelText("learning rate 1.6 takes part in the race"));
    expect(sitting.ask).toHaveBeenCalledWith({ type: "race_future", future: "2", racing: true });
    expect(screen.queryByRole("button", { name: "Delete main" })).toBeNull();
  });
});

describe("SavedRuns", () => {
  const saved = {
    name: "iris.run",
    title: "Iris 4-5-3",
    named: false,
    differs: "Adam, learning rate 0.1",
    best: 0.04712,
    when: Date.now() / 1000 - 120,
    steps: 1400,
    futures: 2,
    size: 45056,
    loss: wire([1, 0.5, NaN, 0.2]),
    present: false,
    trouble: "",
  };
  const found = (runs: object[]) =>
    sitting.question.mockResolvedValue({ type: "saved_runs", serial: 1, folder: "/home/ada/runs", runs });
  const open = () => render(SavedRuns, { props: { scene: sceneOf(runOf()) }, context: pageContext() });

  it("lists runs with how long, how old and how large they are, and opens one", async () => {
    found([saved]);
    open();
    await userEvent.click(await screen.findByRole("button", { name: "Open Iris 4-5-3, 1400 steps" }));
    expect(screen.getByText(/2 futures · 2 minutes ago · 45 kB/)).toBeVisible();
    expect(screen.getByText("Adam, learning rate 0.1")).toBeVisible();
    expect(screen.getByText("0.0471")).toBeVisible();
    expect(sitting.ask).toHaveBeenCalledWith({ type: "open_run", name: "iris.run" });
  });

  it("renames one where its name stands; Escape leaves it", async () => {
    found([saved]);
    open();
    const field = await screen.findByLabelText("Name of Iris 4-5-3");
    await userEvent.clear(field);
    await userEvent.type(field, "the quick one{Escape}");
    expect(sitting.ask).not.toHaveBeenCalled();
    await userEvent.clear(field);
    await userEvent.type(field, "the slow one{Enter}");
    expect(sitting.ask).toHaveBeenCalledWith({ type: "rename_run", name: "iris.run", title: "the slow one" });
  });

  it("deletes one and brings it back", async () => {
    found([saved]);
    open();
    await userEvent.click(await screen.findByRole("button", { name: "Delete Iris 4-5-3, 1400 steps" }));
    expect(sitting.ask).toHaveBeenCalledWith({ type: "delete_run", name: "iris.run" });
    await userEvent.click(await screen.findByRole("button", { name: "Bring it back" }));
    expect(sitting.ask).toHaveBeenLastCalledWith({ type: "delete_run", name: "iris.run", back: true });
    expect(screen.queryByRole("button", { name: "Bring it back" })).toBeNull();
  });

  it("says why one cannot be opened, and does not offer it", async () => {
    found([{ ...saved, trouble: "it needs version 3" }]);
    open();
    expect(await screen.findByText("it needs version 3")).toBeVisible();
    expect(screen.getByRole("button", { name: /^Open/ })).toBeDisabled();
  });

  it("says where runs will be kept while there is none", async () => {
    found([]);
    open();
    expect(await screen.findByText("/home/ada/runs")).toBeVisible();
  });
});
