// @vitest-environment jsdom
import { fireEvent, render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { numbers } from "../arrays";
import { Drawing } from "./drawing.svelte";
import Points from "./Points.svelte";

const ask = vi.fn();
vi.mock("../state/sitting.svelte", () => ({ useSitting: () => ({ ask }) }));

function open() {
  const drawing = new Drawing();
  render(Points, { drawing });
  const plane = screen.getByRole("application");
  // what jsdom does not know: where things are
  plane.getBoundingClientRect = () => ({ left: 100, top: 50, width: 240, height: 240 }) as DOMRect;
  return { drawing, plane, learn: screen.getByRole("button", { name: "Learn these" }) };
}
const at = (x: number, y: number, more = {}) => ({
  clientX: 100 + 20 * (x + 6),
  clientY: 50 + 20 * (6 - y),
  button: 0,
  ...more,
});
const places = (drawing: Drawing) => drawing.points.map(({ x, y, group }) => [x, y, group]);

beforeEach(() => ask.mockReset().mockResolvedValue(undefined));

describe("Points", () => {
  it("puts a point where the plane is clicked, of the class chosen, and counts it", async () => {
    const { drawing, plane } = open();
    await fireEvent.pointerDown(plane, at(1.5, -2));
    await fireEvent.pointerUp(plane, at(1.5, -2));
    await userEvent.click(screen.getByRole("button", { name: "Class 3, triangle: 0 points" }));
    await fireEvent.pointerDown(plane, at(-6, 6));

    expect(places(drawing)).toEqual([
      [1.5, -2, 0],
      [-6, 6, 2],
    ]);
    expect(screen.getByRole("button", { name: "Class 1, circle: 1 point" })).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Class 3, triangle: 1 point" })).toHaveAttribute(
      "aria-pressed",
      "true",
    );
  });

  it("sprays along a drag, which one undo takes back", async () => {
    const { drawing, plane } = open();
    await fireEvent.pointerDown(plane, at(0, 0));
    for (let x = 0; x <= 3; x += 0.1) await fireEvent.pointerMove(plane, at(x, 0));
    await fireEvent.pointerUp(plane, at(3, 0));
    await fireEvent.pointerMove(plane, at(5, 5));
    expect(drawing.points.length).toBe(8);

    await userEvent.click(screen.getByRole("button", { name: "Undo last" }));
    expect(drawing.points).toEqual([]);
  });

  it("removes points with Shift or in the mode for it", async () => {
    const { drawing, plane } = open();
    for (const x of [-3, 0, 3]) drawing.put(x, 0);
    await fireEvent.pointerDown(plane, at(0, 0, { shiftKey: true }));
    await fireEvent.pointerUp(plane, at(0, 0));
    await userEvent.click(screen.getByRole("button", { name: "Erase" }));
    await fireEvent.pointerDown(plane, at(3, 0));

    expect(places(drawing)).toEqual([[-3, 0, 0]]);
  });

  it("needs no pointer, and keeps its keys from the page", async () => {
    const { drawing, plane } = open();
    const heard = vi.fn();
    window.addEventListener("keydown", heard);
    plane.focus();
    await userEvent.keyboard("{ArrowRight}{ArrowUp}{ArrowUp}{Enter}2{Shift>}{ArrowLeft}{/Shift}{Enter}");
    expect(places(drawing)).toEqual([
      [0.5, 1, 0],
      [0.4, 1, 1],
    ]);
    expect(screen.getByRole("status")).toHaveTextContent("2 points, class 2 has 1.");

    await userEvent.keyboard("{Delete}");
    expect(drawing.points).toEqual([]);
    await userEvent.keyboard("{Control>}z{/Control}");
    expect(drawing.points).toHaveLength(2);
    await userEvent.keyboard("{ArrowDown>20/}s");
    expect(screen.getByRole("status")).toHaveTextContent("0.4, −6.0");
    window.removeEventListener("keydown", heard);
    expect(heard.mock.calls.map(([event]) => (event as KeyboardEvent).key)).not.toContain("s");
  });

  it("learns from points of two classes, and says so until then", async () => {
    const { drawing, plane, learn } = open();
    expect(learn).toBeDisabled();
    expect(screen.getByText("Put points of two classes.")).toBeInTheDocument();
    await fireEvent.pointerDown(plane, at(1, 2));
    drawing.group = 1;
    await fireEvent.pointerDown(plane, at(-3, 0.5));
    await userEvent.click(learn);

    const intent = ask.mock.calls[0]?.[0];
    expect([intent.type, intent.points.shape, [...numbers(intent.points)], intent.classes]).toEqual([
      "draw_data",
      [2, 2],
      [1, 2, -3, 0.5],
      [0, 1],
    ]);
    expect(drawing.points).toHaveLength(2);
  });

  it("shows why the points were refused", async () => {
    ask.mockResolvedValue({ message: "points must be …" });
    const { drawing, learn } = open();
    drawing.put(0, 0);
    drawing.group = 1;
    drawing.put(1, 1);
    await vi.waitFor(() => expect(learn).toBeEnabled());
    await userEvent.click(learn);

    expect(await screen.findByRole("alert")).toHaveTextContent("points must be …");
  });
});
