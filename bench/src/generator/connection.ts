import { connect, type Socket } from 'node:net';

/** One request as it goes over the wire. */
export type WireRequest = Buffer;

/** What came back: times are `performance.now()`. */
export type Answer = { status: number; sent: number; firstByte: number; done: number; bytes: number };

const headEnd = Buffer.from('\r\n\r\n');

/**
 * An HTTP/1.1 client of one connection kept alive, one request at a time, that reads just enough of an answer to know where
 * it ends. A load generator must cost less than what it measures, and the clients at hand cost several times as much.
 */
export class Connection {
  readonly #socket: Socket;
  #head: Buffer | undefined;
  #isInBody = false;
  /** Bytes of the body, or of the chunk and its line end, still to come. */
  #left = 0;
  #isChunked = false;
  /** The beginning of a chunk's size line that a packet cut off. */
  #sizeLine = '';
  #answer: Answer = { status: 0, sent: 0, firstByte: 0, done: 0, bytes: 0 };
  #body: Buffer[] | undefined;
  #onDone: ((answer: Answer) => void) | undefined;
  #onLost: ((error: Error) => void) | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', (error) => this.#onLost?.(error));
    socket.on('close', () => this.#onLost?.(new Error('the server closed the connection')));
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1' });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new Connection(socket));
      });
    });
  }

  send(request: WireRequest): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#onDone = resolve;
      this.#onLost = reject;
      this.#answer = { status: 0, sent: performance.now(), firstByte: 0, done: 0, bytes: 0 };
      this.#socket.write(request);
    });
  }

  /** The same, with the body. */
  async ask(request: WireRequest): Promise<Answer & { body: string }> {
    this.#body = [];
    const answer = await this.send(request);
    const body = Buffer.concat(this.#body).toString('utf8');
    this.#body = undefined;
    return { ...answer, body };
  }

  close(): void {
    this.#onLost = undefined;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    if (this.#isInBody) {
      this.#takeBody(chunk, 0);
      return;
    }
    const whole = this.#head === undefined ? chunk : Buffer.concat([this.#head, chunk]);
    const end = whole.indexOf(headEnd);
    this.#head = end < 0 ? whole : undefined;
    if (end < 0) return;
    this.#begin(whole.toString('latin1', 0, end));
    this.#takeBody(whole, end + 4);
  }

  #begin(head: string): void {
    this.#answer.status = Number(head.slice(9, 12));
    this.#isInBody = true;
    const length = /\r\ncontent-length: *(\d+)/i.exec(head);
    this.#isChunked = length === null && /\r\ntransfer-encoding: *chunked/i.test(head);
    this.#left = length === null ? 0 : Number(length[1]);
    this.#sizeLine = '';
  }

  #takeBody(chunk: Buffer, start: number): void {
    if (this.#answer.firstByte === 0 && (start < chunk.length || !this.#isChunked)) {
      this.#answer.firstByte = performance.now();
    }
    if (this.#isChunked) {
      this.#takeChunks(chunk, start);
      return;
    }
    const here = Math.min(this.#left, chunk.length - start);
    this.#keep(chunk, start, here);
    this.#left -= here;
    if (this.#left === 0) this.#finish();
  }

  #takeChunks(packet: Buffer, start: number): void {
    let at = start;
    while (at < packet.length) {
      if (this.#left > 0) {
        const here = Math.min(this.#left, packet.length - at);
        // the last two of a chunk are its line end
        this.#keep(packet, at, Math.min(here, Math.max(0, this.#left - 2)));
        this.#left -= here;
        at += here;
        continue;
      }
      const end = packet.indexOf(10, at);
      this.#sizeLine += packet.toString('latin1', at, end < 0 ? packet.length : end);
      if (end < 0) return;
      at = end + 1;
      const size = Number.parseInt(this.#sizeLine, 16);
      this.#sizeLine = '';
      // an empty line ends the last chunk's trailer
      if (Number.isNaN(size)) {
        this.#finish();
        return;
      }
      this.#left = size === 0 ? 0 : size + 2;
    }
  }

  #keep(packet: Buffer, at: number, length: number): void {
    this.#answer.bytes += length;
    if (this.#body !== undefined && length > 0) this.#body.push(Buffer.from(packet.subarray(at, at + length)));
  }

  #finish(): void {
    this.#isInBody = false;
    this.#answer.done = performance.now();
    this.#onDone?.(this.#answer);
  }
}

/** A request in the bytes that are sent for it. */
export function wireRequest(request: {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}): WireRequest {
  const lines = [`${request.method} ${request.path} HTTP/1.1`, 'host: 127.0.0.1'];
  for (const [name, value] of Object.entries(request.headers ?? {})) lines.push(`${name}: ${value}`);
  if (request.body !== undefined) lines.push(`content-length: ${Buffer.byteLength(request.body)}`);
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${request.body ?? ''}`);
}
