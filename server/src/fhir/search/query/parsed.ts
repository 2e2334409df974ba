import type { Issue } from '../../issue.ts';
import type { SearchParameterInfo } from '../parameters.ts';

/** A search as its query says it: pure, checked, with nothing of the database in it. */
export type ParsedSearch = {
  /** The types that are searched, sorted; never empty. */
  types: readonly string[];
  /** Over several types (`Patient/1/*`, `?_type=`): ordered as a timeline, and `date` is each type's principal date. */
  isAcross: boolean;
  compartment?: Compartment;
  /** All must hold. */
  filters: readonly Filter[];
  sort: readonly SortKey[];
  count: number;
  /** Only the number of matches is asked for. */
  countOnly: boolean;
  total?: 'none' | 'estimate' | 'accurate';
  summary?: 'true' | 'text' | 'data' | 'false';
  elements?: readonly string[];
  includes: readonly Include[];
  revIncludes: readonly Include[];
  /** What was understood, as it was written, in its order: for the self link. */
  used: readonly [string, string][];
  /** What was not (lenient handling). */
  issues: readonly Issue[];
};

/** The resources that belong to one: `Patient/1`. `codes` are the reference parameters that tell it, by type. */
export type Compartment = { type: string; id: string; codes: ReadonlyMap<string, readonly string[]> };

/** A search parameter as the searched types have it. `isPrincipal`: its value is the row's own from and to. */
export type SearchedParameter = SearchParameterInfo & { isPrincipal: boolean };

export type Filter =
  | ParameterFilter
  /** The reference leads to a resource of one of the types for which that type's filter holds. */
  | { kind: 'chain'; parameter: SearchedParameter; targets: readonly { type: string; filter: Filter }[] }
  /** A resource of `type` for which the filter holds refers here with its `parameter`. */
  | { kind: 'has'; type: string; parameter: SearchedParameter; filter: Filter }
  | { kind: 'any' | 'all'; filters: readonly Filter[] };

/** One of the values must match; with `not` and `not-in`, none. */
export type ParameterFilter = {
  kind: 'parameter';
  parameter: SearchedParameter;
  modifier?: Modifier;
  values: readonly Value[];
};

export type Modifier =
  | ('missing' | 'not' | 'text' | 'in' | 'not-in' | 'below' | 'above' | 'of-type')
  | ('exact' | 'contains' | 'identifier');

export type Prefix = 'eq' | 'ne' | 'gt' | 'lt' | 'ge' | 'le' | 'sa' | 'eb' | 'ap';

export type Value =
  | { is: 'missing'; missing: boolean }
  /** `system` undefined: in any; '': in none. `code` undefined: any in the system. */
  | TokenValue
  | { is: 'of-type'; text: string }
  /** A string, an uri, words of a text, or the URL of a value set. */
  | { is: 'text'; text: string }
  /** Half open, epoch ms; with `ap` already widened. */
  | { is: 'date'; prefix: Prefix; from: number; to: number }
  | NumberValue
  | QuantityValue
  /** The references, any of them: `Type/id`, an absolute URL, a canonical. */
  | { is: 'reference'; references: readonly string[] }
  | { is: 'near'; latitude: number; longitude: number; metres: number }
  | { is: 'composite'; parts: readonly Value[] };

export type TokenValue = { is: 'token'; system?: string; code?: string };

/** `low` (inclusive) and `high` (exclusive) are what the written digits cover; with `ap` both ends count. */
export type NumberValue = { is: 'number'; prefix: Prefix; value: number; low: number; high: number };

/** Without `code`: in any unit. `system` '' or undefined: a code or unit of any system. */
export type QuantityValue = Omit<NumberValue, 'is'> & { is: 'quantity'; system?: string; code?: string };

export type SortKey = { parameter: SearchedParameter; descending: boolean };

/** `Type:code:target`; `*` stands for all. `iterate`: also of what was included. */
export type Include = { type: string; code: string; target?: string; iterate: boolean };
