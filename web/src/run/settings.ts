/** The settings a what-if may ask of: what each is called, where its slider ends, how it stands. */
import type { NumberSetting, Scene } from "../schema";

export type Asked = NumberSetting & {
  /** As it stands; where it is off, the lower end of its slider. */
  readonly value: number;
};

/** All of them, those that are changed most first. */
export function settingsOf({ experiment }: Pick<Scene, "experiment">): Asked[] {
  return experiment.groups
    .flatMap(({ settings }) => settings)
    .flatMap((setting) =>
      setting.type === "number" ? setting : setting.type === "layers" ? setting.numbers : [],
    )
    .filter(({ asked }) => asked)
    .map((setting) => ({ ...setting, value: setting.value ?? setting.low }));
}

/** A value of a slider at a share of its way: two digits are enough while it is dragged. */
export function valueAt(asked: Asked, share: number): number {
  const { low, high, scale, whole } = asked;
  const exact = scale === "log" ? low * (high / low) ** share : low + (high - low) * share;
  const value = whole ? Math.round(exact) : Number(exact.toPrecision(share === 0 || share === 1 ? 12 : 3));
  return Math.min(high, Math.max(low, value));
}

/** Where on its way a slider stands for a value. */
export function shareOf({ low, high, scale }: Asked, value: number): number {
  const share = scale === "log" ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return Math.min(1, Math.max(0, Number.isFinite(share) ? share : 0));
}

/** At most `count` values of a setting, evenly along its slider. */
export function spread(asked: Asked, count: number): number[] {
  const values = Array.from({ length: count }, (_, k) => valueAt(asked, k / (count - 1)));
  return values.filter((value, k) => k === 0 || value !== values[k - 1]);
}

/** Which of `values` a value is nearest to, along the slider. */
export function nearestOf(asked: Asked, values: readonly number[], value: number): number {
  const here = shareOf(asked, value);
  const far = values.map((one) => Math.abs(shareOf(asked, one) - here));
  return far.indexOf(Math.min(...far));
}
