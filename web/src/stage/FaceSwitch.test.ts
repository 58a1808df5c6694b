// @vitest-environment jsdom
import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";

import FaceSwitch from "./FaceSwitch.svelte";
import { openScene, picturesOf } from "./planes.fake";

const ask = vi.fn();
vi.mock("../state/sitting.svelte", () => ({ useSitting: () => ({ ask }) }));

describe("FaceSwitch", () => {
  it("says what stands inside the neurons, and asks for the other", async () => {
    render(FaceSwitch, { scene: openScene([]) });
    expect(screen.getByRole("button", { name: "Neurons show: picture" })).toHaveAttribute(
      "aria-pressed",
      "false",
    );
    await userEvent.click(screen.getByRole("button", { name: "Neurons show: picture" }));
    expect(ask).toHaveBeenCalledWith({ type: "open", what: { type: "neuron_pictures" } });
  });

  it("closes the pictures where they stand", async () => {
    render(FaceSwitch, { scene: openScene([picturesOf()]) });
    await userEvent.click(screen.getByRole("button", { name: "Neurons show: picture" }));
    expect(ask).toHaveBeenLastCalledWith({ type: "close", what: "neuron_pictures" });
  });

  it("is not there where there is nothing to choose", () => {
    const { container } = render(FaceSwitch, { scene: openScene([], ["strip"]) });
    expect(container.querySelector("button")).toBeNull();
  });
});
