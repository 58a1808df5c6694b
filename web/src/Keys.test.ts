// @vitest-environment jsdom
/** The list of keys: what it says of one is said once. */
import { render, screen } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";

import Keys from "./Keys.svelte";
import { pageContext } from "./state/page.svelte";

it("has each key once in a group, and each letter once at all", () => {
  HTMLDialogElement.prototype.showModal ??= vi.fn();
  render(Keys, { props: { close: () => undefined }, context: pageContext() });
  const groups = [...document.querySelectorAll("section")].map((group) =>
    [...group.querySelectorAll("dt")].map((key) => key.textContent),
  );
  const letters = groups.flat().filter((key) => /^[a-z]$/.test(key ?? ""));

  expect(letters.length).toBeGreaterThan(10);
  expect(letters).toEqual([...new Set(letters)]);
  expect(screen.getByRole("button", { name: "Close", hidden: true })).toHaveProperty("autofocus", true);
  expect(screen.getByText("on an output, change its target")).toBeTruthy();
});
