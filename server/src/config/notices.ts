import type { Reader } from './reader.ts';

/** Where notices to citizens (e-mail, SMS) are sent. */
export type NoticeConfig = {
  /** Base address of the gateway, without a slash at the end; `stand-in`: the demo's own, which keeps what it gets. */
  base: string;
  /** A file with a token that someone else keeps fresh. */
  tokenFile: string | undefined;
  timeoutMs: number;
  /** Where the stand-in listens; 0: any free port. */
  standInPort: number;
};

const NAME = 'ENJOURNAL_NOTICES';

/** Undefined where none are sent: in production without an address, and everywhere when it is `off`. */
export function readNotices(read: Reader, mode: 'demo' | 'production'): NoticeConfig | undefined {
  const said = read.text(NAME);
  const tokenFile = read.file(`${NAME}_TOKEN`);
  const timeoutMs = read.milliseconds(`${NAME}_TIMEOUT`, 10_000);
  const standInPort = read.integer(`${NAME}_STAND_IN_PORT`, 0, 65_535, 0);
  if (said === 'off' || (said === undefined && mode === 'production')) return undefined;
  if (said === undefined) return { base: 'stand-in', tokenFile, timeoutMs, standInPort };
  const base = said.replace(/\/+$/, '');
  const isSafe = base.startsWith('https://') || (mode === 'demo' && base.startsWith('http://'));
  if (!isSafe || !URL.canParse(base)) read.refuse(NAME, 'must be the https address of a gateway for notices, or off');
  if (mode === 'production' && tokenFile === undefined)
    read.refuse(
      `${NAME}_TOKEN`,
      `must name a file with a token for the gateway when ${NAME} is set in production mode`,
    );
  return { base, tokenFile, timeoutMs, standInPort };
}
