/** A Model of what somebody else does: it shows that, answers questions, and sends nothing that would do anything. */
import { KINDS } from "../schema";
import { refusal } from "./files";
import type { Open } from "./model";

export const ONLY_LOOKS = "You are looking at somebody else's page; nothing can be changed here.";

export function openLooking(open: Open): Open {
  return (listener) => {
    const model = open(listener);
    return {
      readOnly: ONLY_LOOKS,
      looks: true,
      send: (intent) => KINDS[intent.type].about === "question" && model.send(intent),
      offered: () => Promise.resolve(undefined),
      sendData: () => ({ done: Promise.resolve(refusal(ONLY_LOOKS)), cancel: () => undefined }),
      readPicture: () =>
        Promise.resolve({
          type: "problem",
          kind: "refused",
          field: "pixels",
          message: ONLY_LOOKS,
          serial: -1,
        }),
      close: () => model.close(),
    };
  };
}
