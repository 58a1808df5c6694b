/** What a student's teacher has just done with their page, as long as they are where that led. */
import type { ClassSeat } from "../schema";

const OPENED = "Your teacher has opened this for all.";
const ANEW = "Your teacher has let you begin anew.";

export class Led {
  /** As the class was heard last. */
  #before: ClassSeat | undefined;
  /** Whoever has only come is led to where the class is, which needs no words. */
  #comes = false;
  #anew = false;
  #words = "";
  #at = "";

  /**
   * The words for it, "" for none: `at` is where they are, `failed` the number of the last call of the class that
   * could not be followed.
   */
  hear(seat: ClassSeat, at: string, failed: number): string {
    const before = this.#before ?? seat;
    if (this.#before === undefined) this.#comes = seat.link !== "";
    if (at !== this.#at) this.#words = "";
    if (seat.resets > before.resets) this.#anew = true;
    if (seat.link === "") {
      if (before.link !== "" && seat.call !== failed && !this.#comes) this.#words = OPENED;
      if (this.#anew) this.#words = ANEW;
      this.#comes = this.#anew = false;
    }
    this.#before = seat;
    this.#at = at;
    return this.#words;
  }
}
