/** What is done to a page that is only looked at: scrolling and pointing go on, and nothing else reaches it. */
const UNHEARD = ["pointerdown", "keydown", "beforeinput", "input", "change", "paste"];
const UNDONE = ["click", "dblclick", "submit", "dragover", "drop"]; // what a browser would do by itself as well

/** Have `target`, of which the page is a part, keep from it what would do anything, until the result is called. */
export function onlyLook(target: EventTarget): () => void {
  const heard = new AbortController();
  const options = { capture: true, signal: heard.signal };
  for (const kind of [...UNHEARD, ...UNDONE]) {
    target.addEventListener(
      kind,
      (event) => {
        event.stopImmediatePropagation();
        if (UNDONE.includes(kind)) event.preventDefault();
      },
      options,
    );
  }
  return () => heard.abort();
}
