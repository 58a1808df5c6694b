/** The element that is the page: how large it is, and its look, whose tokens stand on it. */
import { onMount } from "svelte";
import { on } from "svelte/events";

import type { Page } from "./page.svelte";

/** Keep both as long as the component lives whose box it is; `root` is the page instead, where it has a document to itself. */
export function keepRoot(page: Page, box: () => HTMLElement | undefined, root?: HTMLElement): void {
  const { theme, view, paper } = page;

  /** How large that is which the page has to itself: the window, or its container. */
  function measure(): void {
    const around = root ? undefined : box()?.parentElement;
    view.width = around?.clientWidth ?? window.innerWidth;
    view.height = around?.clientHeight ?? window.innerHeight;
  }
  measure();
  onMount(() => on(window, "resize", measure));
  onMount(() => {
    const around = box()?.parentElement;
    if (root || !around) return;
    const observer = new ResizeObserver(measure);
    observer.observe(around);
    return () => observer.disconnect();
  });
  onMount(() => theme.follow());
  $effect.pre(() => {
    const own = box();
    page.root = root ?? own;
    page.root?.classList.add("learnscope");
    if (own && page.root === own) own.tabIndex = -1; // so that a press on it takes the keys
  });
  $effect(() => {
    if (page.root === undefined) return;
    const { dataset, style } = page.root;
    dataset.theme = theme.dark && !paper.printing ? "dark" : "light";
    dataset.contrast = theme.high ? "more" : "normal";
    style.setProperty("--scale", String(view.scale));
  });
}
