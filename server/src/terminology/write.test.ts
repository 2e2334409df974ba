import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject, Resource } from '../fhir/resource.ts';
import { expand } from './expand.ts';
import { codesAbove, codesBelow, subsumes } from './subsumes.ts';
import { findSystem } from './systems.ts';
import { type TestClient, terminologyClient } from './test/client.ts';
import { onTerminologyChanged } from './write.ts';

let client: TestClient;
beforeAll(async () => {
  client = await terminologyClient('empty');
});
afterAll(() => client.close());

const system = (url: string, concept: JsonObject[], more: JsonObject = {}): Resource => ({
  resourceType: 'CodeSystem',
  url,
  status: 'active',
  content: 'complete',
  concept,
  ...more,
});
const write = (id: string, resource: Resource) =>
  client.transaction((within) => onTerminologyChanged(within, [{ type: resource.resourceType, id, resource }]));
const remove = (type: string, id: string) =>
  client.transaction((within) => onTerminologyChanged(within, [{ type, id }]));

test('a code system is there once its resource is written, as it is after an update, and not after a delete', async () => {
  const url = 'http://example.org/life';
  await write('life', system(url, [{ code: 'a' }, { code: 'b' }]));
  expect((await findSystem(client, url))?.concepts).toBe(2);
  await write('life', system(url, [{ code: 'a' }], { version: '2' }));
  expect(await findSystem(client, url)).toMatchObject({ concepts: 1, version: '2' });
  await remove('CodeSystem', 'life');
  expect(await findSystem(client, url)).toBeUndefined();
  const { rows } = await client.query('SELECT count(*)::int AS left FROM concept');
  expect(rows).toEqual([{ left: 0 }]);
});

test('of several versions the newest answers, and an older when it is asked for', async () => {
  const url = 'http://example.org/versions';
  for (const version of ['9', '10', '2']) await write(`v${version}`, system(url, [{ code: version }], { version }));
  expect((await findSystem(client, url))?.version).toBe('10');
  expect((await findSystem(client, `${url}|9`))?.version).toBe('9');
  expect(await findSystem(client, `${url}|11`)).toBeUndefined();
});

test('a part of a code system does not hide the whole', async () => {
  const url = 'http://example.org/whole';
  await write('whole', system(url, [{ code: 'a' }, { code: 'b' }], { version: '1' }));
  await write('part', system(url, [{ code: 'a' }], { version: '2', content: 'fragment' }));
  expect((await findSystem(client, url))?.concepts).toBe(2);
});

test('a NamingSystem gives a code system another name for as long as it stands', async () => {
  await write('named', system('urn:oid:1.2.3', [{ code: 'a' }]));
  const naming: Resource = {
    resourceType: 'NamingSystem',
    id: 'n',
    kind: 'codesystem',
    uniqueId: [
      { type: 'oid', value: '1.2.3' },
      { type: 'uri', value: 'http://example.org/named' },
    ],
  };
  await write('n', naming);
  expect((await findSystem(client, 'http://example.org/named'))?.url).toBe('urn:oid:1.2.3');
  await remove('NamingSystem', 'n');
  expect(await findSystem(client, 'http://example.org/named')).toBeUndefined();
});

test('a code system that repeats a code or stands below itself is refused, and the transaction with it', async () => {
  const twice = system('http://example.org/twice', [{ code: 'a' }, { code: 'b', concept: [{ code: 'a' }] }]);
  await expect(write('twice', twice)).rejects.toMatchObject({
    kind: 'rule',
    issues: [{ key: 'duplicate-code', expression: 'CodeSystem.concept[1].concept[0]' }],
  });
  const parent = (code: string) => [{ code: 'parent', valueCode: code }];
  const round = system('http://example.org/round', [
    { code: 'a', property: parent('b') },
    { code: 'b', property: parent('a') },
  ]);
  await expect(write('round', round)).rejects.toMatchObject({ kind: 'rule', issues: [{ key: 'hierarchy-cycle' }] });
  expect(await findSystem(client, 'http://example.org/round')).toBeUndefined();
});

test('codes and texts with every sign come back as they were written', async () => {
  const url = 'http://example.org/signs';
  const signs = [`it's`, 'a"b\\c', '{,}', 'NULL', '', '%_', '🩺 ', 'a:b&!|(', 'ÆØÅ é'].filter((code) => code !== '');
  await write('signs', system(url, signs.map((code) => ({ code, display: `«${code}»` })))); // biome-ignore format: one line
  const expanded = await expand(client, { resourceType: 'ValueSet', compose: { include: [{ system: url }] } });
  const contains = (expanded.expansion as JsonObject).contains as JsonObject[];
  expect(contains.map(({ code }) => code)).toEqual(signs);
  expect(contains.map(({ display }) => display)).toEqual(signs.map((code) => `«${code}»`));
});

/** Concepts with up to three parents each among those before them. */
const hierarchies = fc
  .array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 30 })
  .map((wanted) => wanted.map((parents, i) => (i === 0 ? [] : [...new Set(parents.map((parent) => parent % i))])));

test('below, above and subsumption agree with a walk, however many parents there are', async () => {
  const url = 'http://example.org/random';
  await fc.assert(
    fc.asyncProperty(hierarchies, fc.nat(), fc.nat(), async (parents, x, y) => {
      const concept = parents.map((of, i) => ({
        code: `c${i}`,
        property: of.map((parent) => ({ code: 'parent', valueCode: `c${parent}` })),
      }));
      await write('random', system(url, concept));
      const above = (i: number): Set<number> => new Set([i, ...parents[i]!.flatMap((parent) => [...above(parent)])]);
      const [a, b] = [x % parents.length, y % parents.length];
      const found = (await findSystem(client, url))!;
      const below = parents.map((_, i) => i).filter((i) => above(i).has(a));
      expect((await codesBelow(client, found, `c${a}`, 1000)).sort()).toEqual(below.map((i) => `c${i}`).sort());
      expect((await codesAbove(client, found, `c${a}`)).sort()).toEqual([...above(a)].map((i) => `c${i}`).sort());
      const relation =
        a === b ? 'equivalent' : above(b).has(a) ? 'subsumes' : above(a).has(b) ? 'subsumed-by' : 'not-subsumed';
      expect(await subsumes(client, found, `c${a}`, `c${b}`)).toBe(relation);
      const compose = { include: [{ system: url, filter: [{ property: 'concept', op: 'is-a', value: `c${a}` }] }] };
      const expanded = await expand(client, { resourceType: 'ValueSet', compose });
      expect((expanded.expansion as JsonObject).total).toBe(below.length);
    }),
    { numRuns: 60 },
  );
});
