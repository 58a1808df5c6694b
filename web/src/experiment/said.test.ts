import { expect, it } from "vitest";

import type { ChoiceSetting, NumberSetting, Setting } from "../schema";
import { said } from "./said";

const of = { note: "", anew: false };
const optimizer: ChoiceSetting = {
  ...{ ...of, type: "choice", name: "optimizer", title: "optimizer", value: "sgd" },
  choices: [
    { name: "sgd", title: "SGD", note: "" },
    { name: "adam", title: "Adam", note: "" },
  ],
};
const number = (title: string, value: number | null): NumberSetting => ({
  ...{ ...of, type: "number", name: title, title, value, low: 0, high: 1, scale: "linear", whole: false },
  ...{ unit: "", optional: true, asked: false },
});

it("says what is chosen and which numbers are on", () => {
  const settings: Setting[] = [optimizer, number("momentum m", 0.9), number("L2", 0), number("clip", null)];
  expect(said(settings, String)).toBe("SGD, momentum m 0.9");
});
