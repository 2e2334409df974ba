import { readGenerated } from '../definitions/generated.ts';
import { principalDates } from './principal-dates.ts';

export type SearchType =
  | 'token'
  | 'string'
  | 'date'
  | 'number'
  | 'quantity'
  | 'reference'
  | 'uri'
  | 'composite'
  | 'special';

/** One search parameter as it is on one resource type (FHIR R4, SearchParameter). */
export type SearchParameterInfo = {
  code: string;
  /** Canonical URL of the SearchParameter. */
  url: string;
  type: SearchType;
  /** The part of the FHIRPath expression that speaks of this type; empty for `_text`, `_content` and `_query`. */
  expression: string;
  /** For references: the types that a chain may go on to, in alphabetical order; empty when it can be any. */
  targets: string[];
  /** Whether one resource may have several values. */
  multiple: boolean;
  /** For composites: the parts, whose expressions start at an element that `expression` finds. */
  components?: { code: string; expression: string; type: SearchType }[];
  /** Not stored: has a value where any of these parameters has it (each value asked of each of them, with or). */
  anyOf?: string[];
  /** Not stored: a composite whose parts, in order, may be asked of these parameters, with and. */
  allOf?: string[];
  /**
   * For tokens on a plain `code`: the systems it is bound to. It is stored without system, so a query for
   * `system|code` with one of these asks for `code` alone, and one with another system finds nothing.
   */
  systems?: string[];
  /** Members from the resource to the first value, `'0'` for the first of an array: for sorting by the content. */
  sortPath?: string[];
};

/** The form of the generated file. */
export type SearchParameterTable = {
  everyType: SearchParameterInfo[];
  byType: Record<string, SearchParameterInfo[]>;
};

/**
 * The search parameters of base R4 on a resource type, by code, with those of Resource and DomainResource (`_id`, `_tag`,
 * `_text` …). For `Resource` the ones that all types have. Empty for a type that R4 does not know.
 */
export function searchParametersOf(type: string): ReadonlyMap<string, SearchParameterInfo> {
  tables ??= readTables();
  return tables.get(type) ?? none;
}

/**
 * Code of the date parameter whose value is in `from`/`to` of the type's index entries (principal-dates.ts); undefined
 * when the type has none. A resource has at most one value of it.
 */
export function principalDateOf(type: string): string | undefined {
  return principalDates[type];
}

const none: ReadonlyMap<string, SearchParameterInfo> = new Map();
let tables: Map<string, ReadonlyMap<string, SearchParameterInfo>> | undefined;

function readTables(): Map<string, ReadonlyMap<string, SearchParameterInfo>> {
  const { everyType, byType } = JSON.parse(readGenerated('search-parameters.json')) as SearchParameterTable;
  const byCode = (infos: SearchParameterInfo[]) => new Map(infos.map((info) => [info.code, info]));
  const read = new Map([['Resource', byCode(everyType.filter((info) => info.code !== '_text'))]]);
  for (const [type, infos] of Object.entries(byType)) {
    const isDomainResource = type !== 'Bundle' && type !== 'Binary' && type !== 'Parameters';
    const shared = isDomainResource ? everyType : everyType.filter((info) => info.code !== '_text');
    read.set(type, byCode([...shared, ...infos]));
  }
  return read;
}
