/** The one neuron or wire the reader points at: every view shows it, and any of them may say which it is. */
import { same, touches, type Focus } from "./focus";

export class Pointing {
  /** Under the pointer. */
  hovered: Focus | undefined = $state.raw();
  /** Chosen by a click or by keys; stays until another is chosen or it is let go. */
  held: Focus | undefined = $state.raw();
  /** What the stage is asked to come near to; each asking is an object of its own. */
  wanted: { readonly focus: Focus } | undefined = $state.raw();

  /** What lights up: what is under the pointer, else what is held. A held neuron keeps its wires lit. */
  readonly focus: Focus | undefined = $derived.by(() => {
    const { hovered, held } = this;
    const within = hovered?.kind === "wire" && held?.kind === "neuron" && touches(held, hovered);
    return hovered === undefined || within ? held : hovered;
  });

  /** Hold a neuron or wire; holding it again lets it go. */
  toggle(focus: Focus): void {
    this.held = same(this.held, focus) ? undefined : focus;
  }

  /** Ask the stage to come near to a neuron or to the number on a wire. */
  approach(focus: Focus): void {
    this.held = focus;
    this.wanted = { focus };
  }

  letGo(): void {
    this.held = undefined;
    this.hovered = undefined;
  }
}
