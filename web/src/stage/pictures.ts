/** Which pictures stand inside neurons at a position of the timeline: those of the parameters on screen. */
import type { FaceScene, NeuronPicturesScene, ResponsesScene, Tones } from "../schema";

type Pictures = NeuronPicturesScene | undefined;

/** The plane as neurons see it, before the update or, once the parameters on screen are the new ones, after it. */
export function responsesOf(pictures: Pictures, updated: boolean): ResponsesScene | null {
  return (updated ? pictures?.responses_after : null) ?? pictures?.responses ?? null;
}

/** The weights as images, before the update or after it. */
export function facesOf(pictures: Pictures, updated: boolean): FaceScene | null {
  return (updated ? pictures?.weights_after : null) ?? pictures?.weights ?? null;
}

/** What stands inside the neurons of a layer, where these are pictures. */
export interface Faces {
  readonly tones: Tones;
  /** Whether cells are pixels of an image; else the plane. */
  readonly sharp: boolean;
  /** The neurons that nothing on the plane rouses. */
  readonly dead: readonly number[];
  /** What a cell is, in a few words. */
  readonly meaning: string;
}

export function layerFaces(pictures: Pictures, layer: number, updated: boolean): Faces | undefined {
  const responses = responsesOf(pictures, updated);
  const tones = responses?.neurons[layer];
  if (tones) {
    const meaning = layer === 0 ? "what the network sees of this input" : "activation";
    return {
      tones,
      sharp: false,
      dead: responses?.dead[layer] ?? [],
      meaning: `${meaning} over the plane of the inputs`,
    };
  }
  const weights = facesOf(pictures, updated);
  if (weights?.layer !== layer) return undefined;
  const rule = weights.rule === "" ? "each cell is the weight of its pixel" : weights.rule;
  return { tones: weights.weights, sharp: true, dead: [], meaning: `incoming weights: ${rule}` };
}
