import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import type { Queryable } from '../../record/index.ts';

/** A signed head: whoever keeps one can prove later that the log still begins as it did then. */
export type Head = {
  /** Entries in the tree. */
  size: number;
  /** ISO 8601, UTC. */
  at: string;
  /** Hexadecimal. */
  root: string;
  /** Id of the key. */
  key: string;
  /** Ed25519, hexadecimal. */
  signature: string;
};

/** A public key of the log, hexadecimal. */
export type LogKey = { id: string; public: string; from: string };

export type Signer = { id: string; sign(head: Omit<Head, 'key' | 'signature'>): Buffer };

/** What is signed. */
export function headText({ size, at, root }: Pick<Head, 'size' | 'at' | 'root'>): Buffer {
  return Buffer.from(`enjournal access log\n${size}\n${at}\n${root}\n`);
}

export function isSigned(head: Head, publicKey: KeyObject): boolean {
  return verify(null, headText(head), publicKey, Buffer.from(head.signature, 'hex'));
}

export function publicKeyOf(hex: string): KeyObject {
  const x = Buffer.from(hex, 'hex').toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

/** A key signs for a year. */
const ROTATE_AFTER = '1 year';

/**
 * The key that signs now: from a file (PKCS #8, PEM), or one that the database keeps and that is followed by a new one after
 * a year. Public keys stay for ever, so old heads stay verifiable.
 */
export async function openSigner(client: Queryable, pem?: string): Promise<Signer> {
  if (pem !== undefined) {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType !== 'ed25519') throw new Error('The key of the access log is not an Ed25519 key.');
    return keep(client, key, null);
  }
  const { rows } = await client.query<{ private: Buffer }>(
    `SELECT private FROM access_log_key WHERE private IS NOT NULL AND from_at > now() - $1::interval
     ORDER BY from_at DESC, id LIMIT 1`,
    [ROTATE_AFTER],
  );
  if (rows[0] !== undefined) {
    return signerOf(createPrivateKey({ key: rows[0].private, format: 'der', type: 'pkcs8' }));
  }
  const { privateKey } = generateKeyPairSync('ed25519');
  return keep(client, privateKey, privateKey.export({ format: 'der', type: 'pkcs8' }));
}

async function keep(client: Queryable, key: KeyObject, kept: Buffer | null): Promise<Signer> {
  const signer = signerOf(key);
  await client.query('INSERT INTO access_log_key (id, public, private) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
    signer.id,
    rawPublic(key),
    kept,
  ]);
  return signer;
}

function signerOf(key: KeyObject): Signer {
  return {
    id: hash('sha256', rawPublic(key), 'hex').slice(0, 16),
    sign: (head) => sign(null, headText(head), key),
  };
}

function rawPublic(key: KeyObject): Buffer {
  return Buffer.from(
    createPublicKey(key as unknown as Parameters<typeof createPublicKey>[0]).export({ format: 'jwk' }).x as string,
    'base64url',
  );
}

type HeadRow = { size: bigint; at: Date; root: Buffer; key: string; signature: Buffer };

export const HEAD_COLUMNS = 'size, at, root, key, signature';

export function headOf({ size, at, root, key, signature }: HeadRow): Head {
  return {
    size: Number(size),
    at: at.toISOString(),
    root: root.toString('hex'),
    key,
    signature: signature.toString('hex'),
  };
}

export async function logKeys(client: Queryable): Promise<LogKey[]> {
  const { rows } = await client.query<{ id: string; public: Buffer; from_at: Date }>(
    'SELECT id, public, from_at FROM access_log_key ORDER BY from_at, id',
  );
  return rows.map((row) => ({ id: row.id, public: row.public.toString('hex'), from: row.from_at.toISOString() }));
}

/** Heads larger than `after`, in rising order; without `after` the newest ones. */
export async function heads(client: Queryable, count: number, after?: number): Promise<Head[]> {
  const { rows } =
    after === undefined
      ? await client.query<HeadRow>(`SELECT ${HEAD_COLUMNS} FROM access_log_head ORDER BY size DESC LIMIT $1`, [count])
      : await client.query<HeadRow>(
          `SELECT ${HEAD_COLUMNS} FROM access_log_head WHERE size > $2 ORDER BY size LIMIT $1`,
          [count, after],
        );
  return (after === undefined ? rows.reverse() : rows).map(headOf);
}
