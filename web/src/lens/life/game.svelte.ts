/** Two boards that begin alike: one goes on as the network says, the other by the rule. */
import type { LifeStart } from "../../schema";
import { differing, next, type Board } from "./board";

export class Game {
  network: Board = $state.raw({ width: 1, height: 1, cells: new Uint8Array(1) });
  rule: Board = $state.raw(this.network);
  generation = $state(0);
  readonly differing = $derived(differing(this.network, this.rule));

  begin({ width, height, cells }: LifeStart): void {
    this.network = this.rule = { width, height, cells };
    this.generation = 0;
  }
  step(network: Uint8Array, rule: Uint8Array): void {
    this.network = next(this.network, network);
    this.rule = next(this.rule, rule);
    this.generation++;
  }
}
