// @vitest-environment jsdom
import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { wire } from "../arrays";
import type { DecisionScene, Scene } from "../schema";
import Decision from "./Decision.svelte";
import { decisionOf, planeOfTwo, tonesOf } from "./planes.fake";
import { timelineOf } from "../state/timeline";
import { pageContext } from "../state/page.svelte";

const sitting = {
  timeline: timelineOf(
    ["read", "forward", "loss", "backward", "update"].map((name, layer) => ({
      name: name as "read",
      layer: layer === 1 || layer === 3 ? 1 : 0,
      sentence: "",
      short: "",
    })),
  ),
  player: { position: 0 },
  ask: vi.fn(),
};

vi.mock("../state/sitting.svelte", () => ({ useSitting: () => sitting }));

/** What a decision picture looks at. */
function sceneOf(drawn: DecisionScene | undefined, names = ["left", "right"]): Scene {
  return {
    opened: drawn ? [drawn] : [],
    stage: {
      layers: [
        { raw: wire([-1, 2]), names: ["width", "height"] },
        { raw: null, names },
      ],
      output: { own_value: null, units: names.map(() => "m") },
    },
  } as unknown as Scene;
}

beforeEach(() => {
  sitting.player.position = 0;
  HTMLCanvasElement.prototype.getContext = vi.fn(() => null) as never;
  HTMLDialogElement.prototype.showModal = vi.fn(function (this: HTMLDialogElement) {
    this.open = true;
  });
  HTMLDialogElement.prototype.close = vi.fn(function (this: HTMLDialogElement) {
    this.open = false;
    this.dispatchEvent(new Event("close"));
  });
});

describe("Decision", () => {
  it("names the axes and their ends, the classes, the marks, and says what there is to see", () => {
    const { container } = render(Decision, {
      props: { scene: sceneOf(decisionOf()) },
      context: pageContext(),
    });

    const numbers = [...container.querySelectorAll<HTMLElement>("[data-field]")].map(({ dataset }) => [
      dataset.field,
      Number(dataset.value),
    ]);
    expect(numbers).toEqual([
      ["plane.y.1", 3],
      ["plane.y.0", -1],
      ...[-1, 0, 1, 2, -1.5, 2.5].map((value, k) => [`plane.point.${k >> 1}.${k % 2}`, value]), // few, so they are written
      ["plane.x.0", -2],
      ["plane.x.1", 2],
    ]);
    expect(screen.getByText("width (cm)")).toBeInTheDocument();
    expect([...container.querySelectorAll("li")].map((item) => item.textContent?.trim())).toEqual([
      "left",
      "right",
      "training",
      "validation",
      "test",
      "wrong",
    ]);
    expect(screen.getByText("Of the plane, left has 50 % and right has 50 %.")).toBeInTheDocument();
  });

  it("shows the new parameters' plane once they are on screen, and not before", () => {
    const pictures = decisionOf({ after: planeOfTwo({ sentence: "after" }) });
    sitting.player.position = 4.2;
    const first = render(Decision, {
      props: { scene: sceneOf(pictures) },
      context: pageContext(),
    });
    expect(screen.queryByText("after")).toBeNull();
    first.unmount();
    sitting.player.position = 5;
    render(Decision, { props: { scene: sceneOf(pictures) }, context: pageContext() });
    expect(screen.getByText("after")).toBeInTheDocument();
  });

  it("is enlarged by a key press", async () => {
    render(Decision, { props: { scene: sceneOf(decisionOf()) }, context: pageContext() });
    screen.getByRole("button", { name: "Enlarge the decision picture" }).focus();
    await userEvent.keyboard("{Enter}");
    const dialog = await screen.findByRole("dialog", { name: "The decision picture" });
    await userEvent.click(screen.getByRole("button", { name: "Close" }));
    expect(dialog).not.toBeInTheDocument();
  });

  it("draws one of several outputs, with its own scale", async () => {
    const plane = planeOfTwo({
      winner: null,
      kind: "values",
      value: tonesOf([2, 4, 4], 128),
      truth: wire([0, 0, 1, 1, 2, 2], [3, 2]),
      wrong: wire([0, 0, 0]),
      low: [0, -8],
      high: [2, 8],
    });
    const { container } = render(Decision, {
      props: { scene: sceneOf(decisionOf({ plane }), ["speed", "height"]) },
      context: pageContext(),
    });
    const scale = () =>
      [0, 1, 2].map((k) =>
        Number(container.querySelector<HTMLElement>(`[data-field="plane.scale.${k}"]`)?.dataset.value),
      );
    expect(scale()).toEqual([0, 1, 2]);
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "Output that is drawn" }), "height");
    expect(scale()).toEqual([-8, 0, 8]);
  });

  it("is not there before there is a plane", () => {
    const { container } = render(Decision, {
      props: { scene: sceneOf(undefined) },
      context: pageContext(),
    });
    expect(container.querySelector("section")).toBeNull();
  });
});
