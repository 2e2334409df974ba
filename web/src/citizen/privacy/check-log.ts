import { matchesOf, search, send } from '../../shared/fhir/client.ts';
import type { AuditEvent } from '../../shared/fhir/types.ts';

/** The proof of one entry of the access log (`AuditEvent/[id]/$proof`), hashes in hexadecimal. */
export type Proof = {
  format: string;
  entry: string;
  kept?: string;
  salt?: string;
  commitment?: string;
  context?: string;
  index: number;
  path: string[];
  head: { size: number; at: string; root: string; key: string; signature: string };
  key: { id: string; public: string };
};

export type Checked = { right: number; wrong: number; waiting: number; signedAt: string | undefined };

/** How many entries are checked at a time: the newest. */
const MOST = 50;

/**
 * Proves the newest entries of a record's log in this browser: that each stands in the log as it was written, under a head that the log's
 * key has signed. @source RFC 6962, sections 2.1 and 2.1.1
 */
export async function checkLog(patient: string): Promise<Checked> {
  const events = matchesOf(await search<AuditEvent>('AuditEvent', { patient, _sort: '-date', _count: String(MOST) }));
  const keys = await knownKeys();
  const told: Checked = { right: 0, wrong: 0, waiting: 0, signedAt: undefined };
  for (const { id = '' } of events) {
    try {
      const proof = (await (await send(`AuditEvent/${id}/$proof`)).json()) as Proof;
      if (await holds(proof, keys)) {
        told.right += 1;
        if (told.signedAt === undefined || proof.head.at > told.signedAt) told.signedAt = proof.head.at;
      } else told.wrong += 1;
    } catch {
      told.waiting += 1; // sealed within seconds: nothing is wrong with it
    }
  }
  return told;
}

async function knownKeys(): Promise<ReadonlySet<string>> {
  const answer = await fetch('/log/keys', { cache: 'no-store' });
  const { keys } = (await answer.json()) as { keys: { public: string }[] };
  return new Set(keys.map((one) => one.public));
}

const bytes = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const hex = (of: Uint8Array): string => [...of].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const utf8 = (text: string) => new TextEncoder().encode(text);

async function sha256(...parts: (Uint8Array | string)[]): Promise<Uint8Array<ArrayBuffer>> {
  const all = parts.map((part) => (typeof part === 'string' ? utf8(part) : part));
  const joined = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of all) {
    joined.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', joined));
}

/** Whether a proof holds, by a key that the log is known to have. */
export async function holds(proof: Proof, keys: ReadonlySet<string>): Promise<boolean> {
  const { format, entry, kept, salt, head, key, index } = proof;
  if (format !== 'enjournal-log-proof/1' || !keys.has(key.public) || key.id !== head.key) return false;
  const committed =
    kept === undefined || salt === undefined ? bytes(proof.commitment ?? '') : await sha256(bytes(salt), kept);
  const leaf = await sha256(Uint8Array.of(0), entry, '\n', committed);
  const root = await rootOf(leaf, index, head.size, proof.path.map(bytes));
  if (root === undefined || hex(root) !== head.root) return false;
  if (proof.context !== undefined) {
    const named = entry.split('\t')[3]?.replaceAll('-', '');
    if (hex(await sha256(proof.context)).slice(0, 32) !== named) return false;
  }
  const publicKey = await crypto.subtle.importKey('raw', bytes(key.public), 'Ed25519', false, ['verify']);
  const signed = utf8(`enjournal access log\n${head.size}\n${head.at}\n${head.root}\n`);
  return crypto.subtle.verify('Ed25519', publicKey, bytes(head.signature), signed);
}

/** The root that a path leads to, from the leaf up; undefined when the path has the wrong length. */
async function rootOf(leaf: Uint8Array, index: number, size: number, path: readonly Uint8Array[]) {
  let node = leaf;
  let [fn, sn] = [index, size - 1];
  if (index >= size) return undefined;
  for (const sibling of path) {
    if (sn === 0) return undefined;
    if (fn % 2 === 1 || fn === sn) {
      node = await sha256(Uint8Array.of(1), sibling, node);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else node = await sha256(Uint8Array.of(1), node, sibling);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 ? node : undefined;
}
