/** A Model over a WebSocket that comes back by itself. */
import { decode, encode } from "@msgpack/msgpack";

import type { Reply } from "../schema";
import type { Listener, Model } from "./model";

const FIRST_WAIT = 250; // ms until the first new try, doubled up to LONGEST_WAIT
const LONGEST_WAIT = 2000;

export function openSocket(address: string, listener: Listener): Model {
  let socket: WebSocket;
  let wait = FIRST_WAIT;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  function connect(): void {
    timer = undefined;
    socket = new WebSocket(address);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      wait = FIRST_WAIT;
      listener.connection("open");
    };
    socket.onmessage = (event: MessageEvent<ArrayBuffer>) => {
      const reply = decode(event.data) as Reply;
      if (reply.type === "scene") listener.scene(reply);
      else if (reply.type === "problem") listener.problem(reply);
      else listener.answer(reply);
    };
    socket.onclose = () => {
      if (closed) return;
      listener.connection("lost");
      timer = setTimeout(connect, wait);
      wait = Math.min(2 * wait, LONGEST_WAIT);
    };
  }

  connect();
  return {
    send(intent) {
      if (socket.readyState !== WebSocket.OPEN) return false;
      socket.send(encode(intent));
      return true;
    },
    close() {
      closed = true;
      clearTimeout(timer);
      socket.close();
    },
  };
}
