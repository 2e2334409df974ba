import { readFile } from 'node:fs/promises';
import { noticeText } from './rules.ts';

/** A notice: where to, and nothing of what. Its words are the same for everybody. */
export type OutgoingNotice = { id: string; channel: 'email' | 'sms'; address: string };

/** The way to citizens' mail boxes and telephones, whatever carries it. */
export type NoticeService = {
  /** Sent again with the same id it is the same notice. @returns whether it is on its way; false: to be tried again */
  send(notice: OutgoingNotice): Promise<boolean>;
};

export type NoticeOptions = {
  /** Without a slash at the end. */
  base: string;
  /** A file with a token that somebody else keeps fresh. */
  tokenFile?: string | undefined;
  timeoutMs: number;
};

/**
 * Over HTTP to a gateway for e-mail and SMS: `PUT <base>/notices/<id>` with channel, address, subject and text. 2xx is taken;
 * 4xx is no address to send to, and not tried again.
 */
export function httpNotices({ base, tokenFile, timeoutMs }: NoticeOptions): NoticeService {
  return {
    async send({ id, ...where }) {
      try {
        const token =
          tokenFile === undefined ? {} : { authorization: `Bearer ${(await readFile(tokenFile, 'utf8')).trim()}` };
        const { status } = await fetch(`${base}/notices/${id}`, {
          method: 'PUT',
          headers: { 'content-type': 'application/json', ...token },
          body: JSON.stringify({ ...where, ...noticeText }),
          redirect: 'error',
          signal: AbortSignal.timeout(timeoutMs),
        });
        return status < 300 || (status >= 400 && status < 500 && status !== 429 && status !== 401 && status !== 403);
      } catch {
        return false;
      }
    },
  };
}
