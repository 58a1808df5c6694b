/** A model of what somebody else does. */
import { expect, it } from "vitest";

import { KINDS, type AnyIntent } from "../schema";
import { ONLY_LOOKS, openLooking } from "./looking";
import { FakeModel } from "./model.fake";

const AT = { run: "1-1", step: 0, revision: 0, phase: 0, sample: 0 };

function looking() {
  const behind = new FakeModel();
  const heard: string[] = [];
  const model = openLooking(behind.open)({
    scene: () => heard.push("scene"),
    problem: () => heard.push("problem"),
    answer: () => heard.push("answer"),
    connection: (connection) => heard.push(connection),
  });
  return { behind, heard, model };
}

it("sends questions, and of all other intents none", () => {
  const { behind, model } = looking();
  for (const type of Object.keys(KINDS)) model.send({ type, at: AT } as unknown as AnyIntent);

  expect(behind.sent.length).toBeGreaterThan(20);
  for (const { type } of behind.sent) expect(KINDS[type].about).toBe("question");
  expect(behind.sent.map(({ type }) => type)).not.toContain("rest");
});

it("sends no data and no picture, and says why", async () => {
  const { behind, model } = looking();
  const file = new File(["x"], "x.png");

  expect(await model.sendData([{ path: "a.csv", file }], {}, () => undefined).done).toMatchObject({
    message: ONLY_LOOKS,
  });
  expect(await model.readPicture(file)).toMatchObject({ message: ONLY_LOOKS });
  expect(await model.offered()).toBeUndefined();
  expect([behind.sendings, behind.pictures]).toEqual([[], []]);
});

it("hears what there is to see, until it is closed", () => {
  const { behind, heard, model } = looking();
  behind.listener.connection("open");
  expect(heard).toEqual(["open"]);
  model.close();
  expect(behind.closed).toBe(true);
});
