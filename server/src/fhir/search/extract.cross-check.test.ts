import fc from 'fast-check';
import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4';
import { expect, test } from 'vitest';
import type { Json, JsonObject, Resource } from '../resource.ts';
import { resourceTypes } from '../types.ts';
import { canonicalQuantity } from '../ucum.ts';
import { anyResource } from './any-resource.ts';
import { extract } from './extract.ts';
import { fold, hash64, key32 } from './hash.ts';
import { type SearchParameterInfo, type SearchType, searchParametersOf } from './parameters.ts';

/**
 * The generated extractors against a second implementation, written from the description of IndexEntries: FHIRPath finds
 * the elements, and each becomes texts in the plainest way. Both must give the same values for every type.
 */
test.each(resourceTypes)('the entries of any %s are those that FHIRPath finds', (type) => {
  const seen = new Set<string>();
  const infos = [...searchParametersOf(type).values()].filter(isStored);
  fc.assert(
    fc.property(anyResource(type), (resource) => {
      const expected = expectedEntries(resource, infos);
      const { tokens, strings, dates, numbers, present } = extract(resource, { record: 1n });
      for (const code of expected.present) seen.add(code);
      expect(tokens).toEqual([...new Set(expected.tokens)].map(hash64).sort(ascending));
      expect(strings.sort()).toEqual(expected.strings.sort());
      expect(sorted(dates)).toEqual(sorted(expected.dates));
      expect(sorted(numbers)).toEqual(sorted(expected.numbers));
      expect(present.sort()).toEqual([...expected.present].map(key32).sort());
    }),
    { numRuns: 35, seed: 7 },
  );
  expect(infos.map((info) => info.code).filter((code) => !seen.has(code))).toEqual([]);
});

const ascending = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);
const sorted = (entries: object[]) => entries.map((entry) => Object.values(entry).join(' ')).sort();

function isStored(info: SearchParameterInfo): boolean {
  const isElsewhere = info.expression === '' || info.code === '_id' || info.code === '_lastUpdated';
  return !isElsewhere && info.anyOf === undefined && info.allOf === undefined;
}

type Expected = {
  tokens: string[];
  strings: string[];
  dates: { key: bigint; from: number; to: number }[];
  numbers: { key: bigint; from: number; to: number; unit: bigint }[];
  present: Set<string>;
};

const s = '\u001f';

function expectedEntries(resource: Resource, infos: SearchParameterInfo[]): Expected {
  const all: Expected = { tokens: [], strings: [], dates: [], numbers: [], present: new Set() };
  for (const info of infos) {
    const nodes = evaluate(info.expression, resource, resource);
    const found =
      info.type === 'composite'
        ? nodes.flatMap((node) => compositeValues(info, node.value as JsonObject, resource))
        : nodes.flatMap((node) => valuesOf(info, node));
    for (const value of found) {
      all.tokens.push(...(value.tokens ?? []));
      all.strings.push(...(value.strings ?? []));
      all.dates.push(...(value.dates ?? []));
      all.numbers.push(...(value.numbers ?? []));
      all.present.add(info.code);
    }
  }
  return all;
}

type Node = { type: string; value: Json };
type Value = Partial<Omit<Expected, 'present'>>;

const compiled = new Map<string, (data: unknown, environment: JsonObject) => unknown[]>();

/** Part by part: FHIRPath's union would leave out repeats, and cannot compare quantities with comparators. */
function evaluate(expression: string, data: Json, resource: Resource, base?: string): Node[] {
  return expression.split('|').flatMap((part) => evaluatePart(part.trim(), data, resource, base));
}

function evaluatePart(expression: string, data: Json, resource: Resource, base?: string): Node[] {
  const key = `${base}:${expression}`;
  let run = compiled.get(key);
  if (run === undefined) {
    // R4 writes `as` where it means many; FHIRPath allows it of one.
    const path = expression
      .replace(/where\(resolve\(\) is (\w+)\)/g, "where(pointed() = '$1')")
      .replace(/\.as\((\w+)\)| as (\w+)(?=\))/g, (_, a, b) => `.ofType(${(a ?? b).replace('DateTime', 'dateTime')})`);
    run = fhirpath.compile(base === undefined ? path : { base, expression: path }, r4, {
      resolveInternalTypes: false,
      async: false,
      userInvocationTable: {
        pointed: {
          fn: (nodes: unknown[]) => nodes.map((n) => pointedType(dataOf(n) as JsonObject)),
          arity: { 0: [] },
          internalStructures: true,
        },
      },
    }) as unknown as typeof run;
    compiled.set(key, run!);
  }
  const nodes = run!(data, { resource });
  return fhirpath
    .types(nodes)
    .map((type, i) => ({ type: type.replace(/^(FHIR|System)\./, ''), value: dataOf(nodes[i]) }));
}

