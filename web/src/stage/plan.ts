/**
 * Which weights of a link have a label at which zoom, and where on its wire each stands.
 *
 * Zooming moves wires apart while labels keep their size. So a label that is free of others at one zoom is free of them
 * at every nearer one: it is placed once, at the zoom at which there is room for it, and then stays at its share of the
 * wire, however near one comes. What changes with the zoom (more digits, a gradient below, texts around neurons) is
 * reserved where a label is placed: in px at zoom 1, a label needs the largest of size(z) / z over all z from there on.
 */
import { around, turningPoints, zoomedColumn, type Column } from "./columns";
import { optionsOn, overlap, placeLabels, type Box, type Option, type Point, type Size } from "./labels";
import { along, type Wire } from "./wires";

/** How a label is written at some zoom. */
export interface Writing extends Size {
  /** px of it above its point on the wire. */
  readonly above: number;
  /** Digits after the point; undefined for all there are. */
  readonly decimals: number | undefined;
  /** Characters that fit into it. */
  readonly characters: number;
  /** Whether the gradient stands below the weight. */
  readonly gradient: boolean;
  /** Whether the gradient stands above the weight, because below there is no room. */
  readonly over: boolean;
  /** Whether, in the update, the old weight stands above the new one. */
  readonly both: boolean;
  readonly small: boolean;
}

interface Kind {
  /** Height in px of a weight without its gradient. */
  readonly height: number;
  /** Zooms from which it has a gradient below, in the update the old weight above the new, and normal digits. */
  readonly gradient: number;
  readonly both: number;
  readonly normal: number;
}

const KINDS: readonly Kind[] = [
  { height: 24, gradient: 1, both: 1, normal: 1 },
  { height: 24, gradient: 1, both: 2.4, normal: 1 },
  { height: 21, gradient: 2.4, both: 2.4, normal: 1 },
  { height: 17, gradient: 3, both: 3, normal: 1 },
  { height: 15, gradient: 3.4, both: 3.4, normal: 1.5 },
];
const SMALLEST = KINDS.length - 1;
/** Zooms at which a weight gains digits, and how many it then has. */
const DIGITS: readonly [number, number][] = [
  [2.4, 4],
  [4.2, 6],
];
const ALL_DIGITS = 7.5; // zoom from which a weight is written with all of them
const CHARACTER = 7; // px
const SMALL_CHARACTER = 6.6;
const SURROUND = 9; // px of a label that are no digits
const TALL = 32; // px, a weight with its gradient below
const TALL_ABOVE = 12;
const HALF = 9; // px of a weight below its point
export const OLD = 12; // px above it, the old weight in the update
const ABOUT = 8; // px beside it, ≈

export const MOST_ZOOM = 16;
/** Zooms at which labels are added. */
const LEVELS = [1, 1.5, 2, 3, 4.5, 7, 11] as const;
const STEPS = [1, 1.5, 2.4, 3, 3.4, 4.2, ALL_DIGITS] as const; // zooms at which writing changes
const CROWDED = 140; // wires of a link of which no weight has a label before one comes nearer
const CROWDED_FROM = 2; // zoom
const FEW_TRIES = 12; // where a smaller kind of label may follow
const MOST_IN_LINK = 700; // wires beyond which only those of what is focused are labelled

const MARKS = [...new Set<number>([...LEVELS, ...STEPS])].sort((a, b) => a - b);

/** The zoom from which on labels and their writing are as at this one: while one comes nearer, little changes at once. */
export function markBelow(zoom: number): number {
  if (zoom < 1) return Math.max(0.1, Math.floor(10 * zoom + 1e-9) / 10);
  return MARKS.findLast((mark) => mark <= zoom) ?? 1;
}

const nextMark = (zoom: number): number => MARKS.find((mark) => mark > zoom) ?? Infinity;

/** From afar a kind is written as at zoom 1: where that has no room, a smaller kind is. */
export function writingAt(kind: number, from: number): Writing {
  const { height, gradient, both, normal } = KINDS[kind] ?? KINDS[SMALLEST]!;
  const zoom = kind < SMALLEST ? Math.max(1, from) : from;
  const small = zoom < normal;
  const digits = DIGITS.filter(([from]) => zoom >= from).at(-1)?.[1] ?? (small ? 2 : 3);
  const decimals = zoom >= ALL_DIGITS ? undefined : digits;
  const characters = decimals === undefined ? 21 : decimals + 3;
  const tall = zoom >= gradient;
  const old = zoom >= both;
  return {
    width: characters * (small ? SMALL_CHARACTER : CHARACTER) + SURROUND + (old ? ABOUT : 0),
    height: (old ? OLD : 0) + (tall ? TALL : small ? height : Math.max(17, height)),
    above: (old ? OLD : 0) + (tall ? TALL_ABOVE : height / 2),
    decimals,
    characters,
    gradient: tall,
    over: false,
    both: old,
    small,
  };
}

