import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { nameOf, type Source } from './sources.ts';
import {
  GROUP_CHARACTERS,
  GROUP_ENTRIES,
  groupOf,
  type Part,
  readDocument,
  type Unit,
  type Unreadable,
} from './transactions.ts';

/** A document larger than this cannot be a request: the server refuses what is far smaller. */
const MAX_DOCUMENT_BYTES = 200 * 1024 * 1024;

/** What a file has to send, in order, read no faster than it is asked for. */
export async function* unitsOf(source: Source): AsyncGenerator<Unit | Unreadable> {
  const file = nameOf(source);
  let group: Part[] = [];
  let characters = 0;
  let share = 0;
  const keys = new Set<string>();
  const flush = (): Unit => {
    const unit = groupOf(group, { file, line: group[0]!.line, share });
    group = [];
    keys.clear();
    characters = share = 0;
    return unit;
  };
  for await (const { bytes, line, raw, why } of documentsOf(source)) {
    const origin = { file, line, share: raw };
    const read = why === undefined ? readDocument(bytes, origin) : { ...origin, why };
    if (!('text' in read)) {
      // What came before in the file must not come after in the store.
      if (group.length > 0) yield flush();
      if (Array.isArray(read)) yield* read;
      else yield read;
      continue;
    }
    // One transaction may not hold the same resource twice; two may, and then the later one counts.
    const key = /"request":(\{[^}]*\})\}$/.exec(read.text)?.[1] ?? '';
    if (
      group.length === GROUP_ENTRIES ||
      characters + read.text.length > GROUP_CHARACTERS ||
      (key.includes('PUT') && keys.has(key))
    ) {
      if (group.length > 0) yield flush();
    }
    keys.add(key);
    group.push(read);
    characters += read.text.length;
    share += raw;
  }
  if (group.length > 0) yield flush();
}

type Read = { bytes: Buffer; line: number; raw: number; why?: string };

/** The documents of a file: its lines, or the file as one. `raw` is how much of the file on disk they took. */
async function* documentsOf(source: Source): AsyncGenerator<Read> {
  const input = createReadStream(source.path, { highWaterMark: 1024 * 1024 });
  let accounted = 0;
  const taken = (): number => {
    const raw = input.bytesRead - accounted;
    accounted = input.bytesRead;
    return raw;
  };
  try {
    const stream = source.zipped ? input.pipe(createGunzip()) : input;
    if (source.zipped) input.on('error', (error) => stream.destroy(error));
    yield* source.kind === 'ndjson' ? lines(stream, taken) : whole(stream, taken);
  } catch (error) {
    yield { bytes: Buffer.alloc(0), line: 1, raw: taken(), why: `Could not be read: ${(error as Error).message}` };
  } finally {
    input.destroy();
  }
}

async function* whole(stream: AsyncIterable<Buffer>, taken: () => number): AsyncGenerator<Read> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > MAX_DOCUMENT_BYTES) {
      yield { bytes: Buffer.alloc(0), line: 1, raw: taken(), why: 'Larger than 200 MB: make NDJSON of it' };
      return;
    }
    chunks.push(chunk);
  }
  yield { bytes: withoutMark(Buffer.concat(chunks)), line: 1, raw: taken() };
}

async function* lines(stream: AsyncIterable<Buffer>, taken: () => number): AsyncGenerator<Read> {
  let pending: Buffer[] = [];
  let pendingLength = 0;
  let line = 0;
  const next = (end: Buffer): Read | undefined => {
    line++;
    const bytes = pending.length === 0 ? end : Buffer.concat([...pending, end]);
    pending = [];
    pendingLength = 0;
    const text = line === 1 ? withoutMark(bytes) : bytes;
    return isBlank(text) ? undefined : { bytes: text, line, raw: taken() };
  };
  for await (const chunk of stream) {
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      const read = next(chunk.subarray(from, at));
      from = at + 1;
      if (read !== undefined) yield read;
    }
    pending.push(chunk.subarray(from));
    pendingLength += chunk.length - from;
    if (pendingLength > MAX_DOCUMENT_BYTES) {
      yield { bytes: Buffer.alloc(0), line: line + 1, raw: taken(), why: 'A line larger than 200 MB' };
      return;
    }
  }
  const last = next(Buffer.alloc(0));
  if (last !== undefined) yield last;
}

/** Leaves out the byte order mark that some editors put first. */
function withoutMark(bytes: Buffer): Buffer {
  return bytes.length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

function isBlank(bytes: Buffer): boolean {
  for (const byte of bytes) if (byte !== 32 && byte !== 13 && byte !== 9) return false;
  return true;
}
