/** A line that tells how far a load has come: drawn over itself on a terminal, else written now and then. */
export class Progress {
  readonly #label: string;
  readonly #total: number;
  readonly #write: (text: string) => void;
  readonly #isTerminal: boolean;
  readonly #began = Date.now();
  #done = 0;
  #shown = 0;

  constructor(
    label: string,
    totalBytes: number,
    out: { write(text: string): unknown; isTTY?: boolean } = process.stderr,
  ) {
    this.#label = label;
    this.#total = totalBytes;
    this.#write = (text) => void out.write(text);
    this.#isTerminal = out.isTTY === true;
  }

  readonly add = (bytes: number): void => {
    this.#done += bytes;
    if (Date.now() - this.#shown < (this.#isTerminal ? 100 : 5_000)) return;
    this.#shown = Date.now();
    this.#show();
  };

  end(text: string): void {
    this.#write(`${this.#isTerminal ? '\r\u001b[K' : ''}${this.#label}: ${text}\n`);
  }

  #show(): void {
    const seconds = (Date.now() - this.#began) / 1000;
    const share = this.#total === 0 ? 1 : Math.min(1, this.#done / this.#total);
    const left = share === 0 ? '' : `, ${Math.round((seconds * (1 - share)) / share)} s left`;
    const rate = (this.#done / 1e6 / Math.max(seconds, 0.1)).toFixed(1);
    const line = `${this.#label}: ${Math.floor(share * 100)} % (${rate} MB/s${left})`;
    this.#write(this.#isTerminal ? `\r\u001b[K${line}` : `${line}\n`);
  }
}
