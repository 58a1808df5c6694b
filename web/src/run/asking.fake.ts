/** For tests: a sitting that answers what-ifs and rows of the map by itself, and notes what it was asked. */
import { wire } from "../arrays";
import type { MapScene, Problem, WhatIfLine, WhatIfScene } from "../schema";
import type { Asked, Intent } from "../state/sitting.svelte";

export function answerTo(question: Asked): WhatIfScene | MapScene | Problem {
  if (question.type === "map_row") {
    const { x, y, x_name, y_name, steps } = question;
    const loss = x.map((value) => (value > 5 ? NaN : value * y));
    return { type: "map_scene", serial: 1, x_name, y_name, y, x: wire(x), loss: wire(loss), steps };
  }
  if (question.type !== "what_if") throw new Error(question.type);
  const { name, value, steps } = question;
  if (value > 9) {
    const message = `${name} must be below 9, got ${value}`;
    return { type: "problem", kind: "refused", field: "value", message, serial: 1 };
  }
  return {
    type: "what_if_scene",
    serial: 1,
    name,
    value,
    per: question.per ?? "steps",
    wanted: steps,
    complete: true,
    here: lineOf(steps, 0.7),
    there: lineOf(steps, value),
    judged: "train",
    seconds: 0.012,
    sentence: `With ${name} ${value}, the train loss is ${value} after ${steps} steps.`,
  };
}

function lineOf(steps: number, loss: number): WhatIfLine {
  return {
    steps,
    epoch_steps: 7,
    updates: wire([0, steps / 2, steps]),
    train: wire([1, 0.5, loss]),
    validation: wire([1, 0.6, loss + 0.1]),
    outcome: [{ part: "train", count: 10, loss, accuracy: 0.9, r2: null, confusion: null, unpredicted: [] }],
    plane: null,
  };
}

/** A sitting whose answers come when `release` is called, or at once. */
export function fakeSitting({ held = false }: { held?: boolean } = {}) {
  const asked: Asked[] = [];
  const intents: Intent[] = [];
  const waiting: (() => void)[] = [];
  return {
    asked,
    intents,
    may: () => true,
    release: () => waiting.shift()?.(),
    question: (question: Asked) => {
      asked.push(question);
      const answer = answerTo(question);
      return held ? new Promise((resolve) => waiting.push(() => resolve(answer))) : Promise.resolve(answer);
    },
    ask: (intent: Intent) => {
      intents.push(intent);
      return Promise.resolve(undefined);
    },
  };
}
