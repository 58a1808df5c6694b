/** What leads to a place on the page, followed: its address, which a lesson's page is written into, and links of a class. */
import { untrack } from "svelte";

import { type Address, arrive } from "./arriving";
import { hashOf, lessonIn, type LessonAt } from "./lessons.svelte";
import { openLink } from "./links";
import type { Page } from "./page.svelte";
import type { Sitting } from "./sitting.svelte";

export interface Addressed {
  /** What the page's address says, where it has one. */
  address?: Address;
  /** The page of a lesson to open it at. */
  lesson?: LessonAt | undefined;
  /** A link to open. */
  link?: string;
  /** Write into the address, after #, where its reader is. */
  place?: (hash: string) => void;
}

/** Follow it once the sitting is there, and keep the address true as long as the component lives that asks for it. */
export function keepAddress(sitting: Sitting, page: Page, said: Addressed): void {
  const isThere = $derived(sitting.scene !== undefined);
  async function open(link: string): Promise<void> {
    const why = await openLink(sitting, page, link);
    if (why !== "") sitting.say(why);
  }
  $effect(() => {
    const { address } = said;
    if (isThere && address) untrack(() => arrive(sitting, page.memory, address));
  });
  $effect(() => {
    const { link = "" } = said;
    if (isThere && link) untrack(() => void open(link));
  });
  const classroom = $derived(sitting.scene?.classroom ?? undefined);
  const resets = $derived(classroom?.type === "seat" ? classroom.resets : -1);
  $effect.pre(() => {
    const { address } = said;
    const times = resets;
    if (times >= 0 && address) untrack(() => page.lessons.sit(address.place, times));
  });
  /** What the class is to open, and which time that is: one link may be opened twice. */
  const opensForAll = $derived(classroom?.type === "seat" ? classroom.link : "");
  const call = $derived(classroom?.type === "seat" ? classroom.call : -1);
  $effect(() => {
    const number = call;
    if (opensForAll !== "" && sitting.may("open_link"))
      untrack(() => void openLink(sitting, page, opensForAll).then((why) => tell(number, why)));
  });
  function tell(number: number, why: string): void {
    if (why === "" || number !== call) return;
    page.lessons.failed = number;
    sitting.say(why);
  }
  // a link to a lesson's page opens it, and the address is that of the page that is open
  $effect(() => {
    const { lesson } = said;
    if (isThere && lesson) untrack(() => void sitting.ask({ type: "take_lesson", ...lesson }));
  });
  const inLesson = $derived(sitting.scene?.lesson ?? undefined);
  let linked = ""; // what the address says of a lesson
  let wasLost = false; // the connection, since a lesson's page was last shown
  $effect(() => {
    if (sitting.connection === "lost" || sitting.connection === "again") wasLost = true;
  });
  $effect(() => {
    const there = inLesson ? hashOf(inLesson.page) : "";
    const left = there === "" && wasLost ? lessonIn(linked) : undefined;
    wasLost = false;
    // a sitting that goes on in another process goes on outside of its lesson
    if (left) return untrack(() => void sitting.ask({ type: "take_lesson", ...left }));
    if (there !== linked) said.place?.(there);
    linked = there;
  });
}
