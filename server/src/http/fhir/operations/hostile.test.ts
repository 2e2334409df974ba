import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestServer, withServer } from '../../../test/server.ts';

let server: TestServer;
let patient: string;

beforeAll(async () => {
  server = await withServer();
  patient = (await server.post('Patient', { resourceType: 'Patient' })).body.id;
});

afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

const parameters = (...parameter: unknown[]) => ({ resourceType: 'Parameters', parameter });

/** Each is refused, and by an outcome. */
async function refused(method: string, path: string, body?: unknown): Promise<void> {
  const answer = await server.send(method, path.replace('{id}', patient), body);
  expect(answer.body?.resourceType, path).toBe('OperationOutcome');
  expect([400, 404, 405, 422], `${path} ${JSON.stringify(body)}: ${answer.status}`).toContain(answer.status);
}

const OPERATIONS = [
  ...['Patient/{id}/$meta-add', 'Patient/{id}/$meta-delete', 'Patient/$validate', 'ValueSet/$expand'],
  ...['ValueSet/$validate-code', 'CodeSystem/$lookup', 'CodeSystem/$validate-code', 'CodeSystem/$subsumes'],
  'ConceptMap/$translate',
];

test.each(OPERATIONS)('%s refuses bodies that are no parameters', async (path) => {
  const bodies = [null, [], 1, 'x', {}, parameters(), parameters(null), parameters(1), parameters([])];
  const more = [
    parameters({ name: 'meta' }),
    parameters({ name: 1 }),
    parameters({ name: 'resource', resource: null }),
  ];
  for (const body of [...bodies, ...more, { resourceType: 'Parameters', parameter: {} }]) {
    await refused('POST', path, JSON.stringify(body));
  }
});

/** Every address of an operation: with what names it, once for each operation and level. */
const addresses = (): string[] => {
  const named = new Map<string, string>();
  for (const { name, at } of server.service.operations) {
    for (const { level, types } of at) {
      for (const type of types === '*' ? ['Patient'] : types) {
        const own = type === 'Patient' ? '{id}' : 'nowhere';
        const place = { system: '', type: `${type}/`, instance: `${type}/${own}/` }[level];
        named.set(`${place}$${name}`, name);
      }
    }
  }
  return [...named].flatMap(([address, name]) => (name === 'changes' || name === 'validate' ? [] : address));
};

test('no operation takes a body of another shape than FHIR gives it, whoever calls', async () => {
  const shapes = [
    ...[{}, 'x', 5, [null], [5], [[]], [{ name: {} }], [{ name: 'power', valueString: null }], [{ part: {} }]],
    ...[{ valueReference: 7 }, { valueReference: { reference: 7 } }, { valueCodeableConcept: { coding: [null] } }].map(
      (value) => [{ name: 'item', ...value }],
    ),
    ...[{ resource: 'x' }, { resource: [] }, { resource: { resourceType: 'Task', input: [null], for: 'x' } }].map(
      (value) => [{ name: 'resource', ...value }],
    ),
  ];
  const all = addresses();
  expect(all.length).toBeGreaterThan(80);
  for (const address of all) {
    for (const parameter of shapes) {
      const body = { resourceType: 'Parameters', parameter };
      const answer = await server.post(address.replace('{id}', patient), body);
      expect([answer.status, answer.body?.resourceType], `${address} ${JSON.stringify(parameter)}`).toEqual([
        400,
        'OperationOutcome',
      ]);
    }
  }
});

test.each(['$meta-add', '$meta-delete'])('%s refuses what is no meta', async (operation) => {
  const lists = ['profile', 'tag', 'security'].flatMap((name) =>
    [1, 'x', {}, [null], [1]].map((list) => ({ [name]: list })),
  );
  for (const valueMeta of [null, 1, 'x', [], ...lists]) {
    const body = parameters({ name: 'meta', valueMeta });
    if (Array.isArray((valueMeta as { profile?: unknown } | null)?.profile) && operation === '$meta-delete') continue;
    await refused('POST', `Patient/{id}/${operation}`, body);
  }
});

test('$validate refuses what is no resource', async () => {
  for (const resource of [null, 1, 'x', [], {}, { resourceType: null }, { resourceType: '__proto__' }]) {
    await refused('POST', 'Patient/$validate', parameters({ name: 'resource', resource }));
  }
});

test('$everything refuses parameters that cannot be meant', async () => {
  const counts = ['0', '-1', 'x', '1e9', '99999999999999999999'].map((value) => `_count=${value}`);
  const pages = ['x', '0.', '1.%00', "1.'"].map((value) => `_after=${value}`);
  const types = ['Foo', 'Patient,', '__proto__', "Patient'--"].map((value) => `_type=${value}`);
  const times = ['_since=x', '_since=2020-13-01', 'start=2020-02-30', "end='", 'start=2020&start=2021', '_since=%00'];
  for (const query of [...counts, ...pages, ...types, ...times, 'foo=1']) {
    await refused('GET', `Patient/{id}/$everything?${query}`);
  }
});
