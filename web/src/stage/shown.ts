/** Which labels are on screen: those with a place of their own, and those of what is focused. */
import { ofWire } from "../arrays";
import type { LinkScene } from "../schema";
import { touches, type Focus } from "../state/focus";
import { overlap, type Point } from "./labels";
import { boxOf, type LinkPlan, type Writing } from "./plan";
import type { Wire } from "./wires";

export interface Label {
  readonly wire: Wire;
  /** Its point on the wire, in px at zoom 1. */
  readonly at: Point;
  readonly writing: Writing;
  /** Whether a label of what is focused stands in its place for now. */
  readonly covered: boolean;
  readonly near: boolean;
  /** Whether it is written as a term of its neuron's sum (`terms`). */
  readonly term?: boolean;
}

/** Labels of one focused neuron at most; of a neuron with more wires, the strongest have theirs. */
export const MOST_TOGETHER = 24;

/** All labels at a zoom at which they change (`markBelow`). `chosen` are the wires of links that carry only some. */
export function labelsAt(
  plans: readonly LinkPlan[],
  zoom: number,
  focus: Focus | undefined,
  links: readonly LinkScene[] = [],
  chosen: readonly Wire[] = [],
  paths?: ReadonlySet<string>,
): Label[] {
  const lit = (wire: Wire): boolean => (focus ? touches(focus, wire) : (paths?.has(wire.key) ?? false));
  const none = focus === undefined && paths === undefined;
  const near = none ? [] : plans.flatMap((plan, k) => together(plan, k, zoom, focus, lit, links[k], chosen));
  const boxes = near.map(({ at, writing }) => boxOf(scaled(at, zoom), writing));
  const mine = new Set(near.map(({ wire }) => wire.key));
  const usual = plans.flatMap((plan) => {
    const writing = plan.writing(zoom);
    return plan.at(zoom).flatMap((option, n): Label[] => {
      const wire = plan.wires[n];
      if (option === undefined || wire === undefined || mine.has(wire.key)) return [];
      const own = boxOf(scaled(option, zoom), writing);
      return [
        { wire, at: option, writing, covered: boxes.some((box) => overlap(box, own) > 0), near: false },
      ];
    });
  });
  return [...usual, ...near];
}

/** The labels of what is focused or on the strongest paths, in one link. */
function together(
  plan: LinkPlan,
  link: number,
  zoom: number,
  focus: Focus | undefined,
  lit: (wire: Wire) => boolean,
  scene: LinkScene | undefined,
  chosen: readonly Wire[],
): Label[] {
  const all = plan.wires.length > 0 ? plan.wires : chosen.filter((wire) => wire.link === link);
  const touched = all.filter(lit);
  if (touched.length === 0) return [];
  const size = (wire: Wire): number => (scene ? Math.abs(ofWire(scene.weight, wire)) : 0);
  const which =
    touched.length <= MOST_TOGETHER
      ? touched
      : [...touched].sort((a, b) => size(b) - size(a)).slice(0, MOST_TOGETHER);
  const first = which[0] as Wire;
  const own = focus?.kind === "wire" ? plan.at(zoom)[plan.wires.indexOf(first)] : undefined;
  // the label under the pointer stays under it
  const { places, writing } = own
    ? { places: new Map<Wire, Point>([[first, own]]), writing: plan.focused(own, zoom) }
    : plan.together(which, zoom);
  return [...places].map(([wire, point]) => ({
    wire,
    at: point,
    writing,
    covered: false,
    near: true,
  }));
}

const scaled = ({ x, y }: Point, zoom: number): Point => ({ x: x * zoom, y: y * zoom });
