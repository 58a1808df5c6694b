import { expect, it } from "vitest";

import { type Work, Works } from "./works";

/** Works whose carrying out is ended by hand, and what was carried out. */
function held() {
  const done: Work[] = [];
  let end: (done: boolean) => void = () => undefined;
  const works = new Works((work) => {
    done.push(work);
    return new Promise((resolve) => (end = resolve));
  });
  return {
    works,
    done,
    async end(well = true) {
      end(well);
      for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    },
  };
}
const remove = (layer: number, index: number): Work => ({ type: "remove", layer, index });
const put = (before: number): Work => ({ type: "put", before });

it("does one thing after the other, in order", async () => {
  const { works, done, end } = held();
  for (const index of [2, 2, 2]) void works.add(remove(1, index));
  expect(done).toEqual([remove(1, 2)]);
  await end();
  await end();

  expect(done).toEqual([remove(1, 2), remove(1, 2), remove(1, 2)]);
});

it("means the neuron that was pressed, wherever it has come to stand", async () => {
  const { works, done, end } = held();
  for (const work of [remove(1, 1), remove(1, 3), remove(1, 0), remove(2, 3)]) void works.add(work);
  for (let turn = 0; turn < 3; turn++) await end();

  expect(done).toEqual([remove(1, 1), remove(1, 2), remove(1, 0), remove(2, 3)]);
});

it("counts the layers that were put in since", async () => {
  const { works, done, end } = held();
  for (const work of [put(2), put(2), put(3), remove(2, 0), remove(1, 0)]) void works.add(work);
  for (let turn = 0; turn < 4; turn++) await end();

  expect(done).toEqual([put(2), put(2), put(5), remove(4, 0), remove(1, 0)]);
});

it("leaves the places as they are where nothing was done", async () => {
  const { works, done, end } = held();
  void works.add(remove(1, 1));
  void works.add(remove(1, 3));
  await end(false);

  expect(done).toEqual([remove(1, 1), remove(1, 3)]);
});
