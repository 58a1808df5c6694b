/** Steps and epochs of futures: an epoch has as many steps as its batches are, so that it is as many samples in each. */
import { numbers } from "../arrays";
import type { FutureScene, RunScene } from "../schema";
import type { Curve } from "./curves";

type Paced = Pick<FutureScene, "epochs">;

/** The epochs that a future has made after `step` steps. */
export const epochAt = (future: Paced, step: number): number => along(future, step, 0, 1);

/** The steps that a future has made after `epoch` epochs; between steps as well. */
export const stepOfEpoch = (future: Paced, epoch: number): number => along(future, epoch, 1, 0);

/** The other coordinate of the line through a future's points, which goes on evenly beyond both ends. */
function along({ epochs }: Paced, value: number, from: 0 | 1, to: 0 | 1): number {
  const points = numbers(epochs);
  const last = points.length / 2 - 1;
  const at = (k: number, axis: 0 | 1): number => points[2 * k + axis] ?? 0;
  let k = 0;
  while (k < last - 1 && at(k + 1, from) < value) k++;
  const [begin, end] = [at(k, from), at(Math.min(k + 1, last), from)];
  const share = end > begin ? (value - begin) / (end - begin) : 0;
  return at(k, to) + share * (at(Math.min(k + 1, last), to) - at(k, to));
}

/** Where a step of one future stands among the steps of the one shown, if both are laid side by side by epochs. */
export class Alignment {
  readonly #shown: Paced | undefined;
  readonly #futures: ReadonlyMap<string, Paced>;

  constructor(run: Pick<RunScene, "futures" | "shown">) {
    this.#futures = new Map(run.futures.map((future) => [future.name, future]));
    this.#shown = this.#futures.get(run.shown);
  }

  /** The step of the shown future at which it has made as many epochs. */
  onto(future: string, step: number): number {
    const of = this.#futures.get(future);
    if (of === undefined || this.#shown === undefined || of === this.#shown) return step;
    return stepOfEpoch(this.#shown, epochAt(of, step));
  }

  /** The step of another future at which it has made as many epochs as the shown one after `step`. */
  back(future: string, step: number): number {
    const of = this.#futures.get(future);
    if (of === undefined || this.#shown === undefined || of === this.#shown) return step;
    return Math.round(stepOfEpoch(of, epochAt(this.#shown, step)));
  }

  curve(curve: Curve): Curve {
    if (curve.shown) return curve;
    return { ...curve, steps: curve.steps.map((step) => this.onto(curve.future, step)) };
  }

  /** The run with all steps of other futures where they stand among those of the shown one. */
  run(run: RunScene): RunScene {
    return {
      ...run,
      futures: run.futures.map((future) => ({
        ...future,
        departure: this.onto(future.name, future.departure),
        steps: this.onto(future.name, future.steps),
      })),
      marks: run.marks.map((mark) => ({ ...mark, step: this.onto(mark.future, mark.step) })),
    };
  }
}
