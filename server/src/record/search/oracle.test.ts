import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type JsonResource, Store } from './test/store.ts';

/**
 * Dates, numbers, quantities, tokens and names against a second reading of the specification, on made-up resources: what the
 * database finds must be what a plain evaluation of the resources finds.
 */
let store: Store;
beforeAll(async () => {
  store = await Store.open();
});
afterAll(() => store.close());

const now = Date.parse('2026-11-24');

/** The same values in every run. */
const sample = <T>(arbitrary: fc.Arbitrary<T>, count: number): T[] =>
  fc.sample(arbitrary, { numRuns: count, seed: 42 });

describe('dates', () => {
  type Range = { from: number; to: number };
  const moments = ['2019', '2020', '2020-02', '2020-03', '2020-02-28', '2020-02-29', '2020-03-01', '2024-12-31'];
  const instants = [
    '2020-02-29T00:00:00Z',
    '2020-02-29T23:59:59Z',
    '2020-03-01T01:30:00+02:00',
    '2020-02-29T12:00:00.5Z',
  ];
  const any = fc.constantFrom(...moments, ...instants);

  /** By the calendar, not by how the extractor does it. */
  function rangeOf(text: string): Range {
    const parts = text.length <= 10 ? text.split('-').map(Number) : undefined;
    if (parts === undefined) return { from: Date.parse(text), to: Date.parse(text) + (text.includes('.') ? 1 : 1000) };
    const [y = 0, m, d] = parts;
    const from = Date.UTC(y, (m ?? 1) - 1, d ?? 1);
    if (m === undefined) return { from, to: Date.UTC(y + 1, 0, 1) };
    return { from, to: d === undefined ? Date.UTC(y, m, 1) : Date.UTC(y, m - 1, d + 1) };
  }

  type Period = { start?: string; end?: string };
  const periodRange = ({ start, end }: Period): Range => ({
    from: start === undefined ? Number.NEGATIVE_INFINITY : rangeOf(start).from,
    to: end === undefined ? Number.POSITIVE_INFINITY : rangeOf(end).to,
  });

  /** As the specification's table has it. */
  function fits(prefix: string, target: Range, search: Range): boolean {
    const contained = search.from <= target.from && target.to <= search.to;
    const above = target.to > search.to;
    const below = target.from < search.from;
    const overlaps = (a: Range, b: Range) => a.from < b.to && b.from < a.to;
    switch (prefix) {
      case 'eq':
        return contained;
      case 'ne':
        return !contained;
      case 'gt':
        return above;
      case 'lt':
        return below;
      case 'ge':
        return above || contained;
      case 'le':
        return below || contained;
      case 'sa':
        return !overlaps(search, target) && target.from >= search.to;
      case 'eb':
        return !overlaps(search, target) && target.to <= search.from;
      default: {
        const near = Math.abs(now - (search.from + search.to) / 2) / 10;
        return overlaps({ from: search.from - near, to: search.to + near }, target);
      }
    }
  }

  /** A period that ends before it starts is never stored (per-1). */
  const isInOrder = ({ start, end }: Period) =>
    start === undefined || end === undefined || rangeOf(start).from < rangeOf(end).to;
  const value = fc.oneof(
    { weight: 1, arbitrary: fc.constant(undefined) },
    { weight: 5, arbitrary: any },
    { weight: 5, arbitrary: fc.record({ start: any, end: any }, { requiredKeys: [] }).filter(isInOrder) },
  );
  const withDates = sample(fc.tuple(value, value), 120).map(([effective, other], i) => ({
    id: `d${i}`,
    effective,
    other,
  }));
  const targetOf = (one: string | Period | undefined) => {
    if (one === undefined || (typeof one === 'object' && Object.keys(one).length === 0)) return undefined;
    return typeof one === 'string' ? rangeOf(one) : periodRange(one);
  };

  beforeAll(async () => {
    await store.putAll(
      withDates.map(({ id, effective, other }): JsonResource => {
        const member = (name: string, one: string | Period | undefined) =>
          one === undefined ? {} : { [`${name}${typeof one === 'string' ? 'DateTime' : 'Period'}`]: one };
        return {
          resourceType: 'Observation',
          id,
          status: 'final',
          code: { text: 'dated' },
          subject: { reference: 'Patient/dated' },
          ...member('effective', effective),
          ...member('value', other),
        };
      }),
    );
  });

  const prefixes = ['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap'];
  test.each(prefixes)('%s on the principal date, on another, in a record and across all', async (prefix) => {
    for (const text of [...moments, ...instants]) {
      const search = rangeOf(text);
      for (const [code, member] of [
        ['date', 'effective'],
        ['value-date', 'other'],
      ] as const) {
        const expected = withDates
          .filter((one) => {
            const target = targetOf(one[member]);
            return target !== undefined && fits(prefix, target, search);
          })
          .map((one) => one.id)
          .sort();
        const written = encodeURIComponent(`${prefix === 'eq' ? '' : prefix}${text}`);
        const query = `${code}=${written}&_count=1000`;
        expect(await store.found(`Observation?${query}`), `${code} ${prefix}${text}`).toEqual(expected);
        expect(await store.found(`Observation?patient=dated&${query}`), `patient, ${code} ${prefix}${text}`).toEqual(
          expected,
        );
      }
    }
  });

  test('with and without', async () => {
    const has = (one: (typeof withDates)[number]) => targetOf(one.effective) !== undefined;
    const ids = (those: typeof withDates) => those.map((one) => one.id).sort();
    const of = (query: string) => store.found(`Observation?patient=dated&_count=1000&${query}`);
    expect(await of('date:missing=true')).toEqual(ids(withDates.filter((one) => !has(one))));
    expect(await of('date:missing=false')).toEqual(ids(withDates.filter(has)));
  });
});

