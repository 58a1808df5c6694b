/** A landscape as comma-separated values: a row for each place, with all digits. */
import { numbers } from "../../arrays";
import type { LandscapeScene } from "../../schema";
import { csvOf } from "../../ui/csv";

export function tableOf({ axes, cells, losses }: LandscapeScene): string {
  const all = numbers(losses);
  const place = (axis: number, k: number): number => {
    const { low, high } = axes[axis]!;
    return low + ((high - low) * k) / (cells - 1);
  };
  const rows = Array.from(all, (loss, k) =>
    axes.length === 1 ? [place(0, k), loss] : [place(0, k % cells), place(1, Math.floor(k / cells)), loss],
  );
  return csvOf([[...axes.map(({ title }) => title), "loss"], ...rows]);
}
