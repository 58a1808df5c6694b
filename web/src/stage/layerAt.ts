/** Which layer a step is about at a position. */
import type { PhaseScene } from "../schema";

/** The layer of the phase that is under way or has come to rest; an update is seen where it came from. */
export function layerAt(phases: readonly PhaseScene[], last: number, present: number): number {
  const phase = phases[Math.max(0, present)];
  if (phase === undefined || phase.name === "read") return 0;
  if (phase.name === "loss") return last;
  return phase.name === "update" ? 1 : phase.layer;
}
