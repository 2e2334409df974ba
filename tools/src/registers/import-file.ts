import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { createGunzip } from 'node:zlib';
import {
  type Imported,
  importRows,
  type KindName,
  type RegisterStore,
  readRows,
} from '../../../server/src/registers/index.ts';

export type FileImport = {
  kind: KindName;
  path: string;
  store: RegisterStore;
  /** Which numbers of persons are taken. */
  series: 'synthetic' | 'real' | 'any';
  today: string;
  /** Folder for where an import has come to, and the report of what was refused. */
  state: string;
  /** Go on after the last line that an earlier import of the same file stored. */
  resume: boolean;
  dryRun: boolean;
  signal: AbortSignal;
  onProgress?(line: number, imported: Imported): void;
};

export type ImportedFile = Imported & {
  /** Lines that an earlier import had stored. */
  skipped: number;
  /** Where the refused rows stand, by line and reason. */
  report: string;
  /** The last line that is stored. */
  line: number;
  interrupted: boolean;
};

/** Imports a file of a register, from the start or from where it was cut off. Memory does not grow with the file. */
export async function importFile(options: FileImport): Promise<ImportedFile> {
  const { kind, path, store, series, today, state, resume, dryRun, signal } = options;
  mkdirSync(state, { recursive: true });
  const name = `${kind}-${keyOf(path)}`;
  const journal = join(state, `${name}.json`);
  const report = join(state, `${name}.refused.ndjson`);
  const from = resume ? lineIn(journal) : 0;
  if (from === 0) writeFileSync(report, '');
  let line = from;
  const imported = await importRows(kind, rows(path, from, signal), {
    store,
    setting: { series, today },
    dryRun,
    onRefused: (at, reasons) => appendFile(report, `${JSON.stringify({ line: at, reasons })}\n`),
    onStored: (at, so) => {
      line = Math.max(line, at);
      if (!dryRun) writeFileSync(journal, JSON.stringify({ file: basename(path), line, ...so }));
      options.onProgress?.(line, so);
    },
  });
  return { ...imported, skipped: from, report, line, interrupted: signal.aborted };
}

async function* rows(path: string, from: number, signal: AbortSignal): ReturnType<typeof readRows> {
  const file = createReadStream(path);
  const chunks = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  const format = /\.(ndjson|jsonl?)(\.gz)?$/.test(path) ? 'ndjson' : 'csv';
  for await (const row of readRows(chunks, format)) {
    if (signal.aborted) return;
    if (row.line > from) yield row;
  }
}

/** The same file has the same key; one that was changed since has another, and is read from its start. */
function keyOf(path: string): string {
  const { size, mtimeMs } = statSync(path);
  return createHash('sha256')
    .update(`${resolve(path)} ${size} ${mtimeMs}`)
    .digest('hex')
    .slice(0, 16);
}

function lineIn(journal: string): number {
  try {
    return (JSON.parse(readFileSync(journal, 'utf8')) as { line: number }).line;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}
