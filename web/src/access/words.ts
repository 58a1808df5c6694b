/** What is on screen of a neuron or a wire at this position of the step, in one sentence. */
import { at, ofWire, numbers } from "../arrays";
import { held } from "../bias";
import type { LayerScene, LinkScene, Scene } from "../schema";
import type { Focus } from "../state/focus";
import type { Picture } from "../state/timeline";
import type { Formatter } from "../ui/format";

const signed = ({ format }: Formatter, value: number, decimals = 3): string =>
  format(value, { decimals, sign: true }).trim();

export function inWords(write: Formatter, scene: Scene, picture: Picture, focus: Focus): string {
  return focus.kind === "neuron"
    ? neuronInWords(write, scene, picture, focus.layer, focus.index)
    : wireInWords(write, scene, picture, focus);
}

function neuronInWords(write: Formatter, scene: Scene, picture: Picture, l: number, index: number): string {
  const { layers, links } = scene.stage;
  const layer = layers[l];
  const shown = picture.layers[l];
  if (layer === undefined || shown === undefined) return "";
  const said = [
    ...(layer.role === "input" ? inputValues(write, layer, index, shown.value > 0) : []),
    ...(layer.role === "input" ? [] : [layer.activation]),
    ...(layer.mask && at(layer.mask, index) === 0 ? ["dropped in this step"] : []),
    ...(layer.preactivation && shown.sum > 0 ? [`z ${signed(write, at(layer.preactivation, index))}`] : []),
    ...(layer.role !== "input" && shown.value > 0 ? [`a ${signed(write, at(layer.value, index))}`] : []),
    ...biasValues(write, layer, index, picture, shown.gradient > 0),
    ...(layer.delta && shown.delta > 0 ? [`δ ${signed(write, at(layer.delta, index), 4)}`] : []),
    ...(layer.role === "output" && picture.error > 0 ? outputValues(write, scene, index) : []),
    ...(picture.aside > 0 ? ["all but the new bias from before the update"] : []),
  ];
  const [arriving, leaving] = [links[l - 1], links[l]].map((link) => link?.count ?? 0);
  const wires = [
    arriving ? `${arriving / layer.names.length} wires in` : "",
    leaving ? `${leaving / layer.names.length} out` : "",
  ].filter((part) => part !== "");
  return `${title(layer, index)}: ${said.join(", ")}; ${wires.join(", ")}`;
}

/** "hidden 2, neuron 3", or the name of an input or output. */
function title(layer: LayerScene, index: number): string {
  const name = layer.names[index] ?? "";
  const own = layer.role === "hidden" ? "" : ` ${name}`;
  return `${layer.title}, neuron ${index + 1}${own}`;
}

function inputValues(write: Formatter, layer: LayerScene, index: number, known: boolean): string[] {
  const unit = layer.units[index] ?? "";
  return [
    ...(layer.raw ? [`${write.short(at(layer.raw, index))} ${unit}`.trim()] : []),
    ...(known ? [`${layer.note} ${signed(write, at(layer.value, index))}`] : []),
  ];
}

function biasValues(
  write: Formatter,
  layer: LayerScene,
  index: number,
  { updated }: Picture,
  gradient: boolean,
): string[] {
  const bias = updated ? layer.bias_after : layer.bias;
  return [
    ...(bias ? [`bias ${signed(write, at(bias, index))}${held(layer) ? ", held" : ""}`] : []),
    ...(updated && layer.bias && !held(layer) ? [`before ${signed(write, at(layer.bias, index))}`] : []),
    ...(layer.bias_gradient && gradient
      ? [`gradient of the bias ${signed(write, at(layer.bias_gradient, index), 4)}`]
      : []),
  ];
}

function outputValues(write: Formatter, { stage: { output } }: Scene, index: number): string[] {
  return [
    ...(output.probability
      ? [`probability ${write.format(at(output.probability, index), { decimals: 4 })}`]
      : []),
    `target ${write.short(at(output.target, index))}`,
    `error ${signed(write, at(output.error, index), 4)}`,
  ];
}

function wireInWords(
  write: Formatter,
  scene: Scene,
  picture: Picture,
  focus: Extract<Focus, { kind: "wire" }>,
): string {
  const { layers, links } = scene.stage;
  const link = links[focus.link];
  const place = link && placed(link, focus.from, focus.to);
  if (link === undefined || place === undefined) return "";
  const from = layers[focus.link]?.names[focus.from] ?? "";
  const to = layers[focus.link + 1]?.names[focus.to] ?? "";
  const shown = picture.links[focus.link];
  const done = (picture.layers[focus.link]?.value ?? 0) > 0;
  const mean = scene.experiment.batch.size === 1 ? "" : `, mean of ${scene.experiment.batch.size}`;
  return [
    `wire from ${from} to ${to}: weight ${signed(write, ofWire(picture.updated ? link.after : link.weight, place))}`,
    ...(picture.updated ? [`before ${signed(write, ofWire(link.weight, place))}`] : []),
    ...(done && picture.aside === 0 ? [`carries ${signed(write, ofWire(link.forward, place))} forward`] : []),
    ...((shown?.gradient ?? 0) > 0
      ? [`gradient ${signed(write, ofWire(link.gradient, place), 4)}${mean}`]
      : []),
  ].join(", ");
}

/** A wire with its place in the arrays of a link that carries only some; undefined where it is not carried. */
export function placed(
  link: LinkScene,
  from: number,
  to: number,
): { from: number; to: number; place?: number } | undefined {
  if (link.chosen === null) return { from, to };
  const pairs = numbers(link.chosen);
  for (let place = 0; 2 * place < pairs.length; place++) {
    if (pairs[2 * place] === from && pairs[2 * place + 1] === to) return { from, to, place };
  }
  return undefined;
}
