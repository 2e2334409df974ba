import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A file to load. Lower ranks must be in the store before higher ones begin. */
export type Source = { path: string; bytes: number; kind: 'json' | 'ndjson'; zipped: boolean; rank: number };

/** What records refer to, in the order in which it must be there: organisations before the people who work at them. */
const SHARED = ['Organization', 'Location', 'HealthcareService', 'Practitioner', 'PractitionerRole'];
export const RECORDS = SHARED.length;

const FILES = /\.(json|ndjson)(\.gz)?$/;
const HEAD_BYTES = 64 * 1024;

/**
 * The files to load, found in folders too, in the order to load them.
 * @throws when something named does not exist or is no file that we know
 */
export async function findSources(paths: readonly string[]): Promise<Source[]> {
  const sources: Source[] = [];
  for (const path of paths) {
    const found = await stat(path).catch(() => {
      throw new Error(`There is no file or folder ${path}`);
    });
    if (found.isDirectory()) {
      const names = await readdir(path, { recursive: true });
      for (const name of names.sort()) {
        if (!FILES.test(name)) continue;
        const inside = join(path, name);
        const about = await stat(inside);
        if (about.isFile()) sources.push(await sourceOf(inside, about.size));
      }
    } else if (FILES.test(path)) sources.push(await sourceOf(path, found.size));
    else throw new Error(`${path} is neither .json nor .ndjson (also .gz)`);
  }
  return sources.sort((a, b) => a.rank - b.rank);
}

async function sourceOf(path: string, bytes: number): Promise<Source> {
  const [, kind, zip] = FILES.exec(path)!;
  const zipped = zip !== undefined;
  return { path, bytes, kind: kind as Source['kind'], zipped, rank: await rankOf(path, zipped) };
}

/** By what the file begins with: a bundle of hospitals, of practitioners, or somebody's record. */
async function rankOf(path: string, zipped: boolean): Promise<number> {
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const head = unzipHead(buffer.subarray(0, bytesRead), zipped);
    const types = [...head.matchAll(/"resourceType"\s*:\s*"([A-Za-z]+)"/g)]
      .map(([, type]) => type!)
      .filter((type) => type !== 'Bundle');
    if (types.length === 0 || types.some((type) => !SHARED.includes(type))) return RECORDS;
    return SHARED.indexOf(types[0]!);
  } finally {
    await file?.close();
  }
}

function unzipHead(bytes: Buffer, zipped: boolean): string {
  if (!zipped) return bytes.toString('latin1');
  try {
    // Only the beginning is here, which gunzip forgives when told that the end may be missing.
    return gunzipSync(bytes, { finishFlush: 2 }).toString('latin1', 0, HEAD_BYTES);
  } catch {
    return '';
  }
}

export const nameOf = (source: Source): string => basename(source.path);
