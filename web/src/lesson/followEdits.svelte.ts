/** One's own lesson comes anew as it is edited; while it has a fault, the page stays and says which. */
import type { LessonPage } from "../schema";
import type { Sitting } from "../state/sitting.svelte";

const EVERY = 1000; // ms

export function followEdits(
  sitting: Sitting,
  page: () => LessonPage,
  take: () => void,
): { readonly faults: readonly string[] } {
  let faults: readonly string[] = $state.raw([]);
  let seen = 0; // when what was last looked at was written
  async function look(lesson: string, stamp: number): Promise<void> {
    const list = await sitting.question({ type: "list_lessons" });
    if (list.type === "problem" || list.stamp === seen) return;
    const first = seen === 0;
    seen = list.stamp;
    faults = list.faults;
    if (first && list.stamp === stamp) return;
    if (list.stamp !== stamp && list.lessons.some(({ name }) => name === lesson)) take();
  }
  const own = $derived(page().own);
  const lesson = $derived(page().lesson);
  const stamp = $derived(page().stamp);
  $effect(() => {
    if (!own) return;
    const [name, when] = [lesson, stamp];
    const timer = setInterval(() => void look(name, when), EVERY);
    return () => clearInterval(timer);
  });
  return {
    get faults() {
      return faults;
    },
  };
}
