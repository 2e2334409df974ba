import { type Issue, Problem, problem } from '../issue.ts';
import { isResourceType, resourceTypes } from '../types.ts';
import type { CustomParameter } from './custom.ts';
import { parseFilter } from './query/filters.ts';
import { type Lookup, lookupWith } from './query/lookup.ts';
import type { Compartment, Filter, ParsedSearch } from './query/parsed.ts';
import { named, type Results, readResult, unknown } from './query/results.ts';

export { compartmentOf } from './query/compartments.ts';
export type * from './query/parsed.ts';

/** A search as it comes in: where, and the pairs of its query with what URLs escape already undone. */
export type SearchInput = {
  /** `Observation?…`; absent for a search over several types. */
  type?: string;
  /** Over several types: those of the compartment, or all; `_type` narrows them. */
  compartment?: Compartment;
  query: readonly (readonly [string, string])[];
  /** Whether an unknown parameter is refused (`Prefer: handling=strict`). What is known but wrong always is. */
  handling: 'strict' | 'lenient';
};

export type ParseOptions = {
  custom?: readonly CustomParameter[];
  /** This server's address (`https://…/fhir`), which absolute references to it begin with. */
  base?: string;
  /** Epoch ms: what `ap` measures the distance of a date from. */
  now?: number;
  defaultCount?: number;
  maxCount?: number;
};

const mostParameters = 200;

/**
 * Reads the query of a search.
 * @throws Problem `invalid` (400), all that is wrong in it together; names of parameters are said, values never.
 * @source FHIR R4, search.html
 */
export function parseSearch(input: SearchInput, options: ParseOptions = {}): ParsedSearch {
  if (input.query.length > mostParameters) throw tooMany();
  const reader = new Reader(input, options);
  for (const [name, value] of input.query) reader.read(name, value);
  return reader.finish();
}

class Reader {
  private readonly lookup: Lookup;
  private readonly types: readonly string[];
  private readonly filters: Filter[] = [];
  private readonly used: [string, string][] = [];
  private readonly ignored: Issue[] = [];
  private readonly wrong: Issue[] = [];
  private readonly results: Results;

  private readonly input: SearchInput;
  private readonly options: ParseOptions;

  constructor(input: SearchInput, options: ParseOptions) {
    this.input = input;
    this.options = options;
    this.lookup = lookupWith(options.custom ?? []);
    this.types = typesOf(input);
    const count = options.defaultCount ?? 20;
    this.results = { count, countOnly: false, sort: [], includes: [], revIncludes: [] };
  }

  read(name: string, value: string): void {
    try {
      if (name.includes('\0') || value.includes('\0')) throw nul();
      const outcome = this.readOne(name, value);
      if (outcome === 'read') this.used.push([name, value]);
      else this.ignored.push(outcome);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.wrong.push(...error.issues);
    }
  }

  private readOne(name: string, value: string): Issue | 'read' {
    if (name === '_type' && this.input.type === undefined) return 'read';
    const { types, lookup } = this;
    const result = readResult(this.results, { types, lookup, maxCount: this.options.maxCount ?? 1000 }, name, value);
    if (result !== undefined) return result;
    const { base, now = Date.now() } = this.options;
    const filter = parseFilter({ lookup, base, now }, types, name, value);
    if (filter === 'unknown') {
      return unknown('parameter-unknown', `${this.where()} has no search parameter ${named(name)}`);
    }
    if (filter === 'empty') return unknown('parameter-empty', `${named(name)} has no value`);
    this.filters.push(filter);
    return 'read';
  }

  private where(): string {
    return this.types.length === 1 ? this.types[0]! : 'The search over these types';
  }

  finish(): ParsedSearch {
    const refused = this.input.handling === 'strict' ? [...this.wrong, ...this.ignored] : this.wrong;
    if (refused.length > 0) {
      throw new Problem(
        'invalid',
        refused.map((issue) => ({ ...issue, severity: 'error' })),
      );
    }
    const { types, filters, used, results } = this;
    const search: ParsedSearch = {
      ...results,
      types,
      isAcross: this.input.type === undefined,
      filters,
      used,
      issues: this.ignored,
    };
    return this.input.compartment === undefined ? search : { ...search, compartment: this.input.compartment };
  }
}

/** @throws Problem invalid, for a type that R4 does not have, or that is never in the compartment. */
function typesOf({ type, compartment, query }: SearchInput): readonly string[] {
  if (type !== undefined) return [type];
  const possible = compartment === undefined ? resourceTypes : [...compartment.codes.keys()];
  const asked = query.filter(([name]) => name === '_type').flatMap(([, value]) => value.split(','));
  const named = [...new Set(asked.filter((one) => one !== ''))].sort();
  if (named.length === 0) return possible;
  const foreign = named.find((one) => !isResourceType(one) || !possible.includes(one));
  if (foreign !== undefined) {
    const diagnostics = isResourceType(foreign)
      ? `${foreign} is never in this compartment`
      : '_type names something that is no resource type of R4';
    throw problem('invalid', 'type-unknown', { diagnostics });
  }
  return named;
}

const nul = () => problem('invalid', 'search-nul', { diagnostics: 'A query holds no NUL' });

const tooMany = () =>
  problem('invalid', 'too-many-parameters', { diagnostics: `A query has at most ${mostParameters} parameters` });
