import { afterAll, beforeAll, expect, test } from 'vitest';
import { categorySystem } from '../../access/categories.ts';
import { hl7, systems } from '../../access/rules/codes.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import { type Answer, type TestServer, withServer } from '../../test/server.ts';

/**
 * Two municipalities, two GP practices, the legevakt that both share, and the hospital, on one record for each citizen: who may open
 * whose, and what is kept from whom, when somebody moves from one to the other.
 */
const coded = (system: string, code: string) => ({ coding: [{ system, code }] });
const at = (unit: string) => ({ reference: `Organization/${unit}` });
const patient = (id: string) => ({ reference: `Patient/${id}` });

const units: [id: string, above?: string][] = [
  ['fjordvik'],
  ['fjordvik-home', 'fjordvik'],
  ['bergvik'],
  ['bergvik-home', 'bergvik'],
  ['solli'],
  ['havn'],
  ['legevakt'],
  ['hospital'],
];
const staff: [id: string, unit: string, role: string, profession: string, purpose?: string][] = [
  ['fay', 'fjordvik-home', 'sykepleier', 'SP'],
  ['bea', 'bergvik-home', 'sykepleier', 'SP'],
  ['ada', 'solli', 'lege', 'LE'],
  ['bo', 'havn', 'lege', 'LE'],
  ['vera', 'legevakt', 'lege', 'LE'],
  ['nina', 'hospital', 'lege', 'LE'],
  ['liv', 'fjordvik', 'loggkontroll', 'XX', 'AUDIT'],
];

const service = (id: string, of: string, unit: string, status: string, period: JsonObject): JsonObject => ({
  resourceType: 'EpisodeOfCare',
  id,
  meta: { tag: [{ system: systems.custodian, code: unit }] },
  status,
  type: [coded(systems.service, '99')],
  patient: patient(of),
  managingOrganization: at(unit),
  period,
});
const stay = (id: string, of: string, unit: string): JsonObject => ({
  resourceType: 'Encounter',
  id,
  meta: { tag: [{ system: systems.custodian, code: unit }] },
  status: 'in-progress',
  class: { system: hl7('v3-ActCode'), code: 'EMER' },
  subject: patient(of),
  serviceProvider: at(unit),
  period: { start: '2026-12-01T08:00:00+01:00' },
});
const note = (id: string, of: string, unit: string): JsonObject => ({
  resourceType: 'Composition',
  id,
  meta: {
    security: [{ system: categorySystem, code: 'clinical-note' }],
    tag: [unit, unit.split('-')[0]!].map((code) => ({ system: systems.custodian, code })),
  },
  status: 'final',
  type: { text: 'Notat' },
  subject: patient(of),
  date: '2026-11-01T10:00:00Z',
  author: [{ display: unit }],
  title: `Skrevet i ${unit}`,
});

let server: TestServer;
const as = (who: string) => ({ authorization: `Bearer ${who}` });
const put = async (resource: JsonObject): Promise<void> => {
  const made = await server.put(`${resource.resourceType}/${resource.id}`, resource);
  expect(made.status, made.text).toBeLessThan(202);
};
const opens = async (who: string, citizen: string): Promise<number> =>
  (await server.get(`Patient/${citizen}`, as(who))).status;
const notesOf = async (who: string, query = ''): Promise<string[]> => {
  const { body } = await server.get(`Composition?_sort=_id&_total=accurate${query}`, as(who));
  const ids = (body.entry ?? []).filter(({ search }) => search.mode === 'match').map(({ resource }) => resource.id);
  expect(body.total).toBe(ids.length);
  return ids;
};
const plain = ({ status, text }: Answer) => [status, text];

beforeAll(async () => {
  server = await withServer();
  server.clock.now = Date.parse('2026-12-01T12:00:00+01:00');
  for (const [id, above] of units)
    await put({ resourceType: 'Organization', id, name: id, ...(above === undefined ? {} : { partOf: at(above) }) });
  for (const [id, unit, role, profession, purpose = 'TREAT'] of staff) {
    await put({ resourceType: 'Practitioner', id, qualification: [{ code: coded(systems.profession, profession) }] });
    await put({
      resourceType: 'PractitionerRole',
      id: `${id}-role`,
      active: true,
      practitioner: { reference: `Practitioner/${id}` },
      organization: at(unit),
      code: [coded(systems.accessRole, role)],
    });
    server.actors.set(id, {
      ...{ kind: 'staff', id: `Practitioner/${id}`, display: id, clientId: 'web', scopes: ['user/*.cruds'], loa: 4 },
      ...{ practitioner: id, practitionerRole: `${id}-role`, organization: { id: unit, display: unit } },
      ...{ legalEntity: unit.split('-')[0]!, role, purpose },
    });
  }
  for (const [id, practice, gp] of [
    ['berit', 'solli', 'ada'],
    ['arne', 'havn', 'bo'],
  ] as const)
    await put({
      resourceType: 'Patient',
      id,
      name: [{ family: 'Flytting', given: [id] }],
      birthDate: '1947-03-05',
      generalPractitioner: [{ reference: `PractitionerRole/${gp}-role` }, at(practice)],
    });
  // Berit moved three weeks ago; Arne lives where he did, and is at the legevakt now
  await put(service('berit-before', 'berit', 'bergvik-home', 'finished', { start: '2025-01-01', end: '2026-11-09' }));
  await put(service('berit-now', 'berit', 'fjordvik-home', 'active', { start: '2026-11-10' }));
  await put(service('arne-now', 'arne', 'bergvik-home', 'active', { start: '2026-01-01' }));
  await put(stay('arne-legevakt', 'arne', 'legevakt'));
  await put(stay('berit-hospital', 'berit', 'hospital'));
  await put(note('berit-1', 'berit', 'bergvik-home'));
  await put(note('berit-2', 'berit', 'fjordvik-home'));
  await put(note('arne-1', 'arne', 'bergvik-home'));
});
afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

