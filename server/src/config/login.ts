import type { JWK } from 'jose';
import type { Reader } from './reader.ts';

/** A national provider that people log on with, as it knows us. */
export type NationalProvider = {
  issuer: string;
  clientId: string;
  /** Private keys: the first signs, the public halves of all are published. */
  keys: readonly JWK[];
  /** HelseID: whether this client serves several legal entities, or one. */
  tenancy: 'multi' | 'single';
};

export type LoginConfig = {
  /** Nobody logs on here, and that is meant. */
  isOff: boolean;
  helseid: NationalProvider | undefined;
  idporten: NationalProvider | undefined;
  /** A session left alone so long is locked. */
  idleMs: number;
  /** A session so old is over. */
  absoluteMs: number;
};

const minute = 60_000;
const hour = 60 * minute;

export function readLogin(read: Reader, mode: 'demo' | 'production'): LoginConfig {
  const isOff = read.choice('ENJOURNAL_LOGIN', ['on', 'off'], 'on') === 'off';
  const login: LoginConfig = {
    isOff,
    helseid: readProvider(read, 'ENJOURNAL_HELSEID', mode),
    idporten: readProvider(read, 'ENJOURNAL_IDPORTEN', mode),
    idleMs: read.milliseconds('ENJOURNAL_SESSION_IDLE', 30 * minute),
    absoluteMs: read.milliseconds('ENJOURNAL_SESSION_MAX', 12 * hour),
  };
  if (login.idleMs > login.absoluteMs) {
    read.refuse('ENJOURNAL_SESSION_IDLE', 'must not be longer than ENJOURNAL_SESSION_MAX');
  }
  if (isOff && (login.helseid ?? login.idporten) !== undefined) {
    read.refuse('ENJOURNAL_LOGIN', 'must not be off when a provider to log on with is set');
  }
  return login;
}

/** What a server with real persons in it must not be without: somebody who says who its users are. */
export function refuseUnsafeLogin(
  { isOff, helseid, idporten }: LoginConfig,
  baseUrl: string | undefined,
  read: Reader,
): void {
  if (!isOff && helseid === undefined && idporten === undefined) {
    read.refuse(
      'ENJOURNAL_HELSEID_ISSUER',
      'or ENJOURNAL_IDPORTEN_ISSUER must be set in production mode, or ENJOURNAL_LOGIN=off, so that nobody logs on (see docs/operation.md)',
    );
  }
  for (const [name, provider] of Object.entries({ HELSEID: helseid, IDPORTEN: idporten })) {
    if (baseUrl !== undefined && provider?.issuer.startsWith(`${baseUrl}/`)) {
      read.refuse(`ENJOURNAL_${name}_ISSUER`, 'must not be this server: the demo provider lets anyone be anybody');
    }
  }
}

function readProvider(read: Reader, prefix: string, mode: 'demo' | 'production'): NationalProvider | undefined {
  const issuer = read.url(`${prefix}_ISSUER`, mode === 'demo' ? ['http:', 'https:'] : ['https:']);
  const clientId = read.text(`${prefix}_CLIENT_ID`);
  const key = read.json(`${prefix}_KEY`);
  const tenancy = prefix.endsWith('HELSEID') ? read.choice(`${prefix}_TENANCY`, ['multi', 'single'], 'multi') : 'multi';
  if (issuer === undefined && clientId === undefined && key === undefined) return undefined;
  const isIssuerSet = read.text(`${prefix}_ISSUER`) !== undefined; // a wrong one has been told of
  if (!isIssuerSet) read.refuse(`${prefix}_ISSUER`, 'must be set too');
  if (clientId === undefined) read.refuse(`${prefix}_CLIENT_ID`, 'must be set too');
  if (key === undefined) read.refuse(`${prefix}_KEY`, 'must be set too, to the file of a private key (JWK)');
  const keys = key === undefined ? [] : keysOf(key, `${prefix}_KEY`, read);
  if (issuer === undefined || clientId === undefined) return undefined;
  return { issuer: issuer.replace(/\/+$/, ''), clientId, keys, tenancy };
}

function keysOf(given: unknown, name: string, read: Reader): JWK[] {
  const set = (given as { keys?: unknown }).keys;
  const keys = (Array.isArray(set) ? set : [given]) as JWK[];
  const isGood = ({ kty, d, kid }: JWK) => (kty === 'EC' || kty === 'RSA') && typeof d === 'string' && Boolean(kid);
  if (keys.length === 0 || !keys.every(isGood)) {
    read.refuse(name, 'must hold private keys (JWK or JWK set): "kty" EC or RSA, with "d" and a "kid"');
  }
  return keys;
}
