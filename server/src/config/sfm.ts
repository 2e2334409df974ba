import type { Reader } from './reader.ts';

/** Where the national medicine list is asked. */
export type SfmConfig = {
  /** Base address of SFM's FHIR API, without a slash at the end; `stand-in`: the demo's own. */
  base: string;
  /** A file with a token that someone else keeps fresh. */
  tokenFile: string | undefined;
  timeoutMs: number;
  /** Where the stand-in listens; 0: any free port. */
  standInPort: number;
};

const NAME = 'ENJOURNAL_SFM';

/** Undefined where it is not asked: in production without an address, and everywhere when it is `off`. */
export function readSfm(read: Reader, mode: 'demo' | 'production'): SfmConfig | undefined {
  const said = read.text(NAME);
  const tokenFile = read.file(`${NAME}_TOKEN`);
  const timeoutMs = read.milliseconds(`${NAME}_TIMEOUT`, 15_000);
  const standInPort = read.integer(`${NAME}_STAND_IN_PORT`, 0, 65_535, 0);
  if (said === 'off' || (said === undefined && mode === 'production')) return undefined;
  if (said === undefined) return { base: 'stand-in', tokenFile, timeoutMs, standInPort };
  const base = said.replace(/\/+$/, '');
  const isSafe = base.startsWith('https://') || (mode === 'demo' && base.startsWith('http://'));
  if (!isSafe || !URL.canParse(base)) read.refuse(NAME, 'must be the https address of SFM, or off');
  if (mode === 'production' && tokenFile === undefined)
    read.refuse(`${NAME}_TOKEN`, `must name a file with a token for SFM when ${NAME} is set in production mode`);
  return { base, tokenFile, timeoutMs, standInPort };
}