test.each([
  ['fay', 'berit', 200],
  ['bea', 'berit', 403],
  ['ada', 'berit', 200],
  ['bo', 'berit', 403],
  ['vera', 'berit', 403],
  ['nina', 'berit', 200],
  ['liv', 'berit', 403],
  ['fay', 'arne', 403],
  ['bea', 'arne', 200],
  ['ada', 'arne', 403],
  ['bo', 'arne', 200],
  ['vera', 'arne', 200],
  ['nina', 'arne', 403],
] as const)('%s opening the record of %s is answered %i', async (who, citizen, status) => {
  expect(await opens(who, citizen)).toBe(status);
});

test('the record came along when she moved, and searches of all records stay within each one’s own', async () => {
  expect(await notesOf('fay')).toEqual(['berit-1', 'berit-2']);
  expect(await notesOf('bea')).toEqual(['arne-1']);
  expect(await notesOf('vera')).toEqual(['arne-1']);
  const [hidden, none] = [
    await server.get('Composition/arne-1', as('fay')),
    await server.get('Composition/x', as('fay')),
  ];
  expect(plain(hidden)).toEqual(plain(none));
});

test('what she keeps from one municipality its units do not see, and others do', async () => {
  await put({
    resourceType: 'Consent',
    id: 'berit-block',
    status: 'active',
    scope: coded(systems.consentScope, 'patient-privacy'),
    category: [coded(systems.consentCategory, 'sperring')],
    patient: patient('berit'),
    dateTime: '2026-11-20',
    policyRule: { text: '-' },
    provision: {
      type: 'deny',
      actor: [{ role: coded(hl7('v3-ParticipationType'), 'IRCP'), reference: at('fjordvik') }],
      data: [{ meaning: 'instance', reference: { reference: 'Composition/berit-1' } }],
    },
  });
  expect(await notesOf('fay', '&patient=berit')).toEqual(['berit-2']);
  for (const who of ['ada', 'nina']) expect(await notesOf(who, '&patient=berit'), who).toEqual(['berit-1', 'berit-2']);
});

test('who could open the record are those of the places that have to do with her now', async () => {
  const { body } = await server.get('Patient/berit/$who-can-see', as('ada'));
  const named = new Set([...JSON.stringify(body).matchAll(/Organization\/([\w-]+)/g)].map(([, id]) => id));
  for (const unit of ['fjordvik-home', 'solli', 'hospital']) expect(named, unit).toContain(unit);
  for (const unit of ['bergvik-home', 'bergvik', 'havn', 'legevakt']) expect(named, unit).not.toContain(unit);
});

test('the legevakt that neither has sent her to opens it in an emergency, and for itself alone', async () => {
  const opened = await server.post(
    'Patient/berit/$emergency-access',
    {
      resourceType: 'Parameters',
      parameter: [
        { name: 'reasonCode', valueCode: 'life-threatening' },
        { name: 'reasonText', valueString: 'Bevisstløs, ukjent medisinbruk' },
      ],
    },
    as('vera'),
  );
  expect(opened.status, opened.text).toBe(200);
  expect(await opens('vera', 'berit')).toBe(200);
  expect(await opens('bea', 'berit')).toBe(403);
});

test('when she moves back the one opens and the other closes', async () => {
  await put(
    service('berit-now', 'berit', 'fjordvik-home', 'finished', {
      start: '2026-11-10',
      end: '2026-12-01T11:00:00+01:00',
    }),
  );
  await put(service('berit-again', 'berit', 'bergvik-home', 'active', { start: '2026-12-01T11:00:00+01:00' }));
  expect([await opens('fay', 'berit'), await opens('bea', 'berit')]).toEqual([403, 200]);
  expect(await notesOf('fay')).toEqual([]);
  expect(await notesOf('bea')).toEqual(['arne-1', 'berit-1', 'berit-2']);
});