/** What a label needs around its point, in px at zoom 1, if it is to stay free from `zoom` on. */
function reserved(kind: number, zoom: number): Size {
  const sizes = [zoom, ...STEPS.filter((step) => step > zoom)].map((at) => {
    const { width, height } = writingAt(kind, at);
    return { width: width / at, height: height / at };
  });
  return {
    width: Math.max(...sizes.map(({ width }) => width)),
    height: Math.max(...sizes.map(({ height }) => height)),
  };
}

/** How labels are written from afar, and where they stand. */
interface Far {
  readonly kind: number;
  readonly places: readonly (Option | undefined)[];
}

/** The labels of all wires of one link. Points are in px at zoom 1. */
export class LinkPlan {
  readonly wires: readonly Wire[];
  /** How its labels are written: the largest kind in which all have a place, else the smallest. */
  readonly kind: number;
  readonly #columns: readonly [Column, Column];
  readonly #inside: Box;
  readonly #turns: readonly number[];
  readonly #levels: (Option | undefined)[][] = [];
  readonly #far = new Map<number, Far>(); // by the mark below the zoom

  constructor(wires: readonly Wire[], columns: readonly [Column, Column], inside: Box) {
    [this.wires, this.#columns, this.#inside] = [wires, columns, inside];
    this.#turns = columns.flatMap((column) => turningPoints(column, MOST_ZOOM));
    let kind = wires.length > CROWDED ? SMALLEST : 0;
    let placed: (Option | undefined)[] = wires.map(() => undefined);
    if (wires.length <= CROWDED) {
      for (kind = 0; kind <= SMALLEST; kind++) {
        if (kind < SMALLEST && this.#tooMany(kind)) continue;
        const tries = kind < SMALLEST ? FEW_TRIES : undefined;
        placed = placeLabels(this.#optionsFor(wires, kind, 1), reserved(kind, 1), [], tries);
        if (kind === SMALLEST || placed.every((one) => one !== undefined)) break;
      }
    }
    this.kind = kind;
    this.#levels.push(placed);
  }

  /** The place of each wire's label at a zoom; undefined for those without. */
  at(zoom: number): readonly (Option | undefined)[] {
    if (zoom < 1) return this.#farther(zoom).places;
    const level = Math.max(0, LEVELS.filter((one) => one <= zoom).length - 1);
    while (this.#levels.length <= level) this.#levels.push(this.#refined(this.#levels.length));
    return this.#levels[level] ?? [];
  }

  /** Whether more labels may find a place from nearer. */
  growsFrom(zoom: number): boolean {
    return (
      this.wires.length <= MOST_IN_LINK &&
      zoom < LEVELS[LEVELS.length - 1]! &&
      this.at(zoom).includes(undefined)
    );
  }

  writing(zoom: number): Writing {
    return writingAt(zoom < 1 ? this.#farther(zoom).kind : this.kind, zoom);
  }

  /**
   * Places for the labels of some of its wires, with gradients where there is room for all of them; those that can stay do.
   */
  together(which: readonly Wire[], zoom: number): { places: Map<Wire, Point>; writing: Writing } {
    let best = this.#together(which, zoom, 0);
    for (const kind of [1, 3, SMALLEST]) {
      if (best.places.size === which.length) break;
      const other = this.#together(which, zoom, kind);
      if (other.places.size > best.places.size) best = other;
    }
    return best;
  }

  /** How the weight of one focused wire is written with its gradient, at its place: on the side where that is free. */
  focused(at: Point, zoom: number): Writing {
    const below = writingAt(0, zoom);
    if (this.#fits(0, zoom, true)(at)) return below;
    const width = below.width - ABOUT - SURROUND / 2; // nothing stands beside it before the update
    const over = { ...below, over: true, width, height: below.above + HALF };
    return this.#fits(0, zoom, true, over)(at) ? over : below;
  }

  #together(
    which: readonly Wire[],
    zoom: number,
    kind: number,
  ): { places: Map<Wire, Point>; writing: Writing } {
    const shown = this.at(zoom);
    const writing = writingAt(kind, zoom);
    const size = { width: writing.width / zoom, height: writing.height / zoom };
    const options = this.#optionsFor(which, kind, zoom, true);
    const places = new Map<Wire, Point>();
    which.forEach((wire, n) => {
      const here = wire.place === undefined ? shown[this.wires.indexOf(wire)] : undefined;
      const clear = here !== undefined && [...places.values()].every((point) => apart(here, point, size));
      if (clear && options[n]?.some(({ share }) => share === here.share)) places.set(wire, here);
    });
    const moving = which.flatMap((wire, n) => (places.has(wire) ? [] : [n]));
    const found = placeLabels(
      moving.map((n) => options[n] ?? []),
      size,
      [...places.values()],
    );
    moving.forEach((n, k) => {
      const place = found[k];
      if (place) places.set(which[n] as Wire, place);
    });
    return { places, writing };
  }

  #refined(level: number): (Option | undefined)[] {
    const before = this.#levels[level - 1] ?? [];
    const zoom = LEVELS[level] ?? MOST_ZOOM;
    const without = this.wires.flatMap((_, n) => (before[n] === undefined ? [n] : []));
    const tooFar = this.wires.length > CROWDED && zoom < CROWDED_FROM;
    if (without.length === 0 || tooFar || this.wires.length > MOST_IN_LINK) return before;
    const found = placeLabels(
      this.#optionsFor(
        without.map((n) => this.wires[n] as Wire),
        this.kind,
        zoom,
      ),
      reserved(this.kind, zoom),
      before.filter((one) => one !== undefined),
    );
    const now = [...before];
    without.forEach((n, k) => (now[n] = found[k]));
    return now;
  }

  /** From afar, at a zoom no larger, the largest kind in which all labels have a place, as where one is near. */
  #farther(zoom: number): Far {
    const at = markBelow(zoom);
    let far = this.#far.get(at);
    if (far === undefined) {
      for (let kind = this.kind; far === undefined && kind < SMALLEST; kind++) {
        const places = this.#from(at, kind);
        if (places.every((one) => one !== undefined)) far = { kind, places };
      }
      far ??= { kind: SMALLEST, places: this.#from(at, SMALLEST) };
      this.#far.set(at, far);
    }
    return far;
  }

  /** The labels of the whole that are free of each other from afar; where not all are, some may stand elsewhere. */
  #from(zoom: number, kind: number): (Option | undefined)[] {
    const { width, height } = writingAt(kind, zoom);
    const size = { width: width / zoom, height: height / zoom };
    const options = this.#optionsFor(this.wires, kind, zoom, true);
    const kept: Option[] = [];
    const places = (this.#levels[0] ?? []).map((place, n) => {
      const clear =
        place !== undefined &&
        options[n]?.some(({ share }) => share === place.share) &&
        kept.every((other) => apart(place, other, size));
      if (clear) kept.push(place);
      return clear ? place : undefined;
    });
    if (kept.length === places.length || this.wires.length > CROWDED) return places;
    const anew = placeLabels(options, size, [], FEW_TRIES);
    return anew.filter((one) => one !== undefined).length > kept.length ? anew : places;
  }

  #tooMany(kind: number): boolean {
    const { width, height } = reserved(kind, 1);
    const [below, above] = this.#columns;
    return this.wires.length * width * height > 0.62 * (above.x - below.x - 50) * this.#inside.height;
  }

