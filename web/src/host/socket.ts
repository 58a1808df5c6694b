/** A Model over a WebSocket that comes back by itself. */
import { decode, encode } from "@msgpack/msgpack";

import { offered, readPicture, sendData } from "./http";
import type { Message, Scene } from "../schema";
import { kept } from "./kept";
import { merged } from "./merged";
import type { Listener, Model } from "./model";

const AGAIN = 1012; // what the server says where it goes on and what computed does not
const OVER = 4000; // where it has ended for good, as a class does
const REMOVED = 4001; // where a class goes on without its student
const FIRST_WAIT = 250; // ms until the first new try, doubled up to LONGEST_WAIT
const LONGEST_WAIT = 2000;

export function openSocket(address: string, listener: Listener): Model {
  let socket: WebSocket;
  let scene: Scene | undefined; // the last: a connection begins with one, and frames go on from it
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
      const message = decode(event.data) as Message;
      if (message.type === "problem") return listener.problem(message);
      if (message.type !== "scene" && message.type !== "frame") return listener.answer(message);
      scene = message.type === "scene" ? kept(scene, message) : merged(scene, message.changes);
      if (scene !== undefined) listener.scene(scene);
    };
    socket.onclose = ({ code }) => {
      if (closed) return;
      closed = code === OVER || code === REMOVED;
      const classroom = scene?.classroom;
      if (code === REMOVED && scene && classroom?.type === "seat")
        listener.scene({ ...scene, classroom: { ...classroom, removed: true } });
      if (closed) return listener.connection("over");
      listener.connection(code === AGAIN ? "again" : "lost");
      timer = setTimeout(connect, wait);
      wait = Math.min(2 * wait, LONGEST_WAIT);
    };
  }

  connect();
  return {
    readOnly: "",
    send(intent) {
      if (socket.readyState !== WebSocket.OPEN) return false;
      socket.send(encode(intent));
      return true;
    },
    offered,
    sendData,
    readPicture,
    close() {
      closed = true;
      clearTimeout(timer);
      socket.close();
    },
  };
}
