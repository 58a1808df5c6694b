import { mount } from "svelte";

import App from "./App.svelte";
import "./fonts.css";
import { openLooking } from "./host/looking";
import type { Open } from "./host/model";
import { openSocket } from "./host/socket";
import { lessonIn } from "./state/lessons.svelte";
import { isLink, meantBy } from "./state/links";
import { Memory, storage, unwritten } from "./state/memory";
import "./styles/all.css";
import "./styles/document.css";

const target = document.getElementById("app");
if (target === null) throw new Error('index.html has no element with the id "app"');

// The token is in a cookie by now; in the address it would be seen by whoever looks on, and kept in the history.
// The name is by which somebody joins a class who is in it already.
const shown = new URL(location.href);
const asked = shown.searchParams.has("first");
for (const name of ["token", "name", "sitting", "first"]) shown.searchParams.delete(name);
// What it says to begin with is begun with once; opened again, it leads to what has become of that.
const recipe = shown.search.slice(1);
shown.search = asked ? "?first" : "";
const link = isLink(shown.hash) ? meantBy(shown.hash) : "";
if (link !== "") shown.hash = "";
const greeting = asked ? "always" : recipe + link === "" && !lessonIn(shown.hash) ? "once" : "never";
if (shown.href !== location.href) history.replaceState(history.state, "", shown);

// a link that is pasted into the address of an open page opens there
addEventListener("hashchange", () => (isLink(location.hash) || lessonIn(location.hash)) && location.reload());

// The server says so where nobody, in any browser, has been at this address as far as it is known.
const gone = document.cookie.includes("learnscope-gone=1");
if (gone) document.cookie = "learnscope-gone=; max-age=0";

// It says as well where this is somebody else's, at which its reader only looks.
const looks = document.cookie.includes("learnscope-looks=1");
if (looks) document.cookie = "learnscope-looks=; max-age=0";

const address = new URL("ws", document.baseURI);
address.protocol = address.protocol === "https:" ? "wss:" : "ws:";

const open: Open = (listener) => openSocket(address.href, listener);

export default mount(App, {
  target,
  props: {
    open: looks ? openLooking(open) : open,
    address: { place: new URL(".", document.baseURI).pathname, recipe, gone },
    word: lessonIn(shown.hash) ? "" : meantBy(shown.hash),
    lesson: lessonIn(shown.hash),
    link,
    place: (hash: string) => {
      const url = new URL(location.href);
      url.hash = hash;
      if (url.href !== location.href) history.replaceState(history.state, "", url);
    },
    memory: new Memory(looks ? unwritten : storage),
    greeting,
    root: document.documentElement, // the page has the document to itself
  },
});