  /** Where labels of a kind can stand from a zoom on, others left aside. */
  #optionsFor(wires: readonly Wire[], kind: number, zoom: number, here = false): Option[][] {
    const fits = this.#fits(kind, zoom, here);
    return wires.map(({ start, end }) => optionsOn((share) => along(start, end, share), fits));
  }

  /** Whether a label of a kind, or one written so, covers no neuron and no edge at a point, from a zoom on. */
  #fits(kind: number, zoom: number, here: boolean, written?: Writing): (point: Point) => boolean {
    // texts of neurons grow at turns, labels at steps: of both, where either does
    const zooms = [zoom, ...this.#turns, ...STEPS].filter(
      (at, k) => (k === 0 || at > zoom) && at < (here ? nextMark(zoom) : Infinity),
    );
    const views = zooms.map((at) => {
      const blocks = this.#columns.flatMap((column) => {
        const near = zoomedColumn(column, at);
        return near.places.flatMap((place) => around(place, near));
      });
      return { at, blocks, writing: written ?? writingAt(kind, at) };
    });
    return (point) =>
      views.every(({ at, blocks, writing }) => {
        const box = boxOf({ x: point.x * at, y: point.y * at }, writing);
        return (at !== 1 || within(box, this.#inside)) && !blocks.some((block) => overlap(block, box) > 0);
      });
  }
}

/** What a label covers that is written at a point. */
export function boxOf({ x, y }: Point, { width, height, above }: Writing): Box {
  return { x: x - width / 2, y: y - above, width, height };
}

function apart(one: Point, other: Point, { width, height }: Size): boolean {
  return Math.abs(one.x - other.x) >= width || Math.abs(one.y - other.y) >= height;
}

function within(a: Box, b: Box): boolean {
  return a.x >= b.x && a.y >= b.y && a.x + a.width <= b.x + b.width && a.y + a.height <= b.y + b.height;
}
