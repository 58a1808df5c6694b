/** One question under way at a time; of those asked meanwhile, only the last is asked after it. */
export class Latest<T> {
  #underWay = false;
  #next: (() => Promise<T>) | undefined;
  #take: (answer: T) => void;

  /** `take` is told every answer but those that were forgotten. */
  constructor(take: (answer: T) => void) {
    this.#take = take;
  }

  ask(question: () => Promise<T>): void {
    this.#next = question;
    if (!this.#underWay) void this.#run();
  }

  /** Ask nothing more, and take no answer to what is under way. */
  forget(): void {
    this.#next = undefined;
    this.#epoch++;
  }

  #epoch = 0;

  async #run(): Promise<void> {
    this.#underWay = true;
    while (this.#next !== undefined) {
      const [question, epoch] = [this.#next, this.#epoch];
      this.#next = undefined;
      const answer = await question();
      if (epoch === this.#epoch) this.#take(answer);
    }
    this.#underWay = false;
  }
}
