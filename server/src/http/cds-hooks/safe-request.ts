import { lookup } from 'node:dns/promises';
import { request as requestPlain } from 'node:http';
import { request as requestEncrypted } from 'node:https';
import { BlockList, isIP } from 'node:net';

/** Networks that are ours or nobody's: no address that others name leads there. @source RFC 6890 */
const inner = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  inner.addSubnet(network, bits, 'ipv4');
}
for (const [network, bits] of [
  ['::', 128],
  ['::1', 128],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  inner.addSubnet(network, bits, 'ipv6');
}

const isInner = (address: string): boolean => inner.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

const loopback = /^(localhost|127\.0\.0\.1|\[::1\])$/;

export type Asking = {
  timeoutMs: number;
  mostBytes: number;
  /** This machine itself may be asked, unencrypted. */
  isDemo: boolean;
  /** Sent as JSON; without it the request is a GET. */
  body?: string;
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
};

/**
 * Asks a program of others: encrypted, at an address of the open network that was looked up once and is connected to as it was
 * looked up, without detours, within the time, and no longer answer than may be.
 * @throws Error
 */
export async function askSafely(url: URL, asking: Asking): Promise<{ status: number; text: string }> {
  const isOwnMachine = asking.isDemo && loopback.test(url.hostname);
  if (url.protocol !== 'https:' && !(isOwnMachine && url.protocol === 'http:')) throw new Error('not encrypted');
  const timeout = AbortSignal.timeout(asking.timeoutMs);
  const signal = asking.signal === undefined ? timeout : AbortSignal.any([timeout, asking.signal]);
  const address = await within(signal, addressOf(url, isOwnMachine));
  return new Promise((resolve, reject) => {
    const { body, headers = {}, mostBytes } = asking;
    const send = url.protocol === 'https:' ? requestEncrypted : requestPlain;
    const sent = send(
      url,
      {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          accept: 'application/json',
          ...(body === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
          ...headers,
        },
        lookup: (_name, options, done) => {
          const family = isIP(address);
          if (options.all) (done as unknown as (e: null, all: object[]) => void)(null, [{ address, family }]);
          else done(null, address, family);
        },
        agent: false,
        signal,
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => {
          text += chunk;
          if (text.length <= mostBytes) return;
          reject(new Error('the answer is too long'));
          sent.destroy();
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
        answer.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

async function addressOf(url: URL, isOwnMachine: boolean): Promise<string> {
  const name = url.hostname.replace(/^\[|\]$/g, '');
  const found = isIP(name) === 0 ? await lookup(name, { all: true }) : [{ address: name }];
  if (!isOwnMachine && found.some(({ address }) => isInner(address))) throw new Error('an address within our network');
  if (found[0] === undefined) throw new Error('no address');
  return found[0].address;
}

function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('took too long')), { once: true });
    work.then(resolve, reject);
  });
}
