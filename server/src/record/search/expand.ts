import { Problem, problem } from '../../fhir/issue.ts';
import type { Filter, ParameterFilter, TokenValue } from '../../fhir/search/parse.ts';

/** What a search asks of terminology. Each answer is bounded; one that would be too large is refused. */
export type Terminology = {
  /** The codes of a value set. */
  expand(valueSet: string): Promise<readonly { system: string; code: string }[]>;
  /** The code and all below it in the system's hierarchy. */
  below(system: string, code: string): Promise<readonly string[]>;
  /** The code and all above it. */
  above(system: string, code: string): Promise<readonly string[]>;
};

/** Puts codes in the place of value sets and hierarchies (`:in`, `:not-in`, `:below`, `:above` of tokens), in chains too. */
export async function expandFilters(filters: readonly Filter[], terminology: Terminology): Promise<readonly Filter[]> {
  return filters.some(isToExpand) ? Promise.all(filters.map((filter) => expanded(filter, terminology))) : filters;
}

const ofTerminology = new Set<string | undefined>(['in', 'not-in', 'below', 'above']);

function isToExpand(filter: Filter): boolean {
  if (filter.kind === 'parameter') return filter.parameter.type === 'token' && ofTerminology.has(filter.modifier);
  if (filter.kind === 'chain') return filter.targets.some((target) => isToExpand(target.filter));
  return filter.kind === 'has' ? isToExpand(filter.filter) : filter.filters.some(isToExpand);
}

async function expanded(filter: Filter, terminology: Terminology): Promise<Filter> {
  if (!isToExpand(filter)) return filter;
  switch (filter.kind) {
    case 'chain':
      return {
        ...filter,
        targets: await Promise.all(
          filter.targets.map(async (target) => ({ ...target, filter: await expanded(target.filter, terminology) })),
        ),
      };
    case 'has':
      return { ...filter, filter: await expanded(filter.filter, terminology) };
    case 'any':
    case 'all':
      return { ...filter, filters: await Promise.all(filter.filters.map((one) => expanded(one, terminology))) };
    case 'parameter':
      return expandedValues(filter, terminology);
  }
}

async function expandedValues(filter: ParameterFilter, terminology: Terminology): Promise<ParameterFilter> {
  const { kind, parameter, modifier } = filter;
  const values: TokenValue[] = [];
  for (const value of filter.values) {
    if (value.is === 'text') {
      for (const { system, code } of await valueSet(value.text, terminology))
        values.push({ is: 'token', system, code });
    } else if (value.is === 'token' && value.system !== undefined && value.code !== undefined) {
      const { system, code } = value;
      const codes = await (modifier === 'below' ? terminology.below(system, code) : terminology.above(system, code));
      for (const one of codes) values.push({ is: 'token', system, code: one });
    }
  }
  return modifier === 'not-in' ? { kind, parameter, modifier: 'not', values } : { kind, parameter, values };
}

/** A value set that is not here makes the search wrong; it does not make the resource searched for absent. */
async function valueSet(url: string, terminology: Terminology) {
  try {
    return await terminology.expand(url);
  } catch (error) {
    if (!(error instanceof Problem) || error.kind !== 'absent') throw error;
    throw problem('invalid', 'value-set-unknown', { diagnostics: 'The value set is not known here', cause: error });
  }
}
