import type { CustomParameter } from '../custom.ts';
import { principalDateOf, type SearchParameterInfo, searchParametersOf } from '../parameters.ts';
import type { SearchedParameter } from './parsed.ts';

/** Finds a parameter by its code on the types that are searched; undefined when not all of them have it. */
export type Lookup = (types: readonly string[], code: string) => SearchedParameter | undefined;

/** R4's parameters and those of this installation. */
export function lookupWith(custom: readonly CustomParameter[]): Lookup {
  const infoOf = (type: string, code: string) =>
    searchParametersOf(type).get(code) ??
    custom.find((parameter) => parameter.info.code === code && parameter.isOn(type))?.info;
  return (types, code) => {
    if (types.length === 1) {
      const info = infoOf(types[0]!, code);
      return info && { ...info, isPrincipal: principalDateOf(types[0]!) === code };
    }
    if (code === 'date') return principal;
    // Bundle, Binary and Parameters have no narrative, so they only never match.
    const infos = types.map((type) => infoOf(type, code) ?? (code === '_text' ? narrative : undefined));
    return infos.every((info) => info !== undefined) ? merged(infos, types) : undefined;
  };
}

const narrative = searchParametersOf('Basic').get('_text');

/** Over several types, `date` is the date that places each in time: a timeline has no other. */
const principal: SearchedParameter = {
  code: 'date',
  url: '',
  type: 'date',
  expression: '',
  targets: [],
  multiple: false,
  isPrincipal: true,
};

/** One parameter for all the types, where they mean the same kind by it. */
function merged(infos: readonly SearchParameterInfo[], types: readonly string[]): SearchedParameter | undefined {
  const [first] = infos;
  if (first === undefined || infos.some(({ type, anyOf, allOf }) => type !== first.type || anyOf || allOf)) {
    return undefined;
  }
  const { sortPath, systems, components, ...rest } = first;
  const allSystems = [...new Set(infos.flatMap((info) => info.systems ?? []))];
  const isSame = (key: 'sortPath' | 'components') => infos.every((i) => String(i[key]) === String(first[key]));
  return {
    ...rest,
    targets: infos.some((info) => info.targets.length === 0)
      ? []
      : [...new Set(infos.flatMap((info) => info.targets))].sort(),
    multiple: infos.some((info) => info.multiple),
    isPrincipal: types.every((type) => principalDateOf(type) === first.code),
    ...(allSystems.length > 0 ? { systems: allSystems } : {}),
    ...(sortPath !== undefined && isSame('sortPath') ? { sortPath } : {}),
    ...(components !== undefined ? { components } : {}),
  };
}
