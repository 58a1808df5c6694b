/** How the teacher's page says when and where. */

/** How long ago a time in seconds since 1970 was, in a word or two. */
export function ago(seconds: number, now: number): string {
  const passed = now / 1000 - seconds;
  if (passed < 20) return "now";
  if (passed < 90) return "a minute ago";
  return passed < 5400 ? `${Math.round(passed / 60)} minutes ago` : `${Math.round(passed / 3600)} hours ago`;
}

/** An address as it is read from a wall and typed: browsers add what is left out, and the word is asked for. */
export function partsOf(address: string): { place: string; word: string } {
  const [place = "", word = ""] = address.replace(/^http:\/\//, "").split("/?token=");
  return { place, word };
}