describe('numbers and quantities', () => {
  const written = ['0', '5', '5.4', '5.35', '5.45', '5.449', '99.5', '100', '100.5', '1000', '-5.4', '0.0054', '5400'];
  const comparators = [undefined, undefined, undefined, '<', '<=', '>', '>='] as const;
  const units = [
    ['g', 1],
    ['mg', 1e-3],
    ['kg', 1e3],
  ] as const;
  const made = sample(
    fc.record({
      value: fc.constantFrom(...written),
      comparator: fc.constantFrom(...comparators),
      unit: fc.constantFrom(...units),
    }),
    100,
  ).map((one, i) => ({ id: `q${i}`, ...one }));

  beforeAll(async () => {
    await store.putAll(
      made.map(({ id, value, comparator, unit: [code] }) => ({
        resourceType: 'Observation',
        id,
        status: 'final',
        code: { text: 'weighed' },
        subject: { reference: 'Patient/weighed' },
        valueQuantity: {
          value: Number(value),
          system: 'http://unitsofmeasure.org',
          code,
          unit: code,
          ...(comparator === undefined ? {} : { comparator }),
        },
      })),
    );
  });

  function fits(prefix: string, from: number, to: number, text: string, factor: number): boolean {
    const v = Number(text) * factor;
    const half = (0.5 / 10 ** (text.split('.')[1] ?? '').length) * factor;
    // A double's own noise must not decide what stands on an edge.
    const round = (x: number) => (Number.isFinite(x) ? Number(x.toPrecision(11)) : x);
    const [f, t, low, high, at] = [from, to, v - half, v + half, v].map(round) as [
      number,
      number,
      number,
      number,
      number,
    ];
    const contained = f >= low && t < high;
    switch (prefix) {
      case 'eq':
        return contained;
      case 'ne':
        return !contained;
      case 'gt':
        return t > at;
      case 'lt':
        return f < at;
      case 'ge':
        return t >= at;
      case 'le':
        return f <= at;
      case 'sa':
        return f > at;
      case 'eb':
        return t < at;
      default:
        return f <= round(v + Math.abs(v) / 10) && t >= round(v - Math.abs(v) / 10);
    }
  }

  test.each(['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap'])(
    '%s in any unit, in one, and converted',
    async (prefix) => {
      for (const text of written) {
        for (const mode of ['any', 'unit', 'converted'] as const) {
          const unit = { any: '', unit: '||g', converted: '|http://unitsofmeasure.org|g' }[mode];
          const expected = made
            .filter(({ unit: [code] }) => mode !== 'unit' || code === 'g')
            .filter(({ value, comparator, unit: [, factor] }) => {
              const v = Number(value) * (mode === 'converted' ? factor : 1);
              const from = comparator?.startsWith('<') ? Number.NEGATIVE_INFINITY : v;
              const to = comparator?.startsWith('>') ? Number.POSITIVE_INFINITY : v;
              return fits(prefix, from, to, text, 1);
            })
            .map((one) => one.id)
            .sort();
          const query = `value-quantity=${prefix === 'eq' ? '' : prefix}${text}${unit}`;
          expect(await store.found(`Observation?patient=weighed&${query}&_count=1000`), query).toEqual(expected);
        }
      }
    },
  );
});