const dataOf = (node: unknown): Json =>
  (typeof node === 'object' && node !== null && 'data' in node ? node.data : node) as Json;

function pointedType({ reference, type }: JsonObject): string {
  const parts = String(reference ?? '')
    .replace(/\/_history\/\w+$/, '')
    .split('/');
  const named = parts.at(-2);
  if (named !== undefined && /^[A-Z]/.test(named)) return named;
  return String(type ?? '').replace('http://hl7.org/fhir/StructureDefinition/', '');
}

const list = (value: Json | undefined) => (value ?? []) as JsonObject[];
const str = (value: Json | undefined) => (value ?? '') as string;

function valuesOf({ code, type, expression }: SearchParameterInfo, node: Node): Value[] {
  if (expression.startsWith('Patient.deceased.')) return [{ tokens: [`${code}${s}${node.value}`] }];
  const of = ways[type]?.[node.type === 'Boolean' ? 'boolean' : node.type];
  return of === undefined ? [] : of(code, node.value as never);
}

/** `system|value`, `value`, `system|`. */
function forms(system: Json | undefined, value: Json | undefined): string[] {
  const both = value === undefined ? [] : [`${str(system)}|${value}`, str(value)];
  return system === undefined ? both : [...both, `${system}|`];
}

const displayed = (code: string, words: Json | undefined) =>
  words === undefined ? [] : [`${code}:text${s}${fold(str(words))}${s}${str(words).replaceAll(s, ' ')}`];

function codingValue(code: string, { system, code: value, display }: JsonObject): Value {
  return { tokens: forms(system, value).map((form) => code + s + form), strings: displayed(code, display) };
}

const plainValue = (code: string, value: string): Value[] => [
  { tokens: [`${code}${s}|${value}`, `${code}${s}${value}`] },
];
const stringValue = (code: string, value: string): Value => ({
  strings: [`${code}${s}${fold(value)}${s}${value.replaceAll(s, ' ')}`],
});

const versionless = (canonical: string) => canonical.split('|', 1)[0]!;
const target = (reference: Json | undefined) => str(reference).replace(/\/_history\/.*$/, '');

/** What a date text says, by the clock of the language. */
function instantRange(text: string): { from: number; to: number } {
  const [year, month, day] = text.slice(0, 10).split('-').map(Number) as [number, number?, number?];
  const at = (y: number, m = 1, d = 1) => new Date(0).setUTCFullYear(y, m - 1, d);
  if (month === undefined) return { from: at(year), to: at(year + 1) };
  if (day === undefined) return { from: at(year, month), to: at(year, month + 1) };
  if (text.length === 10) return { from: at(year, month, day), to: at(year, month, day + 1) };
  const leap = text.includes(':60');
  const from = new Date(text.replace(':60', ':59')).getTime() + (leap ? 1000 : 0);
  return { from, to: from + (text.includes('.') ? 1 : 1000) };
}

function dateValues(code: string, ranges: { from: number; to: number }[]): Value[] {
  if (ranges.length === 0) return [];
  const from = Math.min(...ranges.map((range) => range.from));
  const to = Math.max(...ranges.map((range) => range.to));
  return [{ dates: [{ key: hash64(code), from, to }] }];
}

const dateValue = (code: string, value: string) => dateValues(code, [instantRange(value)]);

function periodRanges(period: JsonObject | undefined): { from: number; to: number }[] {
  if (period?.start === undefined && period?.end === undefined) return [];
  const from = period.start === undefined ? -Infinity : instantRange(str(period.start)).from;
  const to = period.end === undefined ? Infinity : instantRange(str(period.end)).to;
  return [{ from, to }];
}

type Measure = { from: number; to: number; code: string; system: string; unit: string };

