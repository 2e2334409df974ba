import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordOfId, recordOfOwnId } from '../fhir/ids.ts';
import { parseJson } from '../fhir/json/index.ts';
import type { JsonObject } from '../fhir/resource.ts';
import { type TestDatabase, withDatabase } from '../test/database.ts';
import { emptySchema } from '../test/schema.ts';
import { change, Database, findCurrent, type Operation } from './index.ts';
import { anyone } from './test/context.ts';

let store: TestDatabase;
let database: Database;

beforeAll(async () => {
  store = await withDatabase(emptySchema);
  database = new Database({ url: store.url });
});

afterAll(async () => {
  await database.close();
  await store.close();
});

type Resource = JsonObject & { resourceType: string };

const creating = (resource: Resource): Operation => ({
  kind: 'create',
  type: resource.resourceType,
  body: parseJson(JSON.stringify(resource)),
});

const putting = (resource: Resource & { id: string }): Operation => ({
  kind: 'update',
  type: resource.resourceType,
  target: { id: resource.id },
  body: parseJson(JSON.stringify(resource)),
});

const does = async (...operations: Operation[]) => (await change(database, operations, anyone())).outcomes;
const freshId = () => `x-${randomBytes(6).toString('hex')}`;

async function recordOf(type: string, id: string): Promise<bigint> {
  const [found] = await findCurrent(database.reader, [{ type, id }], false);
  expect(found).toMatchObject({ state: 'current' });
  return (found as { record: bigint }).record;
}

const document = (patient: string): Resource => ({
  resourceType: 'DocumentReference',
  status: 'current',
  subject: { reference: patient },
  content: [{ attachment: { url: 'urn:uuid:b' } }],
});

const binary = (securityContext: string): Resource => ({
  resourceType: 'Binary',
  contentType: 'text/plain',
  securityContext: { reference: securityContext },
  data: 'aGVp',
});

test.each<[string, (patient: string) => JsonObject]>([
  ['Device', (patient) => ({ patient: { reference: patient } })],
  ['GuidanceResponse', (patient) => ({ status: 'success', moduleUri: 'urn:m', subject: { reference: patient } })],
  ['Contract', (patient) => ({ subject: [{ reference: 'Organization/o' }, { reference: patient }] })],
  ['Linkage', (patient) => ({ item: ['Organization/o', patient].map((reference) => ({ resource: { reference } })) })],
  ['Binary', (patient) => ({ contentType: 'text/plain', securityContext: { reference: patient } })],
])('a %s about a patient lives in that patient’s record, whoever gives its id', async (resourceType, about) => {
  const patient = `Patient/${freshId()}`;
  const record = recordOfOwnId('Patient', patient.slice(8));
  const [made] = await does(creating({ resourceType, ...about(patient) }));
  expect(recordOfId(made!.id)).toBe(record);
  const id = freshId();
  await does(putting({ resourceType, id, ...about(patient) }));
  expect(await recordOf(resourceType, id)).toBe(record);
  const [none] = await does(creating({ resourceType }));
  expect(recordOfId(none!.id)).not.toBe(record);
});

test('a Binary lives in the record of the document that it goes with, however that is named', async () => {
  const patient = freshId();
  const record = recordOfOwnId('Patient', patient);
  const [own] = await does(creating(document(`Patient/${patient}`)));
  const chosen = freshId();
  await does(putting({ ...document(`Patient/${patient}`), id: chosen }));
  for (const id of [own!.id, chosen]) {
    const [made] = await does(creating(binary(`DocumentReference/${id}`)));
    expect(await recordOf('Binary', made!.id)).toBe(record);
    expect(recordOfId(made!.id)).toBe(record);
    const put = freshId();
    await does(putting({ ...binary(`DocumentReference/${id}/_history/1`), id: put }));
    expect(await recordOf('Binary', put)).toBe(record);
  }
  const [lost] = await does(creating(binary('DocumentReference/nowhere')));
  expect(await recordOf('Binary', lost!.id)).not.toBe(record);
});

test('a Binary and its document come in one transaction, in either order, and for a new patient', async () => {
  const entries: Operation[] = [
    { ...creating(binary('urn:uuid:d')), fullUrl: 'urn:uuid:b' },
    { ...creating(document('urn:uuid:p')), fullUrl: 'urn:uuid:d' },
    { ...creating({ resourceType: 'Patient' }), fullUrl: 'urn:uuid:p' },
  ];
  for (const order of [entries, [...entries].reverse()]) {
    const fresh = order.map((entry, i) => ({
      ...entry,
      entry: i,
      body: parseJson(JSON.stringify((entry as { body: { value: unknown } }).body.value)),
    }));
    const made = await does(...(fresh as Operation[]));
    const of = (type: string) => made.find((one) => one.type === type)!;
    expect(recordOfId(of('Binary').id)).toBe(recordOfId(of('Patient').id));
    expect(JSON.parse(of('Binary').content!).securityContext.reference).toBe(
      `DocumentReference/${of('DocumentReference').id}`,
    );
    expect(JSON.parse(of('DocumentReference').content!).content[0].attachment.url).toBe(`Binary/${of('Binary').id}`);
  }
});

test('a Binary of a document that a transaction puts under an id of its own goes there too', async () => {
  const patient = freshId();
  const id = freshId();
  const [made] = await does(
    { ...creating(binary(`DocumentReference/${id}`)), entry: 0 },
    { ...putting({ ...document(`Patient/${patient}`), id }), entry: 1 },
  );
  expect(recordOfId(made!.id)).toBe(recordOfOwnId('Patient', patient));
});
