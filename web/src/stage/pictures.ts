/** Which pictures belong to a position of the timeline: those of the parameters on screen. */
import type { FaceScene, PicturesScene, PlaneScene, Tones } from "../schema";

/** The plane before the update or, once the parameters on screen are the new ones, after it. */
export function planeOf(pictures: PicturesScene | null, updated: boolean): PlaneScene | null {
  if (pictures === null) return null;
  return (updated ? pictures.plane_after : null) ?? pictures.plane;
}

/** The weights as images, before the update or after it. */
export function facesOf(pictures: PicturesScene | null, updated: boolean): FaceScene | null {
  if (pictures === null) return null;
  return (updated ? pictures.weights_after : null) ?? pictures.weights;
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

export function layerFaces(
  pictures: PicturesScene | null,
  layer: number,
  updated: boolean,
): Faces | undefined {
  if (pictures?.face !== "picture") return undefined;
  const plane = planeOf(pictures, updated);
  const tones = plane?.neurons[layer];
  if (tones) {
    const meaning = layer === 0 ? "what the network sees of this input" : "activation";
    return {
      tones,
      sharp: false,
      dead: plane?.dead[layer] ?? [],
      meaning: `${meaning} over the plane of the inputs`,
    };
  }
  const weights = facesOf(pictures, updated);
  if (weights?.layer !== layer) return undefined;
  const rule = weights.rule === "" ? "each cell is the weight of its pixel" : weights.rule;
  return { tones: weights.weights, sharp: true, dead: [], meaning: `incoming weights: ${rule}` };
}
