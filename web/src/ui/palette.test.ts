// @vitest-environment jsdom
import { expect, it } from "vitest";

import { Styles } from "./palette.svelte";

it("takes colours as they are written and as a build shortens them, and grey where there is none", () => {
  const { style } = document.documentElement;
  style.setProperty("--paper", "#fff");
  style.setProperty("--ink", " #1b1f24");

  expect(new Styles(() => document.documentElement).palette()).toMatchObject({
    paper: [255, 255, 255],
    ink: [27, 31, 36],
    positive: [128, 128, 128],
  });
});
