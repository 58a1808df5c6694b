/** A Model of one recorded moment: it can be looked at, and nothing in it changes. */
import type { Answer, AnyIntent, Question, Scene, SelectionScene } from "../schema";
import { KINDS } from "../schema";
import { refusal } from "./files";
import type { Open } from "./model";

const ONLY = "Only this moment was recorded.";

interface Options {
  /** Why nothing can be changed, in a sentence; "" for a page that only looks as if it could. */
  readOnly?: string;
  /** The answers that were recorded with it. */
  answer?: (question: Question) => Answer | undefined;
}

export function openStill(
  recorded: Scene,
  { readOnly = ONLY, answer = () => undefined }: Options = {},
): Open {
  return (listener) => {
    let scene = recorded;
    queueMicrotask(() => {
      listener.connection("open");
      listener.scene(scene);
    });

    function hear(intent: AnyIntent): void {
      const { type, serial = -1, reader = "" } = intent;
      if (KINDS[type].about === "question") {
        const known = answer(intent as Question);
        if (known !== undefined) return listener.answer({ ...known, serial });
        return listener.problem({ type: "problem", kind: "refused", field: "", message: ONLY, serial });
      }
      if (intent.type === "select") scene = { ...scene, selection: selected(intent.name) };
      scene = { ...scene, answered: { ...scene.answered, [reader]: serial } };
      listener.scene(scene);
    }

    return {
      readOnly,
      send: (intent) => {
        queueMicrotask(() => hear(intent));
        return true;
      },
      offered: () => Promise.resolve(undefined),
      sendData: () => ({ done: Promise.resolve(refusal(ONLY)), cancel: () => undefined }),
      readPicture: () =>
        Promise.resolve({ type: "problem", kind: "refused", field: "pixels", message: ONLY, serial: -1 }),
      close: () => undefined,
    };
  };
}

/** What is known here of a number that is selected: its name. */
function selected(name: string): SelectionScene | null {
  return name === "" ? null : { name, words: "", value: null, after: null, path: "", editable: false };
}
