/**
 * The one neuron or wire the reader points at, and the one number that is selected: every view shows them, and any may
 * say which they are.
 */
import { placeOf, type Name } from "../names";
import { numberOf, touches, type Focus } from "./focus";
import { asShown, Light } from "./light.svelte";

export class Pointing {
  /** Under the pointer. */
  hovered: Focus | undefined = $state.raw();
  /** Chosen by a click or by keys, "" for none; stays until another is chosen or it is let go. */
  selected: Name | "" = $state("");
  /** Numbers that are hidden, to be worked out by who learns. */
  hidden: ReadonlySet<string> = $state.raw(new Set());
  /** Whether the numbers of the stage are held still, as by a page of a lesson. */
  fixed = $state(false);
  /** What an open lens speaks of. */
  readonly light = new Light();
  /** The layer of the outputs. */
  outputs = $state(0);
  /** What the stage is asked to come near to; each asking is an object of its own. */
  wanted: { readonly focus: Focus } | undefined = $state.raw();

  /** The neuron or wire whose number is selected. */
  readonly held: Focus | undefined = $derived(placeOf(this.selected, this.outputs));

  /** What lights up: what is under the pointer, else what is held. A held neuron keeps its wires lit. */
  readonly focus: Focus | undefined = $derived.by(() => {
    const { hovered, held } = this;
    const within = hovered?.kind === "wire" && held?.kind === "neuron" && touches(held, hovered);
    return hovered === undefined || within ? held : hovered;
  });

  readonly markOf = (name: Name | undefined): string | undefined => this.light.markOf(name);

  /** Whether a number is hidden, where one of `sample`, which is shown, may bear no sample. */
  readonly hides = (name: string, sample: number): boolean =>
    this.hidden.has(name) || this.hidden.has(asShown(name, sample));

  select(name: Name): void {
    this.selected = name;
  }

  /** Select a neuron or wire by its number. */
  hold(focus: Focus): void {
    this.selected = numberOf(focus);
  }

  /** Select a neuron or wire; where it is selected already, let it go. */
  toggle(focus: Focus): void {
    if (this.selected === numberOf(focus)) this.letGo();
    else this.hold(focus);
  }

  /** Ask the stage to come near to a neuron or to the number on a wire. */
  approach(focus: Focus): void {
    this.hold(focus);
    this.wanted = { focus };
  }

  letGo(): void {
    this.selected = "";
    this.hovered = undefined;
  }
}
