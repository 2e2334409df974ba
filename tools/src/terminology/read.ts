import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';

/** Told how many bytes of a file were read, for the progress bar. */
export type OnBytes = (bytes: number) => void;

/**
 * The text of a file in pieces. UTF-8 with or without a byte order mark, UTF-16 with one, and ISO 8859-1, which the
 * oldest Norwegian files are in: told from the file's first megabyte.
 */
export async function* textOf(path: string, onBytes: OnBytes = () => {}): AsyncGenerator<string> {
  const decoder = new TextDecoder(await encodingOf(path));
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    onBytes((chunk as Buffer).length);
    yield decoder.decode(chunk as Buffer, { stream: true });
  }
  yield decoder.decode();
}

async function encodingOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1 << 20), 0, 1 << 20, 0);
    const start = buffer.subarray(0, bytesRead);
    if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
    if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
    return isUtf8(start, bytesRead < buffer.length) ? 'utf-8' : 'windows-1252';
  } finally {
    await file.close();
  }
}

function isUtf8(bytes: Buffer, isWhole: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isWhole });
    return true;
  } catch {
    return false;
  }
}

/** The lines of a file, without their ends. */
export async function* linesOf(path: string, onBytes?: OnBytes): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of textOf(path, onBytes)) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop()!;
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
  }
  if (rest !== '') yield rest.endsWith('\r') ? rest.slice(0, -1) : rest;
}

/** The objects of a JSON array (or of the first array in a JSON object), one at a time. */
export async function* jsonObjectsOf(path: string, onBytes?: OnBytes): AsyncGenerator<Record<string, unknown>> {
  let depth = 0; // of braces inside the array
  let inArray = false;
  let inText = false;
  let escaped = false;
  let object = '';
  for await (const piece of textOf(path, onBytes)) {
    let start = 0;
    for (let i = 0; i < piece.length; i += 1) {
      const sign = piece[i]!;
      if (inText) {
        if (escaped) escaped = false;
        else if (sign === '\\') escaped = true;
        else if (sign === '"') inText = false;
        continue;
      }
      if (sign === '"') inText = true;
      else if (!inArray) inArray = sign === '[';
      else if (sign === '{' && depth++ === 0) start = i;
      else if (sign === '}' && --depth === 0) {
        yield JSON.parse(object + piece.slice(start, i + 1)) as Record<string, unknown>;
        object = '';
      }
    }
    if (depth > 0) object += piece.slice(start);
  }
  if (depth > 0) throw new Error(`${path} ends in the middle of an object.`);
}
