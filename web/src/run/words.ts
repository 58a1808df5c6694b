/** Counts, sizes and times in words. */
import { grouped, type Formatter } from "../ui/format";

/** How large a file is: "12 kB", "1.4 MB". */
export function sizeInWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1e6) return `${Math.round(bytes / 1e3)} kB`;
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}

/** How long ago, as one says it; both in seconds since 1970. */
export function whenInWords(when: number, now: number): string {
  const minutes = (now - when) / 60;
  if (minutes < 1) return "just now";
  if (minutes < 60) return several(minutes, "minute");
  if (minutes < 24 * 60) return several(minutes / 60, "hour");
  if (minutes < 14 * 24 * 60) return several(minutes / 60 / 24, "day");
  return new Date(1000 * when).toISOString().slice(0, 10);
}

function several(count: number, word: string): string {
  const whole = Math.floor(count);
  return `${whole} ${word}${whole === 1 ? "" : "s"} ago`;
}

/** How long a run is: "140 steps · 20 epochs"; of what is not whole, no more is said than is done. */
export function extentInWords(steps: number, epochs: number, { short }: Formatter): string {
  const tenths = Math.floor(10 * epochs + 1e-6);
  const said = `${grouped(steps)} ${steps === 1 ? "step" : "steps"}`;
  if (tenths === 0) return said;
  const part = tenths % 10 === 0 ? "" : short((tenths % 10) / 10).slice(1);
  return `${said} · ${grouped(Math.floor(tenths / 10))}${part} ${tenths === 10 ? "epoch" : "epochs"}`;
}
