/**
 * The strongest paths of this sample: from the winning output back to the inputs, against the stream.
 *
 * Each of the strongest few wires into the winning output, by |value × weight|, begins a path; from there on the path
 * follows, layer by layer, the wire that brings most to the neuron it has come to. Where a link carries only some of its
 * wires, the path goes along those, and ends where none of them leads on.
 */
import { numbers } from "../arrays";
import type { LinkScene, StageScene } from "../schema";

export const PATHS = 3;
/** The rule, for whoever sees them. */
export const PATHS_RULE =
  "Strongest paths: the three wires that bring most to the winning output, by |value × weight| for this sample, and " +
  "from each the strongest wire back, layer by layer.";

/** A wire and what flows along it forward. */
interface Flow {
  readonly from: number;
  readonly size: number;
}

/** Keys of the wires of the strongest paths. */
export function strongestPaths(stage: StageScene): ReadonlySet<string> {
  const found = new Set<string>();
  const last = stage.links.length - 1;
  const link = stage.links[last];
  const winner = winnerOf(stage);
  if (link === undefined || winner === undefined) return found;
  for (const { from } of flowsInto(link, winner).slice(0, PATHS)) {
    found.add(`${last}.${from}.${winner}`);
    let here = from;
    for (let k = last - 1; k >= 0; k--) {
      const strongest = flowsInto(stage.links[k] as LinkScene, here)[0];
      if (strongest === undefined) break;
      found.add(`${k}.${strongest.from}.${here}`);
      here = strongest.from;
    }
  }
  return found;
}

/** The output that is largest, by its probability where there is one. */
export function winnerOf({ layers, output }: StageScene): number | undefined {
  const said = output.probability ?? layers.at(-1)?.value;
  if (said === undefined) return undefined;
  const values = numbers(said);
  let winner: number | undefined;
  values.forEach((value, k) => {
    if (!Number.isNaN(value) && (winner === undefined || value > (values[winner] ?? -Infinity))) winner = k;
  });
  return winner;
}

/** What flows into a neuron, the strongest first. */
function flowsInto(link: LinkScene, to: number): Flow[] {
  const forward = numbers(link.forward);
  const flows: Flow[] = [];
  if (link.chosen === null) {
    const [rows = 0, columns = 1] = link.forward.shape;
    for (let from = 0; from < rows; from++)
      flows.push({ from, size: Math.abs(forward[from * columns + to] ?? 0) });
  } else {
    const pairs = numbers(link.chosen);
    forward.forEach((flow, k) => {
      if (pairs[2 * k + 1] === to) flows.push({ from: pairs[2 * k] ?? 0, size: Math.abs(flow) });
    });
  }
  return flows.filter(({ size }) => size > 0).sort((a, b) => b.size - a.size || a.from - b.from);
}
