/** Links: whether an address holds one, where one leads from, and what is done once it is opened. */
import type { LinkReading } from "../schema";
import { GROUPS, type Panel } from "./dock.svelte";
import { lessonIn } from "./lessons.svelte";
import type { Page } from "./page.svelte";
import type { Sitting } from "./sitting.svelte";

/** Whether what stands behind # is a link, and no word of the glossary or page of a lesson. */
export const isLink = (hash: string): boolean => hash.includes("=") && !lessonIn(hash);

/** What stands behind #, as it was written; a damaged one as it stands, for it is still to be told what is wrong with it. */
export function meantBy(hash: string): string {
  const text = hash.replace(/^#/, "");
  try {
    return isLink(hash) ? decodeURI(text) : decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The address that opens a link: where sittings begin, since each reader has one of their own. */
export function addressOf(text: string, base: string): string {
  const address = new URL(base);
  address.pathname = address.pathname.replace(/s\/[^/]+\/[^/]*$/, "");
  address.search = "";
  address.hash = text;
  return address.href;
}

const isPanel = (name: string): name is Panel =>
  GROUPS.some(({ panels }) => (panels as readonly string[]).includes(name));

/** Open a link as the next move, and look at it as whoever made it did; why it cannot be opened, "" where it can. */
export async function openLink(sitting: Sitting, page: Page, text: string): Promise<string> {
  const reading = await sitting.question({ type: "read_link", text });
  const refused = await sitting.ask({ type: "open_link", text }); // a class is to hear it of those that mean nothing too
  if (refused !== undefined) {
    sitting.dismiss(); // told where the link was pasted
    return refused.message;
  }
  if (reading.type === "problem") return reading.message;
  look(page, reading);
  const told = [...reading.faults, ...reading.differs].map(
    (one) => `${one[0]?.toUpperCase()}${one.slice(1)}.`,
  );
  if (told.length > 0) sitting.say(`This is the playground's experiment, except: ${told.join(" ")}`);
  return "";
}

function look({ dock, pointing }: Page, { dock: panel, hidden, kind }: LinkReading): void {
  if (kind !== "state") return;
  if (isPanel(panel)) dock.open = panel;
  if (hidden.length > 0) pointing.hidden = new Set(hidden);
}
