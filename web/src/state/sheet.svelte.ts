/** What a reader has filled in: a sheet for each step, kept while the page is open. */

export class Sheets {
  /** Which sheet is worked on. */
  key = $state("step");
  /** The seed of the exercise. */
  seed = $state(1);
  /** Whether what is asked for is hidden on the page. */
  hides = $state(false);
  #filled: Record<string, Record<string, string>> = $state({});
  #revealed: Record<string, boolean> = $state({});

  answers(of: string): Record<string, string> {
    return this.#filled[of] ?? {};
  }
  fill(of: string, name: string, text: string): void {
    this.#filled[of] = { ...this.answers(of), [name]: text };
  }
  clear(of: string): void {
    this.#filled[of] = {};
    this.#revealed[of] = false;
  }
  revealed(of: string): boolean {
    return this.#revealed[of] ?? false;
  }
  reveal(of: string): void {
    this.#revealed[of] = true;
  }
}
