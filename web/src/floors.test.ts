// @vitest-environment jsdom
/** Modules of the page import from below and from their own folder, never upward, and never in a circle. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";

import { expect, it } from "vitest";

const SOURCE = import.meta.dirname;

/** Folders, and files that lie in none, from the ground up; those on one floor do not know each other. */
const FLOORS: readonly (readonly string[])[] = [
  ["schema", "glossary"],
  ["arrays", "bias", "names", "opened"],
  ["ui", "host"],
  ["state"],
  ["stage", "data"],
  ["run", "experiment", "access", "lens", "bar"],
  ["dock", "lesson", "class"],
  ["HeaderSheet", "Link"],
  ["Caption", "Floor", "Keys", "Layout", "Left", "Notice", "ViewSheet", "Welcome"],
  ["View"],
  ["Header"],
  ["App"],
  ["main"],
];
const STYLES = ["styles", "fonts"]; // known to whoever mounts the page

/** The folder of a module, or its own name where it lies in none. */
const roomOf = (path: string): string => (path.split("/")[0] as string).replace(/\..*$/, "");
const floorOf = (path: string): number => FLOORS.findIndex((rooms) => rooms.includes(roomOf(path)));

function modules(folder = SOURCE): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return modules(path);
    return /\.(svelte|ts)$/.test(name) && !/\.test\.ts$/.test(name) ? [relative(SOURCE, path)] : [];
  });
}

/** What a module imports of the page, types included: paths below src/. */
function importsOf(path: string): string[] {
  const text = readFileSync(join(SOURCE, path), "utf-8");
  const named = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"(\.[^"]*)"/g);
  return [...named].map(([, specifier = ""]) => {
    const whole = join(SOURCE, dirname(path), specifier);
    const found = ["", ".ts", ".svelte.ts"].map((end) => whole + end).find((one) => existsSync(one));
    if (found === undefined) throw new Error(`${path} imports ${specifier}, which is not there`);
    return relative(SOURCE, found);
  });
}

/** Whether a module may import another. */
function allowed(importer: string, target: string): boolean {
  if (roomOf(importer) === roomOf(target)) return true;
  if (STYLES.includes(roomOf(target))) return roomOf(importer) === "main";
  return floorOf(target) >= 0 && floorOf(target) < floorOf(importer);
}

/** A way from a module back to itself, for each module from which there is one. */
function circles(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const walk = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) found.push([...way.slice(way.indexOf(path)), path].join(" → "));
    if (done.has(path)) return;
    done.add(path);
    for (const next of imports.get(path) ?? []) walk(next, [...way, path]);
  };
  for (const path of imports.keys()) walk(path, []);
  return found;
}

const IMPORTS = new Map(modules().map((path) => [path, importsOf(path)]));

it("has a floor for every module", () => {
  expect(modules().filter((path) => floorOf(path) < 0)).toEqual([]);
});

it("has no import upward or sideways", () => {
  const wrong = [...IMPORTS].flatMap(([path, targets]) =>
    targets.filter((target) => !allowed(path, target)).map((target) => `${path} → ${target}`),
  );

  expect(wrong).toEqual([]);
});

it("has no circle of imports, not even inside a folder", () => {
  expect(circles(IMPORTS)).toEqual([]);
});

it.each([
  ["stage/Stage.svelte", "state/timeline.ts", true],
  ["stage/plan.ts", "stage/labels.ts", true],
  ["state/sitting.svelte.ts", "host/model.ts", true],
  ["ui/format.ts", "state/view.svelte.ts", false],
  ["ui/tones.ts", "host/socket.ts", false],
  ["stage/Decision.svelte", "run/words.ts", false],
  ["run/Run.svelte", "access/voice.svelte.ts", false],
  ["App.svelte", "styles/all.css", false],
])("tells right from wrong: %s may import %s: %s", (importer, target, fine) => {
  expect(allowed(importer, target)).toBe(fine);
});

it("finds a circle", () => {
  const imports = new Map([
    ["a", ["b"]],
    ["b", ["c", "d"]],
    ["c", ["a"]],
    ["d", []],
  ]);

  expect(circles(imports)).toEqual(["a → b → c → a"]);
});
