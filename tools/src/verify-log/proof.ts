/**
 * Checks the proof of one entry of Enjournal's access log (`AuditEvent/[id]/$proof`), with nothing but Node:
 *
 *     node proof.ts log-proof-123.json [heads.jsonl]
 *
 * It says what the entry tells, and whether it stands in the log that the head was signed for. A file with heads that were
 * copied earlier (one JSON object a line) is compared where it has one of the same size. Exit code 0: it holds; 1: it does not.
 * @source RFC 6962, sections 2.1 and 2.1.1; RFC 9162, section 2.1.3.2
 */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';

type Head = { size: number; at: string; root: string; key: string; signature: string };

export type Proof = {
  format: string;
  entry: string;
  kept?: string;
  salt?: string;
  commitment?: string;
  context?: string;
  index: number;
  path: string[];
  head: Head;
  key: { id: string; public: string };
};

const sha256 = (...parts: (Buffer | string)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');

/** What is wrong with a proof; nothing when it holds. */
export function faultsOf(proof: Proof, heads: readonly Head[] = []): string[] {
  const faults: string[] = [];
  const { entry, head, key, index } = proof;
  if (proof.format !== 'enjournal-log-proof/1') return [`The format "${proof.format}" is not known.`];

  const isErased = proof.kept === undefined || proof.salt === undefined;
  const commitment = isErased ? bytes(proof.commitment ?? '') : sha256(bytes(proof.salt!), proof.kept!);
  const leaf = sha256(Buffer.of(0), entry, '\n', commitment);
  const root = rootOf(leaf, index, head.size, proof.path.map(bytes));
  if (root?.toString('hex') !== head.root) faults.push('The entry does not lead to the root of the signed head.');

  if (sha256(bytes(key.public)).toString('hex').slice(0, 16) !== head.key || key.id !== head.key) {
    faults.push('The key is not the one that the head names.');
  }
  const publicKey = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: bytes(key.public).toString('base64url') },
    format: 'jwk',
  });
  const signed = Buffer.from(`enjournal access log\n${head.size}\n${head.at}\n${head.root}\n`);
  if (!verify(null, signed, publicKey, bytes(head.signature))) faults.push('The signature of the head is wrong.');

  if (proof.context !== undefined) {
    const named = entry.split('\t')[3]?.replaceAll('-', '');
    if (sha256(proof.context).toString('hex').slice(0, 32) !== named)
      faults.push('Who asked is not who the entry names.');
  }
  const other = heads.find(({ size }) => size === head.size);
  if (other !== undefined && other.root !== head.root) faults.push('A head that was copied earlier has another root.');
  return faults;
}

/** The root that a path leads to, from the leaf up; undefined when the path has the wrong length. */
function rootOf(leaf: Buffer, index: number, size: number, path: readonly Buffer[]): Buffer | undefined {
  let [node, fn, sn] = [leaf, index, size - 1];
  if (index >= size) return undefined;
  for (const sibling of path) {
    if (sn === 0) return undefined;
    if (fn % 2 === 1 || fn === sn) {
      node = sha256(Buffer.of(1), sibling, node);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else node = sha256(Buffer.of(1), node, sibling);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 ? node : undefined;
}

const names = ['writer', 'number', 'at', 'context', 'interaction', 'decision', 'outcome', 'stream', 'purpose', 'basis'];
const more = ['rule', 'obligations', 'type'];
const keptNames = ['record', 'id', 'on behalf of', 'reason', 'query (base64)', 'shown'];

/** The entry's values by name, as it tells them. */
export function told({ entry, kept, context }: Proof): [string, string][] {
  const lines: [string, string][] = [];
  const values = [...entry.split('\t'), ...(kept?.split('\t') ?? [])];
  for (const [i, name] of [...names, ...more, ...(kept === undefined ? [] : keptNames)].entries()) {
    const value = values[i];
    if (value !== undefined && value !== '\\N')
      lines.push([name, name === 'at' ? new Date(Number(value)).toISOString() : value]);
  }
  if (kept === undefined) lines.push(['erased', 'whose record, and what was shown']);
  if (context !== undefined) lines.push(['who', context]);
  return lines;
}

if (import.meta.main) {
  const [file, headsFile] = process.argv.slice(2);
  if (file === undefined) {
    console.error('node proof.ts <proof.json> [heads.jsonl]');
    process.exit(2);
  }
  const proof = JSON.parse(readFileSync(file, 'utf8')) as Proof;
  const lines = headsFile === undefined ? [] : readFileSync(headsFile, 'utf8').split('\n').filter(Boolean);
  const faults = faultsOf(
    proof,
    lines.map((line) => JSON.parse(line) as Head),
  );
  for (const [name, value] of told(proof)) console.info(`${name.padEnd(16)} ${value}`);
  const { index, head, key } = proof;
  if (faults.length === 0) {
    console.info(`\nIt holds: entry ${index} of ${head.size} in the log, signed ${head.at} with key ${key.id}.`);
    console.info(
      'Compare that key with one that you have from elsewhere (/log/keys): the proof is as good as the key.',
    );
  } else {
    console.error(`\nIt does not hold:\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
    process.exitCode = 1;
  }
}
