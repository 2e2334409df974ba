import { problem } from '../../fhir/issue.ts';
import type { Actor } from '../actor.ts';
import type { Purpose } from '../facts.ts';

/** Who asks, why, and for whom: what one request says of itself, beside what it asks for. */
export type Ask = {
  actor: Actor;
  /** Of the request, else of the session. */
  purpose?: Purpose;
  /** The purpose in the person's own words. */
  purposeText?: string;
  /** Practitioner id of the treater that the actor says they act for. */
  onBehalfOf?: string;
  /** Patient id of the citizen whom a citizen acts for. */
  actingFor?: string;
};

const PURPOSES: ReadonlySet<string> = new Set([
  ...['TREAT', 'ETREAT', 'BTG', 'COC', 'HQUALIMP', 'HRESCH'],
  ...['HOPERAT', 'AUDIT', 'SYSADMIN', 'PATRQT', 'FAMRQT', 'PWATRNY'],
]);

/** Requests carry these, and the entries of a Bundle carry their Bundle's. */
export const askHeaders = ['x-purpose-of-use', 'x-purpose-text', 'x-on-behalf-of', 'x-acting-for'] as const;

const longestText = 500;

/**
 * Reads the headers by which a request says why and for whom.
 * @throws Problem invalid for what is no purpose, no Practitioner or no Patient
 */
export function askOf(actor: Actor, headers: Readonly<Record<string, string | undefined>>): Ask {
  const ask: Ask = { actor };
  // what a system's token says it is for, no header makes something else of
  const isFixed = actor.kind === 'system' && actor.purpose !== undefined;
  const purpose = (isFixed ? undefined : headers['x-purpose-of-use']) ?? actor.purpose;
  if (purpose !== undefined) {
    if (!PURPOSES.has(purpose)) throw malformed('X-Purpose-Of-Use is a purpose of use, such as TREAT.');
    ask.purpose = purpose as Purpose;
  }
  const text = headers['x-purpose-text'];
  if (text !== undefined) {
    const said = decoded(text).trim();
    if (said === '' || said.length > longestText) throw malformed(`X-Purpose-Text has 1 to ${longestText} characters.`);
    ask.purposeText = said;
  }
  const behalf = headers['x-on-behalf-of'];
  if (behalf !== undefined) ask.onBehalfOf = idOf(behalf, 'Practitioner', 'X-On-Behalf-Of is Practitioner/[id].');
  const acting = headers['x-acting-for'];
  if (acting !== undefined) ask.actingFor = idOf(acting, 'Patient', 'X-Acting-For is Patient/[id].');
  // An app of a citizen's is for one record, and knows nothing of our headers.
  else if (isLaunchedForAnother(actor)) ask.actingFor = actor.patient;
  return ask;
}

const isLaunchedForAnother = (actor: Actor): actor is Actor & { patient: string } =>
  actor.kind === 'citizen' && actor.patient !== undefined && actor.patient !== actor.ownPatient;

function idOf(reference: string, type: string, words: string): string {
  const id = new RegExp(`^${type}/([A-Za-z0-9\\-.]{1,64})$`).exec(reference)?.[1];
  if (id === undefined) throw malformed(words);
  return id;
}

/** A header holds Latin-1 only: what is beyond it comes as UTF-8 in percent escapes. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const malformed = (diagnostics: string) => problem('invalid', 'header-malformed', { diagnostics, code: 'value' });
