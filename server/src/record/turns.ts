const LONGEST_MS = 20;

/** Lets the others of this process be served while much is worked through: nobody is held up for much longer than 20 ms. */
export class Turns {
  #since = performance.now();

  /** Whether it is the others' turn: asked in each round, so that those who are soon done wait for nobody. */
  get areDue(): boolean {
    return performance.now() - this.#since > LONGEST_MS;
  }

  async give(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#since = performance.now();
  }
}
