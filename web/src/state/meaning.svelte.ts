/** What the number, the neuron or the wire that is pointed at means, in one sentence that Python says at this moment. */
import type { WhyScene } from "../schema";

export class Meaning {
  /** What was asked about last, and what it means; undefined while nothing is pointed at. */
  told: Pick<WhyScene, "name" | "title" | "text" | "sentence"> | undefined = $state.raw();
  /** The name of what is pointed at. */
  about = $state("");
}