describe('tokens', () => {
  const systems = ['urn:a', 'urn:b'];
  const codes = ['x', 'y', 'x|y', 'x,y', 'X', 'æ'];
  const coding = fc.record(
    { system: fc.constantFrom(...systems), code: fc.constantFrom(...codes) },
    { requiredKeys: [] },
  );
  const made = sample(fc.array(coding, { maxLength: 3 }), 80).map((codings, i) => ({ id: `t${i}`, codings }));

  beforeAll(async () => {
    await store.putAll(
      made.map(({ id, codings }) => ({
        resourceType: 'Observation',
        id,
        status: 'final',
        code: { coding: codings, text: 'coded' },
        subject: { reference: 'Patient/coded' },
      })),
    );
  });

  const escaped = (text: string) => encodeURIComponent(text.replace(/[\\,|$]/g, '\\$&'));

  test('each form of one value, of two, and their denial', async () => {
    const forms = [
      ...codes.map((code) => ({ text: escaped(code), fits: (c: Coding) => c.code === code })),
      ...codes.map((code) => ({ text: `%7C${escaped(code)}`, fits: (c: Coding) => c.code === code && !c.system })),
      ...systems.map((system) => ({ text: `${system}%7C`, fits: (c: Coding) => c.system === system })),
      ...systems.flatMap((system) =>
        codes.map((code) => ({
          text: `${system}%7C${escaped(code)}`,
          fits: (c: Coding) => c.system === system && c.code === code,
        })),
      ),
    ];
    type Coding = { system?: string; code?: string };
    const pairs = forms.map((form, i) => [form, forms[(i * 7 + 3) % forms.length]!] as const);
    for (const [one, other] of pairs) {
      const expected = (fits: (codings: Coding[]) => boolean) =>
        made
          .filter(({ codings }) => fits(codings))
          .map(({ id }) => id)
          .sort();
      const of = (query: string) => store.found(`Observation?patient=coded&_count=1000&${query}`);
      expect(await of(`code=${one.text}`), one.text).toEqual(expected((all) => all.some(one.fits)));
      expect(await of(`code:not=${one.text}`), one.text).toEqual(expected((all) => !all.some(one.fits)));
      const both = `${one.text},${other.text}`;
      expect(await of(`code=${both}`), both).toEqual(expected((all) => all.some((c) => one.fits(c) || other.fits(c))));
      expect(await of(`code:not=${both}`), both).toEqual(
        expected((all) => !all.some((c) => one.fits(c) || other.fits(c))),
      );
      const and = `code=${one.text}&code=${other.text}`;
      expect(await of(and), and).toEqual(expected((all) => all.some(one.fits) && all.some(other.fits)));
    }
  });
});

