import { readFile } from 'node:fs/promises';
import type { Resource } from '../../fhir/resource.ts';

/** The national medicine list (SFM Basis): two operations on Patient, whatever carries them. */
export type SfmService = {
  /** `Patient/$getMedication` @throws SfmAway, SfmRefused */
  getMedication(parameters: Resource): Promise<Resource>;
  /** `Patient/$sendMedication` @throws SfmAway, SfmRefused */
  sendMedication(parameters: Resource): Promise<Resource>;
};

/** Nobody there, too slow, or an answer that is none: it may be otherwise in a while. */
export class SfmAway extends Error {}

/** They say no, and why, in their words. */
export class SfmRefused extends Error {}

export type SfmOptions = {
  /** Without a slash at the end. */
  base: string;
  /** A file with a token that somebody else keeps fresh: of the enterprise, with its `nhn:sfm:journal_id`. */
  tokenFile?: string | undefined;
  timeoutMs: number;
};

const json = { 'content-type': 'application/fhir+json', accept: 'application/fhir+json' };

/** SFM over HTTP. Numbers of persons are in bodies, never in addresses. */
export function sfmOverHttp({ base, tokenFile, timeoutMs }: SfmOptions): SfmService {
  async function call(operation: string, parameters: Resource): Promise<Resource> {
    let answer: Response;
    let body: unknown;
    try {
      const token =
        tokenFile === undefined ? {} : { authorization: `Bearer ${(await readFile(tokenFile, 'utf8')).trim()}` };
      answer = await fetch(`${base}/Patient/${operation}`, {
        method: 'POST',
        headers: { ...json, ...token },
        body: JSON.stringify(parameters),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      body = await answer.json();
    } catch (error) {
      throw new SfmAway('SFM does not answer', { cause: error });
    }
    if (answer.status === 400 || answer.status === 422) throw new SfmRefused(saidIn(body));
    if (answer.status !== 200) throw new SfmAway(`SFM answered ${answer.status}`);
    return body as Resource;
  }
  return {
    getMedication: (parameters) => call('$getMedication', parameters),
    sendMedication: (parameters) => call('$sendMedication', parameters),
  };
}

/** What an OperationOutcome says. */
function saidIn(body: unknown): string {
  const issues = (body as { issue?: { diagnostics?: string; details?: { text?: string } }[] })?.issue ?? [];
  return issues
    .flatMap(({ diagnostics, details }) => details?.text ?? diagnostics ?? [])
    .join('; ')
    .slice(0, 500);
}
