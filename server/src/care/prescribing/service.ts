import { readFile } from 'node:fs/promises';
import { groupsAt, readXml, receiptStatuses, receipts, textAt } from '../../messages/index.ts';

/** What becomes of a message at the receiver. */
export type Receipt =
  | { taken: true }
  /** They say no, and why, in their words. */
  | { taken: false; why: string }
  /** It is there, and the receipt is not: it is asked for later. */
  | 'waiting';

/** The way to the prescription bank, whatever carries the messages. */
export type PrescriptionService = {
  /** Sends a message. Sent again with the same id, it is the same message. @throws ServiceAway */
  send(message: { id: string; type: string; xml: string }): Promise<Receipt>;
  /** The receipt of what was sent; undefined when they never got it. @throws ServiceAway */
  receiptOf(id: string): Promise<Receipt | undefined>;
  /** M9.5 in, M9.6 out; M9.7 in, M9.8 out. @throws ServiceAway */
  ask(xml: string): Promise<string>;
  /** Ids of the messages that have come for us, the oldest first. @throws ServiceAway */
  waiting(): Promise<string[]>;
  /** One of them. @throws ServiceAway */
  fetch(id: string): Promise<string>;
  /** Answers for one of them by its receipt (AppRec); it waits no more. @throws ServiceAway */
  answer(id: string, receipt: string): Promise<void>;
};

/** Nobody there, too slow, or an answer that is none: it may be otherwise in a while. */
export class ServiceAway extends Error {}

export type HttpServiceOptions = {
  /** Without a slash at the end. */
  base: string;
  /** A file with a token that somebody else keeps fresh. */
  tokenFile?: string | undefined;
  timeoutMs: number;
};

const MOST_BYTES = 20 * 1024 * 1024;
const asXml = { 'content-type': 'application/xml; charset=utf-8', accept: 'application/xml' };

/**
 * The messages over HTTP, to a message service that signs and seals them by the enterprise's certificates and passes them on. What is
 * asked of it stands in docs/operation.md. Numbers of persons are in bodies, never in addresses.
 */
export function httpService({ base, tokenFile, timeoutMs }: HttpServiceOptions): PrescriptionService {
  async function call(method: string, path: string, body?: string, more: Record<string, string> = {}) {
    try {
      const token =
        tokenFile === undefined ? {} : { authorization: `Bearer ${(await readFile(tokenFile, 'utf8')).trim()}` };
      const answer = await fetch(`${base}/${path}`, {
        method,
        headers: { ...asXml, ...token, ...more },
        ...(body === undefined ? {} : { body }),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      return { status: answer.status, text: await limited(answer) };
    } catch (error) {
      throw new ServiceAway('The message service does not answer', { cause: error });
    }
  }
  return {
    async send({ id, type, xml }) {
      const { status, text } = await call('PUT', `messages/${id}`, xml, { 'x-message-type': type });
      return receiptIn(status, text, id);
    },
    async receiptOf(id) {
      const { status, text } = await call('GET', `messages/${id}/receipt`);
      return status === 404 ? undefined : receiptIn(status, text, id);
    },
    async ask(xml) {
      const { status, text } = await call('POST', 'lists', xml);
      if (status === 200) return text;
      throw new ServiceAway(`The message service answered ${status}`);
    },
    async waiting() {
      const { status, text } = await call('GET', 'inbox');
      if (status !== 200) throw new ServiceAway(`The message service answered ${status}`);
      return text.split(/\s+/).filter((id) => /^[\w-]{1,64}$/.test(id));
    },
    async fetch(id) {
      const { status, text } = await call('GET', `inbox/${id}`);
      if (status === 200) return text;
      throw new ServiceAway(`The message service answered ${status}`);
    },
    async answer(id, receipt) {
      const { status } = await call('PUT', `inbox/${id}/receipt`, receipt);
      if (status >= 300) throw new ServiceAway(`The message service answered ${status}`);
    },
  };
}

/** A receipt of the message that it is for, and of no other. */
function receiptIn(status: number, text: string, id: string): Receipt {
  if (status === 202) return 'waiting';
  if (status !== 200) throw new ServiceAway(`The message service answered ${status}`);
  const { values, wrongs } = readXml(text, receipts);
  if (wrongs.length > 0 || textAt(values, 'OriginalMsgId', 'Id') !== id)
    throw new ServiceAway('The receipt cannot be read');
  if (textAt(values, 'Status', 'V') !== receiptStatuses.refused) return { taken: true };
  const reasons = groupsAt(values, 'Error').map(
    (one) => textAt(one, 'OT') ?? textAt(one, 'DN') ?? textAt(one, 'V') ?? '',
  );
  return {
    taken: false,
    why: reasons
      .filter((one) => one !== '')
      .join('; ')
      .slice(0, 500),
  };
}

async function limited(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new Error('too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
