import { mount } from "svelte";

import App from "./App.svelte";
import "./fonts.css";
import { openSocket } from "./host/socket";
import "./styles/all.css";

const target = document.getElementById("app");
if (target === null) throw new Error('index.html has no element with the id "app"');

const address = new URL("ws", document.baseURI);
address.protocol = address.protocol === "https:" ? "wss:" : "ws:";

export default mount(App, { target, props: { open: (listener) => openSocket(address.href, listener) } });
