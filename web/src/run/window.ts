/** The window of the strip: which steps are in sight. All arithmetic of zooming and panning is here. */

/** From one step to another; a zoom may put its edges between steps. */
export interface Window {
  readonly first: number;
  readonly last: number;
}

/** Fewer steps than this cannot be told from one another any better. */
export const LEAST = 8;

/** The whole run, which need not begin at step 0; one without steps still has room for the first. */
export function wholeRun(first: number, last: number): Window {
  return { first, last: Math.max(first + 1, last) };
}

/** Whether the whole run is in sight. */
export function isWhole(window: Window, run: Window): boolean {
  return window.first <= run.first && window.last >= run.last;
}

/** The window with `factor` times as many steps, in which step `about` stays where it is. */
export function zoomed(window: Window, factor: number, about: number, run: Window): Window {
  const span = window.last - window.first;
  const all = run.last - run.first;
  const wanted = Math.min(all, Math.max(Math.min(LEAST, all), span * factor));
  const share = span > 0 ? (about - window.first) / span : 0.5;
  const first = about - share * wanted;
  return within({ first, last: first + wanted }, run);
}

/** The window `by` steps on. */
export function panned(window: Window, by: number, run: Window): Window {
  return within({ first: window.first + by, last: window.last + by }, run);
}

/** What two fingers do: the steps they were put on stay under them. */
export function pinched(
  window: Window,
  before: readonly [number, number],
  after: readonly [number, number],
  width: number,
  run: Window,
): Window {
  const span = window.last - window.first;
  const step = (at: number): number => window.first + (span * at) / width;
  const apart = Math.max(1, Math.abs(after[1] - after[0]));
  const factor = Math.max(1, Math.abs(before[1] - before[0])) / apart;
  const wider = zoomed(window, factor, step((before[0] + before[1]) / 2), run);
  const moved = (before[0] + before[1] - after[0] - after[1]) / 2;
  return panned(wider, (moved / width) * (wider.last - wider.first), run);
}

/** Steps, as whole numbers, that hold the window; null where the whole run is in sight. */
export function asked(window: Window, run: Window): { first: number | null; last: number | null } {
  if (isWhole(window, run)) return { first: null, last: null };
  const first = Math.max(0, Math.floor(window.first));
  return { first, last: Math.max(first + 1, Math.ceil(window.last)) };
}

/** The step at a place of the strip, `share` of its width from the left, within the run and no further than `head`. */
export function stepAt(window: Window, share: number, run: Window, head: number): number {
  const step = Math.round(window.first + share * (window.last - window.first));
  return Math.max(run.first, Math.min(head, step));
}

/** Moved, not cut, to lie within the run. */
function within({ first, last }: Window, run: Window): Window {
  const span = Math.min(last - first, run.last - run.first);
  const start = Math.max(run.first, Math.min(first, run.last - span));
  return { first: start, last: start + span };
}
