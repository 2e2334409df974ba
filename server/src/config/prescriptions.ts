import type { Reader } from './reader.ts';

/** Where prescriptions are sent. */
export type PrescriptionConfig = {
  /** Base address of the message service, without a slash at the end; `stand-in`: the demo's own. */
  base: string;
  /** A file with a token that someone else keeps fresh. */
  tokenFile: string | undefined;
  /** HER-id of the national prescription bank (Reseptformidleren). */
  herId: string;
  /** One try may take this long. */
  timeoutMs: number;
  /** Where the stand-in listens; 0: any free port. */
  standInPort: number;
};

const NAME = 'ENJOURNAL_ERESEPT';

/** Undefined where none are sent: in production without an address, and everywhere when it is `off`. */
export function readPrescriptions(read: Reader, mode: 'demo' | 'production'): PrescriptionConfig | undefined {
  const said = read.text(NAME);
  const tokenFile = read.file(`${NAME}_TOKEN`);
  const herId = read.text(`${NAME}_HER_ID`);
  const timeoutMs = read.milliseconds(`${NAME}_TIMEOUT`, 10_000);
  const standInPort = read.integer(`${NAME}_STAND_IN_PORT`, 0, 65_535, 0);
  if (said === 'off' || (said === undefined && mode === 'production')) return undefined;
  if (said === undefined) return { base: 'stand-in', tokenFile, herId: herId ?? '9999990', timeoutMs, standInPort };
  const base = said.replace(/\/+$/, '');
  const isSafe = base.startsWith('https://') || (mode === 'demo' && base.startsWith('http://'));
  if (!isSafe || !URL.canParse(base)) read.refuse(NAME, 'must be the https address of the message service, or off');
  if (herId === undefined || !/^\d{1,9}$/.test(herId)) {
    read.refuse(`${NAME}_HER_ID`, `must be the HER-id of the prescription bank when ${NAME} is set`);
  }
  if (mode === 'production' && tokenFile === undefined) {
    read.refuse(
      `${NAME}_TOKEN`,
      `must name a file with a token for the message service when ${NAME} is set in production mode`,
    );
  }
  return { base, tokenFile, herId: herId ?? '', timeoutMs, standInPort };
}
