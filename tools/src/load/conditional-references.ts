import type { JsonObject } from '../../../server/src/fhir/resource.ts';
import type { Unit } from './transactions.ts';

/** Types that other people's records refer to by identifier, and what the least such resource must have. */
const LEAST: { [type: string]: (display: string) => JsonObject } = {
  Practitioner: (text) => ({ name: [{ text }] }),
  Organization: (name) => ({ name }),
  Location: (name) => ({ name }),
  PractitionerRole: () => ({}),
  HealthcareService: (name) => ({ name }),
};

/**
 * Makes what records name by conditional reference (`Practitioner?identifier=system|value`) and what nobody loaded: a
 * resource with that identifier and the name that the reference shows, created only if there is none.
 */
export class MissingTargets {
  readonly #known = new Set<string>();

  /** A transaction that makes what a unit refers to and we have not yet made sure of; undefined when there is nothing. */
  transactionFor(unit: Unit): { body: string; keys: string[] } | undefined {
    if (!unit.body.includes('?identifier=')) return undefined;
    const wanted = new Map<string, string>();
    let bundle: unknown;
    try {
      bundle = JSON.parse(unit.body.toString('utf8'));
    } catch {
      // The server says it better.
      return undefined;
    }
    collect(bundle, wanted);
    const entries: object[] = [];
    const keys: string[] = [];
    for (const [key, display] of wanted) {
      if (this.#known.has(key)) continue;
      const entry = entryFor(key, display);
      if (entry === undefined) continue;
      entries.push(entry);
      keys.push(key);
    }
    if (entries.length === 0) return undefined;
    return { body: JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry: entries }), keys };
  }

  /** Remembers that these are in the store. */
  settle(keys: readonly string[]): void {
    for (const key of keys) this.#known.add(key);
  }
}

function collect(value: unknown, wanted: Map<string, string>): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const one of value) collect(one, wanted);
    return;
  }
  const { reference, display } = value as { reference?: unknown; display?: unknown };
  if (typeof reference === 'string' && reference.includes('?identifier=')) {
    const shown = typeof display === 'string' && display.trim() !== '' ? display : undefined;
    if (shown !== undefined || !wanted.has(reference)) wanted.set(reference, shown ?? wanted.get(reference) ?? '');
  }
  for (const inner of Object.values(value)) collect(inner, wanted);
}

function entryFor(reference: string, display: string): object | undefined {
  const [type, query] = reference.split('?', 2) as [string, string];
  const least = LEAST[type];
  const parameters = [...new URLSearchParams(query)];
  const [only] = parameters;
  if (least === undefined || parameters.length !== 1 || only?.[0] !== 'identifier') return undefined;
  const bar = only[1].indexOf('|');
  const system = only[1].slice(0, Math.max(0, bar));
  const value = only[1].slice(bar + 1);
  if (value === '') return undefined;
  const identifier = system === '' ? { value } : { system, value };
  return {
    resource: { resourceType: type, identifier: [identifier], ...least(display === '' ? value : display) },
    request: { method: 'POST', url: type, ifNoneExist: query },
  };
}
