import { afterAll, beforeAll, expect, test } from 'vitest';
import { resourceTypes } from '../../fhir/types.ts';
import { type TestServer, withServer } from '../../test/server.ts';
import { operationDescriptions } from './openapi-operations.ts';

type Operation = { summary: string; parameters?: { name?: string; $ref?: string }[] };
type Description = {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, unknown>>;
};

let server: TestServer;
let description: Description;

beforeAll(async () => {
  server = await withServer();
  const answer = await fetch(`${server.base}/openapi.json`); // as open as the CapabilityStatement
  expect(answer.headers.get('content-type')).toContain('application/json');
  description = (await answer.json()) as Description;
});

afterAll(() => server.close());

test('every type, and every operation of the CapabilityStatement, is described', async () => {
  expect(description.openapi).toMatch(/^3\.1/);
  const { paths } = description;
  expect(resourceTypes.filter((type) => !(`/${type}/{id}` in paths))).toEqual([]);
  const { body } = await server.get('metadata');
  const [rest] = body.rest as { resource: { type: string; operation?: { name: string }[] }[] }[];
  const operations = rest!.resource.flatMap(({ type, operation = [] }) =>
    operation.map(({ name }) => [`/${type}/$${name}`, `/${type}/{id}/$${name}`]),
  );
  expect(operations.length).toBeGreaterThan(0);
  expect(operations.filter((forms) => !forms.some((path) => path in paths))).toEqual([]);
});

test('a type has all of its search parameters', () => {
  const { parameters = [] } = description.paths['/Observation']!.get!;
  const names = parameters.map(({ name, $ref }) => name ?? $ref?.split('/').at(-1));
  expect(names).toEqual(
    expect.arrayContaining(['code', 'component-value-quantity', 'date', 'patient', '_id', '_tag', '_sort']),
  );
  expect(new Set(names).size).toBe(names.length);
});

test('every reference in it leads somewhere', () => {
  const references = [...JSON.stringify(description).matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)];
  const lost = references.filter(
    ([, kind, name]) => description.components[kind as string]?.[name as string] === undefined,
  );
  expect(references.length).toBeGreaterThan(1000);
  expect([...new Set(lost.map(([text]) => text))]).toEqual([]);
});

test('what it describes of a type is answered', async () => {
  const made = await server.post('Flag', {
    resourceType: 'Flag',
    status: 'active',
    code: { text: 'x' },
    subject: { reference: 'Patient/p' },
  });
  expect(made.status).toBe(201);
  const readable = Object.entries(description.paths).filter(([path, { get }]) => /^\/Flag(\/|$)/.test(path) && get);
  expect(readable.length).toBeGreaterThanOrEqual(5);
  for (const [path] of readable) {
    const at = path.slice(1).replace('{id}', made.body.id).replace('{vid}', '1');
    const { status } = await server.get(at);
    // an operation may want parameters
    if (path.includes('$')) expect([200, 400, 422], path).toContain(status);
    else expect(status, path).toBe(200);
  }
});

test('every operation tells its parameters, as its definition does', () => {
  const explained = description.paths['/Patient/{id}/$access-explain']!.get!;
  expect(explained.parameters).toEqual([
    { $ref: '#/components/parameters/id' },
    expect.objectContaining({ name: 'purpose', in: 'query', required: false, schema: { type: 'string' } }),
  ]);
  const everything = description.paths['/Patient/{id}/$everything']!.get!;
  expect(everything.parameters!.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['start', 'end', '_since', '_count']),
  );
  const opening = JSON.stringify(description.paths['/Patient/{id}/$emergency-access']!.post);
  expect(opening).toContain('Must be there: reasonCode, reasonText.');
  expect(opening).toContain('"valueString"');
  const untold = server.service.operations.filter(
    ({ definition }) => operationDescriptions()(definition) === undefined,
  );
  expect(untold.map(({ name, definition }) => `${name} ${definition}`)).toEqual([]);
});