describe('names', () => {
  // few and alike, so that one word often begins another, and a person often has what is looked for twice
  const words = ['Kari', 'Karin', 'Karianne', 'Ka', 'Åse', 'Ase', 'Øyvind', 'Test', 'Testdal', 'Nordås', 'Lie', 'Li'];
  const word = fc.constantFrom(...words);
  const part = fc.oneof(
    { weight: 5, arbitrary: word },
    { weight: 1, arbitrary: fc.tuple(word, word).map(([a, b]) => `${a}-${b}`) },
    { weight: 1, arbitrary: fc.tuple(word, word).map(([a, b]) => `${a} ${b}`) },
  );
  const humanName = fc.record(
    { family: part, given: fc.array(part, { minLength: 1, maxLength: 3 }), text: part, prefix: fc.tuple(word) },
    { requiredKeys: [] },
  );
  type Name = { family?: string; given?: string[]; text?: string; prefix?: string[] };
  const people: { id: string; names: Name[] }[] = sample(fc.array(humanName, { maxLength: 3 }), 150).map(
    (names, i) => ({ id: `n${i}`, names: names.filter((name) => Object.keys(name).length > 0) }),
  );

  beforeAll(() =>
    store.putAll(
      people.map(({ id, names }) => ({
        resourceType: 'Patient',
        id,
        ...(names.length === 0 ? {} : { name: names }),
      })),
    ),
  );

  /** As a clerk without the letter on the keyboard writes it. */
  const plain = (text: string): string =>
    text.toLowerCase().replaceAll('æ', 'ae').replaceAll('ø', 'o').normalize('NFD').replace(/\p{M}/gu, '');
  const wordsIn = (text: string): string[] =>
    plain(text)
      .split(/[\s-]+/)
      .filter((one) => one !== '');
  const partsOf = ({ family, given = [], text, prefix = [] }: Name): string[] =>
    [family, ...given, text, ...prefix].filter((one) => one !== undefined);

  const FITS = {
    name: (names: Name[], value: string) => {
      const has = names.flatMap(partsOf).flatMap(wordsIn);
      return wordsIn(value).every((wanted) => has.some((one) => one.startsWith(wanted)));
    },
    family: (names: Name[], value: string) =>
      names.some(({ family }) => family !== undefined && plain(family).startsWith(plain(value))),
    given: (names: Name[], value: string) =>
      names.some(({ given = [] }) => given.some((one) => plain(one).startsWith(plain(value)))),
  };

  /** Every page of a search, one after the other. */
  async function pages(query: string): Promise<string[]> {
    const ids: string[] = [];
    let position: Awaited<ReturnType<Store['search']>>['next'];
    do {
      const page = await store.search(`Patient?${query}`, position === undefined ? {} : { position });
      ids.push(...page.matches.map(({ id }) => id));
      position = page.next;
    } while (position !== undefined);
    return ids;
  }

  const prefixOf = (text: string, length: number): string => [...text].slice(0, length).join('');
  const asked = fc.tuple(word, fc.integer({ min: 1, max: 8 })).map(([text, length]) => prefixOf(text, length));
  const term = fc.oneof(
    { weight: 3, arbitrary: fc.tuple(fc.constantFrom('name', 'family', 'given'), asked) },
    {
      weight: 2,
      arbitrary: fc.tuple(
        fc.constant('name'),
        fc.tuple(asked, asked).map(([a, b]) => `${a} ${b}`),
      ),
    },
  ) as fc.Arbitrary<[keyof typeof FITS, string]>;

  test('whatever is asked, each who fits is on one page and nobody on two, whatever their size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(term, { minLength: 1, maxLength: 3 }),
        fc.array(asked, { maxLength: 2 }),
        fc.constantFrom(1, 3, 20),
        async (terms, alternatives, count) => {
          const [first, ...others] = terms;
          const either = [first![1], ...alternatives];
          const expected = people
            .filter(({ names }) => either.some((value) => FITS[first![0]](names, value)))
            .filter(({ names }) => others.every(([code, value]) => FITS[code](names, value)))
            .map(({ id }) => id)
            .sort();
          const query = new URLSearchParams([[first![0], either.join(',')], ...others, ['_count', String(count)]] as [
            string,
            string,
          ][]).toString();
          const found = await pages(query);
          expect(new Set(found).size, `somebody twice: ${query}`).toBe(found.length);
          expect(found.toSorted(), query).toEqual(expected);
        },
      ),
      { numRuns: 150 },
    );
  }, 60_000);
});
