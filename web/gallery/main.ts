/**
 * The developers' gallery: the page itself, with a scene from a file in place of a server.
 *
 *     gallery.html                                     all scenes
 *     gallery.html?scene=iris&phase=4.5                one of them, at a position of its step
 *                 #5                                   moved from there to another, without loading anew
 *                 &only=Only%20to%20look%20at.        as a page whose model is read-only
 *                 &colours=dark&contrast=high&projector=on&patterns=on
 */
import { decode } from "@msgpack/msgpack";
import { mount } from "svelte";

import App from "../src/App.svelte";
import "../src/fonts.css";
import type { Open } from "../src/host/model";
import { openStill } from "../src/host/still";
import type { Scene } from "../src/schema";
import { Memory } from "../src/state/memory";
import "../src/styles/all.css";
import "../src/styles/document.css";
import Wall from "./Wall.svelte";

const target = document.getElementById("app");
if (target === null) throw new Error('gallery.html has no element with the id "app"');
const asked = new URLSearchParams(location.search);
const name = asked.get("scene");

if (name === null) {
  const scenes = (await (await fetch("scenes/index.json")).json()) as string[];
  mount(Wall, { target, props: { scenes } });
} else {
  const answer = await fetch(`scenes/${name}.msgpack`);
  const scene = decode(new Uint8Array(await answer.arrayBuffer())) as Scene;
  const choices: Record<string, string | null> = {
    "learnscope.theme": asked.get("colours") ?? "light",
    "learnscope.contrast": asked.get("contrast") ?? "normal",
    "learnscope.projector": asked.get("projector"),
    "learnscope.patterns": asked.get("patterns") ?? (asked.get("contrast") === "high" ? "on" : "off"),
  };
  const phase = Number(asked.get("phase") ?? scene.stage.timeline.length - 1);
  const at = (phase: number): Scene => ({ ...scene, moment: { ...scene.moment, phase } });
  const still = openStill(at(phase), { readOnly: asked.get("only") ?? "" });
  const open: Open = (listener) => {
    addEventListener("hashchange", () => listener.scene(at(Number(location.hash.slice(1)))));
    return still(listener);
  };
  const memory = new Memory(() => ({ getItem: (name) => choices[name] ?? null, setItem: () => undefined }));
  mount(App, { target, props: { open, memory, root: document.documentElement } });
}