function measureOf({ value, comparator, system, code, unit }: JsonObject): Measure | undefined {
  if (value === undefined) return undefined;
  const from = str(comparator).startsWith('<') ? -Infinity : (value as number);
  const to = str(comparator).startsWith('>') ? Infinity : (value as number);
  return { from, to, code: str(code), system: str(system), unit: str(unit) };
}

function rangeMeasure({ low, high }: JsonObject): Measure | undefined {
  const from = low === undefined ? undefined : measureOf(low as JsonObject);
  const to = high === undefined ? undefined : measureOf(high as JsonObject);
  const any = from ?? to;
  return any && { ...any, from: from?.from ?? -Infinity, to: to?.to ?? Infinity };
}

function measureValues(key: string, canonicalKey: string, measure: Measure | undefined): Value[] {
  if (measure === undefined) return [];
  const { from, to, code, system, unit } = measure;
  const units = new Set<string>();
  if (code !== '' && system !== '') units.add(`${system}|${code}`);
  if (code !== '') units.add(`|${code}`);
  if (unit !== '') units.add(`|${unit}`);
  const numbers = [...units].map((one) => ({ key: hash64(key), from, to, unit: hash64(one) }));
  if (units.size === 0) numbers.push({ key: hash64(key), from, to, unit: 0n });
  const base = (value: number) => (Number.isFinite(value) ? canonicalQuantity(value, code)?.value : value);
  const baseCode = canonicalQuantity(1, code)?.code;
  if (system === 'http://unitsofmeasure.org' && code !== '' && baseCode !== undefined) {
    numbers.push({
      key: hash64(canonicalKey),
      from: base(from)!,
      to: base(to)!,
      unit: hash64(`${system}|${baseCode}`),
    });
  }
  return [{ numbers }];
}

const measured = (code: string, measure: Measure | undefined) => measureValues(code, `${code}:canonical`, measure);
const plainNumber = (code: string, from: number, to = from): Value[] => [
  { numbers: [{ key: hash64(code), from, to, unit: 0n }] },
];

type Way = (code: string, value: never) => Value[];

