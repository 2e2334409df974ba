import { clearInterval, setInterval } from 'node:timers';

type Out = { write: (text: string) => unknown; isTTY?: boolean; columns?: number };

const LINE_EVERY_MS = 5000;
const BAR_EVERY_MS = 100;

/** Shows how a load goes: one line that changes on a terminal, a line now and then elsewhere. */
export class Progress {
  resources = 0;
  skipped = 0;
  refused = 0;
  readonly #out: Out;
  readonly #total: number;
  readonly #started = performance.now();
  readonly #timer: NodeJS.Timeout;
  #bytes = 0;
  #note = '';

  constructor(totalBytes: number, out: Out = process.stderr) {
    this.#total = totalBytes;
    this.#out = out;
    this.#timer = setInterval(() => this.#show(), out.isTTY === true ? BAR_EVERY_MS : LINE_EVERY_MS);
    this.#timer.unref();
  }

  /** Some of a file is done with. */
  add(bytes: number): void {
    this.#bytes += bytes;
  }

  /** Something the reader should know of until it changes, such as that the server is busy. */
  note(text: string): void {
    this.#note = text;
  }

  end(): void {
    clearInterval(this.#timer);
    if (this.#out.isTTY === true) this.#out.write('\r\x1b[K');
    else this.#show();
  }

  get seconds(): number {
    return (performance.now() - this.#started) / 1000;
  }

  line(): string {
    const part = this.#total === 0 ? 1 : Math.min(1, this.#bytes / this.#total);
    const rate = this.resources / Math.max(0.001, this.seconds);
    const left = part > 0.001 ? this.seconds * (1 / part - 1) : Number.NaN;
    return [
      `${String(Math.floor(part * 100)).padStart(3)} %`,
      `${grouped(this.resources)} resources`,
      `${grouped(Math.round(rate))}/s`,
      ...(this.skipped > 0 ? [`${grouped(this.skipped)} done before`] : []),
      ...(this.refused > 0 ? [`${grouped(this.refused)} refused`] : []),
      part < 1 ? `${clock(left)} left` : clock(this.seconds),
      ...(this.#note === '' ? [] : [this.#note]),
    ].join('  ');
  }

  #show(): void {
    const line = this.line();
    if (this.#out.isTTY !== true) {
      this.#out.write(`${line}\n`);
      return;
    }
    const width = Math.max(0, Math.min(30, (this.#out.columns ?? 80) - line.length - 4));
    const part = this.#total === 0 ? 1 : Math.min(1, this.#bytes / this.#total);
    const full = Math.round(width * part);
    const bar = width < 5 ? '' : `[${'█'.repeat(full)}${'·'.repeat(width - full)}] `;
    this.#out.write(`\r\x1b[K${(bar + line).slice(0, (this.#out.columns ?? 80) - 1)}`);
  }
}

/** `12 345 678`, with spaces that do not break. */
export const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, '\u00a0');

function clock(seconds: number): string {
  if (!Number.isFinite(seconds)) return '--:--';
  const whole = Math.round(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return (parts[0] === 0 ? parts.slice(1) : parts).map((part) => String(part).padStart(2, '0')).join(':');
}
