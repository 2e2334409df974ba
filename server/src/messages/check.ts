import { illegalCharacter } from '../fhir/xml/characters.ts';
import {
  type Group,
  type Kind,
  type Named,
  type Root,
  type Shape,
  shapeOf,
  type Value,
  type Values,
  valuesAt,
  type Wrong,
} from './shape.ts';

/** All that is wrong with a message by its shape. What is sent has been asked first, and what is read too. */
export const wrongsOf = (root: Root, value: Value): Wrong[] => wrongsIn(root.shape, value, root.name);

function wrongsIn(shape: Shape, value: Value, path: string): Wrong[] {
  switch (shape.is) {
    case 'text':
      if (typeof value === 'object') return [{ path, rule: 'kind' }];
      return textWrong(shape.kind, String(value), path, shape.most, shape.only);
    case 'attributes': {
      if (typeof value !== 'object') return [{ path, rule: 'kind' }];
      const unknown = Object.keys(value).filter((name) => shape.attributes[name] === undefined);
      const missing = shape.needs.filter((name) => value[name] === undefined || value[name] === '');
      return [
        ...unknown.map((name): Wrong => ({ path: `${path}/@${name}`, rule: 'unknown' })),
        ...missing.map((name): Wrong => ({ path: `${path}/@${name}`, rule: 'required' })),
        ...Object.entries(shape.attributes).flatMap(([name, kind]) => {
          const said = value[name];
          if (said === undefined || typeof said === 'object') return [];
          return textWrong(kind, String(said), `${path}/@${name}`, undefined, name === 'V' ? shape.only : undefined);
        }),
      ];
    }
    case 'group':
      return typeof value === 'object' ? wrongsOfGroup(shape, value, path) : [{ path, rule: 'kind' }];
    case 'any':
      return wrongsOfAny(shape.roots(), value, path);
  }
}

function wrongsOfGroup({ parts }: Group, values: Values, path: string): Wrong[] {
  const known = new Set(parts.flatMap((part) => ('oneOf' in part ? part.oneOf : [part])).map(({ name }) => name));
  const unknown = Object.keys(values).filter((name) => values[name] !== undefined && !known.has(name));
  return [
    ...unknown.map((name): Wrong => ({ path: `${path}/${name}`, rule: 'unknown' })),
    ...parts.flatMap((part) => {
      if (!('oneOf' in part)) return wrongsOfPart(part, values, path);
      const there = part.oneOf.filter(({ name }) => valuesAt(values, name).length > 0);
      if (there.length === 1) return wrongsOfPart({ ...there[0]!, least: 1 }, values, path);
      if (there.length === 0 && part.least === 0) return [];
      const names = (there.length > 0 ? there : part.oneOf).map(({ name }) => name).join('|');
      return [{ path: `${path}/${names}`, rule: there.length === 0 ? 'required' : 'choice' } satisfies Wrong];
    }),
  ];
}

function wrongsOfPart(part: Named, values: Values, path: string): Wrong[] {
  const all = valuesAt(values, part.name);
  const at = `${path}/${part.name}`;
  if (all.length === 0) return part.least === 0 ? [] : [{ path: at, rule: 'required' }];
  if (all.length > 1 && !part.isMany) return [{ path: at, rule: 'several' }];
  return all.flatMap((value, i) => wrongsIn(shapeOf(part), value, all.length > 1 ? `${at}[${i + 1}]` : at));
}

function wrongsOfAny(roots: readonly Root[], value: Value, path: string): Wrong[] {
  if (typeof value !== 'object') return [{ path, rule: 'kind' }];
  return Object.entries(value).flatMap(([name, content]) => {
    const root = roots.find((one) => one.name === name);
    if (root === undefined || content === undefined || Array.isArray(content)) {
      return [{ path: `${path}/${name}`, rule: 'unknown' } satisfies Wrong];
    }
    return wrongsOf(root, content as Value).map((wrong) => ({ ...wrong, path: `${path}/${wrong.path}` }));
  });
}

const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const ZONE = '(Z|[+-]\\d\\d:\\d\\d)?';
const kinds: Readonly<Record<Kind, (said: string) => boolean>> = {
  string: () => true,
  token: (said) => said === said.trim() && !/[\t\r\n]| {2}/.test(said),
  date: (said) => DATE.test(said) && isDay(said),
  dateTime: (said) =>
    new RegExp(`^[^T]{10}T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d+)?${ZONE}$`).test(said) && isDay(said.slice(0, 10)),
  time: (said) => new RegExp(`^([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d+)?${ZONE}$`).test(said),
  boolean: (said) => /^(true|false|1|0)$/.test(said),
  int: (said) => /^[+-]?\d{1,9}$/.test(said),
  decimal: (said) => /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(said),
  duration: (said) => /^-?P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/.test(said),
  base64: (said) => /^[A-Za-z0-9+/=\s]*$/.test(said) && said.replace(/\s/g, '').length % 4 === 0,
  uri: (said) => !/[\s<>"{}|\\^`]/.test(said),
  oid: (said) => /^\d+(\.\d+)*$/.test(said),
  id: (said) => /^[A-Za-z_][\w.-]*$/.test(said),
  partialDate: (said) => /^\d{4}(-\d\d(-\d\d(T.+)?)?)?$/.test(said) || kinds.time(said),
};

const isDay = (day: string): boolean =>
  DATE.test(day) && !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day);

function textWrong(kind: Kind, said: string, path: string, most = 4000, only?: readonly string[]): Wrong[] {
  // what is required and says nothing would be let through by the schema, and help nobody
  if (said.trim() === '') return [{ path, rule: 'required' }];
  if (illegalCharacter.test(said)) return [{ path, rule: 'character' }];
  if (!kinds[kind](said)) return [{ path, rule: 'kind' }];
  if (only !== undefined && !only.includes(said)) return [{ path, rule: 'code' }];
  return kind !== 'base64' && said.length > most ? [{ path, rule: 'length' }] : [];
}