const ways: Partial<Record<SearchType, Record<string, Way>>> = {
  token: {
    Coding: (code, value) => [codingValue(code, value)],
    CodeableConcept: (code, value: JsonObject) => [
      { strings: displayed(code, value.text) },
      ...list(value.coding).map((coding) => codingValue(code, coding)),
    ],
    Identifier: (code, { system, value, type }: JsonObject) => {
      const kinds = list((type as JsonObject | undefined)?.coding).filter((kind) => kind.code !== undefined);
      const ofType =
        value === undefined ? [] : kinds.map((kind) => `${code}:of-type${s}${str(kind.system)}|${kind.code}|${value}`);
      const tokens = [...forms(system, value).map((form) => code + s + form), ...ofType];
      return [{ tokens, strings: displayed(code, (type as JsonObject | undefined)?.text) }];
    },
    ContactPoint: (code, { use, value }: JsonObject) => {
      const written: Record<string, string[]> = {
        '+47 911 22 333': ['+47 911 22 333', '+4791122333', '91122333'],
        '0047-22334455': ['0047-22334455', '004722334455', '22334455'],
        'Kari@Example.org': ['Kari@Example.org', 'kari@example.org'],
        '12': ['12'],
        'skype name': ['skype name'],
      };
      const tokens = (written[str(value)] ?? []).flatMap((form) => [`${code}${s}${str(use)}|${form}`, code + s + form]);
      return [{ tokens: use === undefined ? tokens : [...tokens, `${code}${s}${use}|`] }];
    },
    boolean: (code, value: boolean) => [{ tokens: [`${code}${s}${value}`] }],
    ...{ code: plainValue, string: plainValue, id: plainValue, uri: plainValue },
  },
  reference: {
    Reference: (code, { reference, identifier }: JsonObject) => {
      const literal =
        reference === undefined || str(reference).startsWith('#') ? [] : [`${code}${s}${target(reference)}`];
      const logical = (identifier ?? {}) as JsonObject;
      const values = logical.value === undefined ? [] : [`${str(logical.system)}|${logical.value}`, str(logical.value)];
      return [{ tokens: [...literal, ...values.map((value) => `${code}:identifier${s}${value}`)] }];
    },
    canonical: (code, value: string) => [{ tokens: [code + s + value, code + s + versionless(value)] }],
    uri: (code, value: string) => [{ tokens: [code + s + value] }],
    Composition: (code, { id }: JsonObject) => [{ tokens: [`${code}${s}Composition/${id}`] }],
  },
  string: {
    ...{ string: (code, value) => [stringValue(code, value)], markdown: (code, value) => [stringValue(code, value)] },
    HumanName: (code, { text, family, given, prefix, suffix }: JsonObject) =>
      [text, family, ...list(given), ...list(prefix), ...list(suffix)].flatMap((part) =>
        part === undefined ? [] : stringValue(code, part as string),
      ),
    Address: (code, { text, line, city, district, state, postalCode, country }: JsonObject) =>
      [text, ...list(line), city, district, state, postalCode, country].flatMap((part) =>
        part === undefined ? [] : stringValue(code, part as string),
      ),
  },
  date: {
    ...{ date: dateValue, dateTime: dateValue, instant: dateValue },
    Period: (code, value) => dateValues(code, periodRanges(value)),
    Timing: (code, { event, repeat }: JsonObject) =>
      dateValues(code, [
        ...((event ?? []) as string[]).map(instantRange),
        ...periodRanges((repeat as JsonObject | undefined)?.boundsPeriod as JsonObject | undefined),
      ]),
  },
  number: {
    ...{ decimal: (code, value) => plainNumber(code, value), integer: (code, value) => plainNumber(code, value) },
    Range: (code, value) => {
      const range = rangeMeasure(value);
      return range === undefined ? [] : plainNumber(code, range.from, range.to);
    },
  },
  quantity: {
    ...{
      Quantity: (code, value) => measured(code, measureOf(value)),
      Age: (code, value) => measured(code, measureOf(value)),
    },
    ...{
      Duration: (code, value) => measured(code, measureOf(value)),
      Range: (code, value) => measured(code, rangeMeasure(value)),
    },
    Money: (code, { value, currency }: JsonObject) =>
      measured(code, measureOf({ value: value!, code: str(currency), system: currency ? 'urn:iso:std:iso:4217' : '' })),
  },
  uri: {
    ...Object.fromEntries(
      ['uri', 'url', 'canonical'].map((type): [string, Way] => [
        type,
        (code, value: string) => [
          {
            tokens: [code + s + value, code + s + versionless(value)],
            strings: [code + s + value + s + value],
          },
        ],
      ]),
    ),
  },
  special: {
    BackboneElement: (_, { latitude, longitude }: JsonObject) =>
      latitude === undefined || longitude === undefined
        ? []
        : [...plainNumber('near:lat', latitude as number), ...plainNumber('near:lon', longitude as number)],
  },
};

function compositeValues(info: SearchParameterInfo, element: JsonObject, resource: Resource): Value[] {
  const [first, second, third] = info.components!.map(({ expression }) =>
    expression.startsWith('%resource.')
      ? evaluate(expression.slice('%resource.'.length), resource, resource)
      : evaluate(expression, element, resource, info.expression),
  );
  const heads = first!.flatMap(tokenForms);
  return heads.flatMap((head) =>
    second!.flatMap((node): Value[] => {
      const key = `${info.code}${s}${head}`;
      if (third !== undefined)
        return third.flatMap((end) => plainNumber(key, node.value as number, end.value as number));
      const measure = node.type === 'Quantity' ? measureOf(node.value as JsonObject) : undefined;
      const range = node.type === 'Range' ? rangeMeasure(node.value as JsonObject) : undefined;
      if (info.components![1]!.type === 'quantity') {
        return measureValues(key, `${info.code}:canonical${s}${head}`, measure ?? range);
      }
      if ((node.type === 'Reference') !== (info.components![1]!.type === 'reference')) return [];
      return tokenForms(node).map((tail) => ({ tokens: [`${key}$${tail}`] }));
    }),
  );
}

function tokenForms({ type, value }: Node): string[] {
  const ofCoding = (coding: JsonObject) =>
    forms(coding.system, coding.code).filter((form) => coding.code !== undefined && !form.endsWith('|'));
  if (type === 'Coding') return ofCoding(value as JsonObject);
  if (type === 'CodeableConcept') return list((value as JsonObject).coding).flatMap(ofCoding);
  if (type === 'code' || type === 'string') return [`|${value}`, value as string];
  if (type === 'boolean') return [String(value)];
  const reference = (value as JsonObject).reference;
  return type !== 'Reference' || reference === undefined || str(reference).startsWith('#') ? [] : [target(reference)];
}
