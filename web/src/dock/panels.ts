/** The panels of the dock, each loaded when it is first opened. */
import type { Component } from "svelte";

import type { Scene } from "../schema";
import { GROUPS, isLife, isPlanar, type Panel } from "../state/dock.svelte";

export interface Entry {
  /** On its tab. */
  readonly tab: string;
  /** Above what it holds. */
  readonly title: string;
  readonly explanation: string;
  /** The entry of the glossary it is about, where it is about one. */
  readonly word?: string;
  readonly load: () => Promise<{ default: Component<{ scene: Scene }> }>;
  /** Whether there is anything to show in it; where that is left out, there always is. */
  readonly exists?: (scene: Scene) => boolean;
}

export const ENTRIES: Record<Panel, Entry> = {
  why: {
    tab: "Why",
    title: "Why",
    explanation: "Why the selected number is what it is: select any number, neuron or wire",
    load: () => import("../lens/Why.svelte"),
  },
  proof: {
    tab: "Proof",
    word: "gradient check",
    title: "Proof",
    explanation: "Which gradients were checked against what nudging gives, and where they differ most",
    load: () => import("../lens/Checked.svelte"),
  },
  matrices: {
    tab: "Matrices",
    word: "step",
    title: "Matrices",
    explanation: "The step as matrix products, cell by cell, and as code",
    load: () => import("../lens/Matrices.svelte"),
  },
  check: {
    tab: "Check",
    word: "step",
    title: "Check my numbers",
    explanation:
      "Your own numbers for this step, or for an exercise: which are right, and where the first mistake entered",
    load: () => import("../lens/Check.svelte"),
  },
  batch: {
    tab: "Batch",
    word: "batch",
    title: "Batch",
    explanation:
      "The samples of the batch, what each asks of a weight, how noisy their mean is, and the order of the epoch",
    load: () => import("../lens/Batch.svelte"),
  },
  ask: {
    tab: "Ask",
    title: "Ask the network",
    explanation: "What it loses without an input, a neuron or a wire, one by one and two at once",
    load: () => import("../lens/Ask.svelte"),
  },
  compare: {
    tab: "Compare",
    word: "update",
    title: "What changed most",
    explanation: "What this step changed most, or in what the future laid beside it differs most",
    load: () => import("../run/Changed.svelte"),
  },
  decision: {
    tab: "Decision",
    word: "decision picture",
    title: "Decision",
    explanation: "What the network says over the plane of its two inputs",
    load: () => import("../stage/Decision.svelte"),
    exists: isPlanar,
  },
  life: {
    tab: "Life",
    title: "Game of Life",
    explanation: "The Game of Life on a large grid: as the network plays it, beside the true one",
    load: () => import("../lens/life/Life.svelte"),
    exists: isLife,
  },
  text: {
    tab: "Text",
    title: "Read a text",
    explanation: "A text of your own, or that of the sample: what the network says, and what each word adds",
    load: () => import("../lens/OwnText.svelte"),
    exists: (scene) => scene.experiment.reads_text,
  },
  landscape: {
    tab: "Landscape",
    title: "Landscape",
    explanation: "The loss over one number, two, or directions: what gradient descent walks on",
    load: () => import("../lens/landscape/Landscape.svelte"),
  },
  futures: {
    tab: "Futures",
    word: "future",
    title: "Futures",
    explanation: "Switch between futures, compare, rename and delete them, let them race",
    load: () => import("../run/Futures.svelte"),
  },
  "what if": {
    tab: "What if",
    word: "what if",
    title: "What if…",
    explanation: "What the whole training would have been with another setting",
    load: () => import("../run/WhatIf.svelte"),
  },
  "stop when": {
    tab: "Stop",
    word: "stop when",
    title: "Stop when…",
    explanation: "What makes training stop by itself",
    load: () => import("../run/Breakpoints.svelte"),
  },
  runs: {
    tab: "Runs",
    word: "run",
    title: "Saved runs",
    explanation: "Runs that are kept on disk",
    load: () => import("../run/SavedRuns.svelte"),
  },
  glossary: {
    tab: "Words",
    title: "Words",
    explanation:
      "What neuron, weight, gradient, epoch and all other words here mean, with a number of this moment",
    load: () => import("./Glossary.svelte"),
  },
};

/** A group of panels that have something to show. */
export interface Group {
  readonly title: string;
  readonly panels: readonly Panel[];
}

export function groupsOf(scene: Scene): readonly Group[] {
  const exists = (name: Panel): boolean => ENTRIES[name].exists?.(scene) ?? true;
  const groups: readonly Group[] = GROUPS;
  return groups
    .map(({ title, panels }) => ({ title, panels: panels.filter(exists) }))
    .filter(({ panels }) => panels.length > 0);
}
