import { parseJson, printJson } from '../../fhir/json/index.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import type { Actor } from '../actor.ts';
import { isOfHealthService } from '../other-use.ts';
import { nationalNumbers } from './directory.ts';

type Row = { type: string; id: string; content: string };

/**
 * Who works in health care is for everyone to know, and their national identity number is not: it is kept from all but
 * systems of the health service and the person.
 * @source personopplysningsloven § 12
 */
export function withoutNationalNumber(actor: Actor, { type, id, content }: Row): string {
  if (isOfHealthService(actor) || type !== 'Practitioner' || actor.practitioner === id) return content;
  if (![...nationalNumbers].some((system) => content.includes(system))) return content;
  const { value, decimals } = parseJson(content);
  const kept = (value.identifier as JsonObject[]).filter(({ system }) => !nationalNumbers.has(String(system)));
  if (kept.length > 0) value.identifier = kept;
  else delete value.identifier;
  delete value.text;
  return printJson(value, decimals);
}

/** Whether a search could find personnel by their national identity number, which must find nobody. */
export const asksByNationalNumber = (query: readonly (readonly [name: string, value: string])[]): boolean =>
  query.some(([name, value]) => /identifier|_filter|_text|_content/.test(name) && /\d{11}/.test(value));
