import { Problem } from '../fhir/issue.ts';
import type { Queryable } from '../record/index.ts';
import type { Terminology as SearchTerminology } from '../record/search/index.ts';
import { refusal } from './compose.ts';
import { codesOf } from './expand.ts';
import { codesAbove, codesBelow } from './subsumes.ts';
import { findSystem } from './systems.ts';
import { findValueSet, findValueSetOfResource } from './value-set.ts';

/**
 * What a search asks of terminology, for the modifiers `:in`, `:not-in`, `:below` and `:above` of token parameters.
 * An unknown value set is refused (`absent`), and so are more codes than a search can look for (`rule`, too-costly). A code
 * or system that is not known here stands for itself alone.
 */
export type Terminology = SearchTerminology & {
  /** Forgets what it remembers, after a change of terminology in this server. */
  clear(): void;
};

export type TerminologyOptions = {
  /** How long an answer is remembered: a change made by another server is seen after this. */
  rememberMs?: number;
  /** Answers remembered at a time; the oldest goes first. */
  answers?: number;
  /** Codes in one answer at most: each becomes a token that the search looks for. */
  mostCodes?: number;
  now?: () => number;
};

/** Terminology for searches on `client`, remembering answers for a while. */
export function makeTerminology(client: Queryable, options: TerminologyOptions = {}): Terminology {
  const { rememberMs = 60_000, answers = 500, mostCodes = 5_000, now = Date.now } = options;
  const remembered = new Map<string, { until: number; answer: Promise<unknown> }>();

  function remember<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const known = remembered.get(key);
    if (known !== undefined && known.until > now()) return known.answer as Promise<T>;
    const answer = ask();
    remembered.delete(key);
    remembered.set(key, { until: now() + rememberMs, answer });
    if (remembered.size > answers) remembered.delete(remembered.keys().next().value!);
    // a refusal is an answer; a fault is not, and is asked again
    answer.catch((error: unknown) => {
      if (!(error instanceof Problem)) remembered.delete(key);
    });
    return answer;
  }

  async function below(system: string, code: string): Promise<readonly string[]> {
    const known = await findSystem(client, system);
    const codes = known === undefined ? [] : await codesBelow(client, known, code, mostCodes + 1);
    if (codes.length > mostCodes) {
      throw refusal(
        'too-many-codes',
        'too-costly',
        `More than ${mostCodes} codes stand below ${code}: search more narrowly.`,
      );
    }
    return codes.length === 0 ? [code] : codes;
  }

  async function above(system: string, code: string): Promise<readonly string[]> {
    const known = await findSystem(client, system);
    const codes = known === undefined ? [] : await codesAbove(client, known, code);
    return codes.length === 0 ? [code] : codes;
  }

  /** By the address of the resource (`ValueSet/1`), else by its canonical url. @source FHIR R4, search.html#token */
  function valueSetAt(named: string) {
    const id = /^ValueSet\/([A-Za-z0-9.-]{1,64})$/.exec(named)?.[1];
    return id === undefined ? findValueSet(client, named) : findValueSetOfResource(client, id);
  }

  return {
    expand: (valueSet) =>
      remember(`in ${valueSet}`, async () => codesOf(client, await valueSetAt(valueSet), mostCodes)),
    below: (system, code) => remember(`below ${system}|${code}`, () => below(system, code)),
    above: (system, code) => remember(`above ${system}|${code}`, () => above(system, code)),
    clear: () => remembered.clear(),
  };
}
