import type { Filter, ParsedSearch } from '../../fhir/search/parse.ts';
import { driverOf, flat } from './drivers.ts';
import { queryOf } from './keys.ts';

/** A page of more goes over the line for so long that others should not wait behind it. */
const mostOnPage = 100;

/**
 * Whether a search is sure to end in some milliseconds, so that it may share a connection: a page of one type in one
 * record that its covering index finds and orders, or one resource by its id or identifier.
 */
export function isShort(parsed: ParsedSearch): boolean {
  const { sort, includes, revIncludes, total, count, types } = parsed;
  if (includes.length + revIncludes.length > 0 || total === 'accurate' || total === 'estimate') return false;
  if (count > mostOnPage || types.length > 1 || sort.length > 1 || sort[0]?.parameter.isPrincipal === false)
    return false;
  const filters = flat(parsed.filters);
  if (!filters.every(isInIndex)) return false;
  const driver = driverOf({ ...queryOf(parsed), filters }, {});
  if (driver.kind === 'records') return driver.of.length === 1 && driver.of[0]?.record !== undefined;
  if (driver.kind === 'token') return driver.filter.parameter.code === 'identifier' && filters.length === 1;
  return driver.kind === 'ids' && filters.length === 1;
}

function isInIndex(filter: Filter): boolean {
  if (filter.kind !== 'parameter' || filter.modifier !== undefined || filter.values.length > 10) return false;
  const { code, type, isPrincipal } = filter.parameter;
  if (code === '_id' || isPrincipal) return true;
  return type === 'token' || type === 'reference' || type === 'uri';
}
