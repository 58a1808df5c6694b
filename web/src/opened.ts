/** What is open, as a scene holds it. */
import type { OpenedScene, Scene } from "./schema";

export type OpenedKind = OpenedScene["type"];

/** What is drawn of a kind; undefined where nobody has it open, or there is nothing of it now. */
export function openedOf<K extends OpenedKind>(
  scene: Pick<Scene, "opened"> | undefined,
  kind: K,
): Extract<OpenedScene, { type: K }> | undefined {
  return scene?.opened.find((one): one is Extract<OpenedScene, { type: K }> => one.type === kind);
}
