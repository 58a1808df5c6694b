import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";

import FaceSwitch from "./FaceSwitch.svelte";
import { picturesOf } from "./planes.fake";

const ask = vi.fn();
vi.mock("../state/sitting.svelte", () => ({ useSitting: () => ({ ask }) }));

describe("FaceSwitch", () => {
  it("says what stands inside the neurons, and asks for the other", async () => {
    render(FaceSwitch, { pictures: picturesOf() });
    expect(screen.getByRole("button", { name: "Neurons show: function" })).toHaveAttribute(
      "aria-pressed",
      "true",
    );
    await userEvent.click(screen.getByRole("button", { name: "Neurons show: picture" }));
    expect(ask).toHaveBeenCalledWith({ type: "look_at", face: "picture" });
  });

  it("is not there where there is nothing to choose", () => {
    const { container } = render(FaceSwitch, { pictures: null });
    expect(container.querySelector("button")).toBeNull();
  });
});
