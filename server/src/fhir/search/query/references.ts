import { problem } from '../../issue.ts';
import { isResourceType, resourceTypes } from '../../types.ts';
import type { SearchedParameter } from './parsed.ts';

const id = /^[A-Za-z0-9\-.]{1,64}$/;
const local = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;

/**
 * The references that a value stands for, as they stand in tokens: `Type/id` for one on this server; an id alone stands for
 * one of each type that the parameter may lead to.
 * @param type of the modifier `:Type`
 * @source FHIR R4, search.html#reference
 */
export function referenceOf(
  { code, targets }: SearchedParameter,
  type: string | undefined,
  value: string,
  base: string | undefined,
): string[] {
  const relative = base !== undefined && value.startsWith(`${base}/`) ? value.slice(base.length + 1) : value;
  if (id.test(relative)) {
    const types = type !== undefined ? [type] : targets.length > 0 ? targets : resourceTypes;
    return types.map((one) => `${one}/${relative}`);
  }
  const named = local.exec(relative);
  if (named !== null && isResourceType(named[1]!)) {
    return type === undefined || type === named[1] ? [`${named[1]}/${named[2]}`] : [];
  }
  if (/^[a-z][a-z0-9+.-]*:/i.test(relative)) return [relative.replace(/\/_history\/[A-Za-z0-9\-.]{1,64}$/, '')];
  throw problem('invalid', 'search-value', {
    diagnostics: `The value of ${code} is no reference: write an id, Type/id or a URL`,
  });
}
