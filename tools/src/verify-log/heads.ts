import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type pg from 'pg';
import type { Key } from './scan.ts';

export type SignedHead = { size: number; at: string; root: string; key: string; signature: string };
export type StoredHead = SignedHead & { last: Key; prints: Buffer };

/** Public keys by their ids. */
export type Keys = ReadonlyMap<string, KeyObject>;

/** Reads heads that were copied: a JSON object a line, or what `/log/heads` answers. */
export function readHeads(file: string): SignedHead[] {
  const text = readFileSync(file, 'utf8').trim();
  try {
    const whole = JSON.parse(text) as { heads?: SignedHead[] } | SignedHead;
    return 'size' in whole ? [whole] : (whole.heads ?? []);
  } catch {
    return text.split('\n').flatMap((line) => (line.trim().endsWith('}') ? [JSON.parse(line) as SignedHead] : []));
  }
}

/** Reads public keys: `keys.json`, or what `/log/keys` answers. */
export function readKeys(file: string): Keys {
  const whole = JSON.parse(readFileSync(file, 'utf8')) as { keys?: KeyLine[] } | KeyLine[];
  return keysOf(Array.isArray(whole) ? whole : (whole.keys ?? []));
}

type KeyLine = { id: string; public: string };

/** A key has the id that its bytes say, whatever else is claimed. */
export function keysOf(lines: readonly KeyLine[]): Keys {
  return new Map(
    lines.map((line) => {
      const raw = Buffer.from(line.public, 'hex');
      const jwk = { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') };
      return [hash('sha256', raw, 'hex').slice(0, 16), createPublicKey({ key: jwk, format: 'jwk' })];
    }),
  );
}

export function isSigned({ size, at, root, key, signature }: SignedHead, keys: Keys): boolean {
  const publicKey = keys.get(key);
  if (publicKey === undefined) return false;
  return verify(
    null,
    Buffer.from(`enjournal access log\n${size}\n${at}\n${root}\n`),
    publicKey,
    Buffer.from(signature, 'hex'),
  );
}

export async function storedKeys(client: pg.Client): Promise<Keys> {
  const { rows } = await client.query<KeyLine>(`SELECT id, encode(public, 'hex') AS public FROM access_log_key`);
  return keysOf(rows);
}

/** The database's heads of sizes above `after`, in order, some thousand at a time. */
export async function* storedHeads(client: pg.Client): AsyncIterable<StoredHead[]> {
  let after = -1;
  for (;;) {
    const { rows } = await client.query<HeadRow>(
      `SELECT size, at, encode(root, 'hex') AS root, key, encode(signature, 'hex') AS signature, last_tx, last_writer, last_seq, prints
       FROM access_log_head WHERE size > $1 ORDER BY size LIMIT 2000`,
      [after],
    );
    if (rows.length === 0) return;
    yield rows.map(({ size, at, root, key, signature, last_tx, last_writer, last_seq, prints }) => ({
      size: Number(size),
      at: at.toISOString(),
      root,
      key,
      signature,
      last: { tx: Number(last_tx), writer: Number(last_writer), seq: Number(last_seq) },
      prints: Buffer.from(new Uint8Array(prints).buffer), // alone in its memory, so that it goes to a thread by itself
    }));
    after = Number(rows.at(-1)!.size);
  }
}

type HeadRow = {
  size: string;
  at: Date;
  root: string;
  key: string;
  signature: string;
  last_tx: string;
  last_writer: string;
  last_seq: string;
  prints: Buffer;
};
