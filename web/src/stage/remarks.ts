/** What the stage does not show, and by what rule: sentences. */
import type { StageScene } from "../schema";
import type { LinkPlan } from "./plan";

/** `from`: the first link whose gradients have come so far, −1 before any have; those after it have theirs. */
export function remarksOn(
  stage: StageScene,
  plans: readonly LinkPlan[],
  zoom: number,
  from: number,
): string[] {
  const between = (link: number): string =>
    `${stage.layers[link]?.title ?? ""} to ${stage.layers[link + 1]?.title ?? ""}`;
  const rules = stage.links.flatMap(({ rule }, k) => (rule === "" ? [] : [`From ${between(k)}: ${rule}.`]));
  const all = plans.reduce((sum, plan) => sum + plan.wires.length, 0);
  const hidden = plans.reduce(
    (sum, plan) => sum + plan.at(zoom).filter((one) => one === undefined).length,
    0,
  );
  const nearer = plans.some((plan) => plan.growsFrom(zoom));
  if (hidden > 0) {
    rules.push(
      `${hidden} of ${all} weights have no room here; point at a neuron or a wire to read its own` +
        (nearer ? ", or zoom in." : "."),
    );
  }
  const known = from < 0 ? [] : plans.slice(from);
  const bare = known.some((plan) => plan.wires.length > 0 && !plan.writing(zoom).gradient);
  if (bare && hidden < all) {
    rules.push("Gradients have no room here; point at a neuron or a wire to read its own, or zoom in.");
  }
  return rules;
}
