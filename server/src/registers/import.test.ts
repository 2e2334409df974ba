import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json, JsonObject, Resource } from '../fhir/resource.ts';
import { storeInside } from '../http/fhir/inside.ts';
import { type TestServer, withServer } from '../test/server.ts';
import { type Imported, type ImportOptions, importRows, type KindName } from './import.ts';
import type { FileRow } from './rows/read.ts';
import type { RegisterStore } from './store.ts';

let server: TestServer;
let store: RegisterStore;
let transactions = 0;
beforeAll(async () => {
  server = await withServer();
  const inside = storeInside(server.service, server.actors.get('test')!);
  store = {
    search: inside.search,
    transact: (entries) => {
      transactions += 1;
      return inside.transact(entries);
    },
  };
});
afterAll(() => server.close());

const TODAY = '2026-11-29';
type Refusal = { line: number; reasons: readonly string[] };

async function* given(rows: readonly Json[]): AsyncGenerator<FileRow> {
  for (const [i, value] of rows.entries()) yield { line: i + 1, value };
}

async function bring(
  kind: KindName,
  rows: readonly Json[],
  more: Partial<ImportOptions> = {},
): Promise<Imported & { refusals: Refusal[] }> {
  const refusals: Refusal[] = [];
  const imported = await importRows(kind, given(rows), {
    store,
    setting: { series: 'synthetic', today: TODAY },
    onRefused: (line, reasons) => void refusals.push({ line, reasons }),
    ...more,
  });
  return { ...imported, refusals };
}

const list = (value: unknown): JsonObject[] => (value ?? []) as JsonObject[];
const FNR = 'urn:oid:2.16.578.1.12.4.1.4.1';
const DNR = 'urn:oid:2.16.578.1.12.4.1.4.2';
const find = async (type: string, identifier: string): Promise<Resource> => {
  const found = await store.search(type, [['identifier', identifier]]);
  expect(found).toHaveLength(1);
  return found[0]!;
};
const extension = (resource: Resource, name: string): JsonObject | undefined =>
  list(resource.extension).find(({ url }) => url === `https://enjournal.no/fhir/StructureDefinition/${name}`);

const kari = {
  nationalNumber: '14834212081',
  name: { given: 'Kari', middle: 'Mellom', family: 'Testdal' },
  sex: 'female',
  birthDate: '1942-03-14',
  status: 'bosatt',
  address: {
    line: 'Strandgata 14',
    postalCode: '9992',
    city: 'Fjordvik',
    municipalityNumber: '0001',
    municipality: 'Fjordvik',
  },
};

test('a person becomes a Patient, and the same row again changes nothing', async () => {
  expect(await bring('persons', [kari])).toMatchObject({ rows: 1, changed: 1, refused: 0 });
  const patient = await find('Patient', `${FNR}|14834212081`);
  expect(patient).toMatchObject({
    active: true,
    gender: 'female',
    birthDate: '1942-03-14',
    name: [{ family: 'Testdal', given: ['Kari'], extension: [{ valueString: 'Mellom' }] }],
    address: [{ line: ['Strandgata 14'], postalCode: '9992' }],
  });
  expect(await bring('persons', [kari])).toMatchObject({ changed: 0, unchanged: 1 });
  expect((await find('Patient', `${FNR}|14834212081`)).meta!.versionId).toBe(patient.meta!.versionId);
});

test('what the house says of a person stays when the register tells something new', async () => {
  const before = await find('Patient', `${FNR}|14834212081`);
  const gp = [{ reference: 'Organization/solli' }];
  await server.put(`Patient/${before.id}`, {
    ...before,
    generalPractitioner: gp,
    telecom: [{ system: 'phone', value: '+4700123456' }],
    name: [...list(before.name), { use: 'nickname', text: 'Kaia' }],
  });
  await bring('persons', [{ ...kari, name: { given: 'Kari', family: 'Nydal' }, addressProtection: 'fortrolig' }]);
  const after = await find('Patient', `${FNR}|14834212081`);
  expect(after).toMatchObject({ generalPractitioner: gp, telecom: [{ value: '+4700123456' }] });
  expect(list(after.name).map(({ family, text }) => family ?? text)).toEqual(['Nydal', 'Kaia']);
  expect(extension(after, 'address-protection')).toMatchObject({ valueCode: 'fortrolig' });
  expect(after.meta!.security).toEqual([expect.objectContaining({ code: 'V' })]);
  await bring('persons', [kari]);
  const again = await find('Patient', `${FNR}|14834212081`);
  expect(extension(again, 'address-protection')).toBeUndefined();
  expect(again.meta!.security).toBeUndefined();
});

test('a number that changed stands as history, and the person is found by both', async () => {
  await bring('persons', [{ nationalNumber: '47906701517', name: { given: 'Ny', family: 'Prøve' } }]);
  const before = await find('Patient', `${DNR}|47906701517`);
  const changed = {
    nationalNumber: '26812297073',
    previousNumbers: [{ number: '47906701517', to: '2026-11-01' }],
    name: { given: 'Ny', family: 'Prøve' },
  };
  expect(await bring('persons', [changed])).toMatchObject({ changed: 1 });
  const after = await find('Patient', `${FNR}|26812297073`);
  expect(after.id).toBe(before.id);
  expect(after.identifier).toEqual([
    { use: 'official', system: FNR, value: '26812297073' },
    { use: 'old', system: DNR, value: '47906701517', period: { end: '2026-11-01' } },
  ]);
  // a later row that has forgotten the old number does not take it away
  expect(await bring('persons', [{ ...changed, previousNumbers: [] }])).toMatchObject({ unchanged: 1 });
});

test('parents get parental responsibility with their numbers, and who loses it stays near', async () => {
  const child = { nationalNumber: '22750884907', name: { given: 'Barn', family: 'Prøve' }, birthDate: '2015-01-01' };
  const mother = {
    nationalNumber: '14834212081',
    given: 'Kari',
    family: 'Testdal',
    kin: 'mor',
    responsibility: 'felles',
  };
  const father = { nationalNumber: '26812297073', given: 'Ny', family: 'Prøve', kin: 'far', responsibility: 'felles' };
  await bring('persons', [{ ...child, custodians: [mother, father] }]);
  const patient = await find('Patient', `${FNR}|22750884907`);
  const near = () => store.search('RelatedPerson', [['patient', `Patient/${patient.id}`]]);
  const holders = async () =>
    (await near())
      .filter(({ relationship }) => JSON.stringify(relationship).includes('parental-responsibility'))
      .map(({ identifier }) => list(identifier)[0]!.value)
      .sort();
  expect(await holders()).toEqual(['14834212081', '26812297073']);
  expect(await bring('persons', [{ ...child, custodians: [mother, father] }])).toMatchObject({ unchanged: 1 });
  await bring('persons', [
    {
      ...child,
      custodians: [
        { ...mother, responsibility: 'mor' },
        { ...father, to: '2026-11-01' },
      ],
    },
  ]);
  expect(await holders()).toEqual(['14834212081']);
  expect((await near()).map(({ active }) => active)).toEqual([true, true]);
  // a row that does not tell of custody says nothing of it
  expect(await bring('persons', [child])).toMatchObject({ unchanged: 1 });
});

test('a decision to take over the care stands beside parental responsibility with its own time, and ends', async () => {
  const child = { nationalNumber: '22750884907', name: { given: 'Barn', family: 'Prøve' }, birthDate: '2015-01-01' };
  const name = { given: 'Kari', family: 'Testdal' };
  const mother = { nationalNumber: '14834212081', ...name, kin: 'mor', responsibility: 'mor' };
  const taken = { nationalNumber: '14834212081', ...name, role: 'taken-from', from: '2026-02-01', to: '2099-01-31' };
  const office = 'Fjordvik barneverntjeneste';
  const decides = { ...taken, nationalNumber: '26812297073', role: 'child-welfare', office };
  const row = { ...child, custodians: [mother], careOrders: [taken, decides] };
  await bring('persons', [row]);
  const patient = await find('Patient', `${FNR}|22750884907`);
  const limits = async () =>
    (await store.search('RelatedPerson', [['patient', `Patient/${patient.id}`]]))
      .flatMap(({ relationship }) => list(relationship))
      .filter((concept) => JSON.stringify(concept).includes('parental-limit'))
      .map(({ coding, extension: timed, text }) => [list(coding)[0]!.code, list(timed)[0]!.valuePeriod, text])
      .sort(([a], [b]) => String(a).localeCompare(String(b)));
  const period = { start: '2026-02-01', end: '2099-01-31' };
  expect(await limits()).toEqual([
    ['child-welfare', period, office],
    ['taken-from', period, undefined],
  ]);
  expect(await bring('persons', [row])).toMatchObject({ unchanged: 1 });
  expect(await bring('persons', [child])).toMatchObject({ unchanged: 1 });
  await bring('persons', [{ ...row, careOrders: [] }]);
  expect(await limits()).toEqual([]);
});

test('a guardian of personal interests may act, one of means alone may not, and a mandate ends with the guardianship', async () => {
  const ward = { nationalNumber: '14834212081', name: kari.name, sex: 'female' };
  const guardian = { nationalNumber: '26812297073', given: 'Ny', family: 'Prøve', from: '2026-01-01' };
  const patient = await find('Patient', `${FNR}|14834212081`);
  const mandates = () => store.search('Consent', [['patient', `Patient/${patient.id}`]]);
  await bring('persons', [{ ...ward, guardians: [{ ...guardian, scope: 'oekonomiskeInteresser' }] }]);
  expect(await mandates()).toHaveLength(0);
  await bring('persons', [{ ...ward, guardians: [{ ...guardian, scope: 'personligeInteresser' }] }]);
  expect(await mandates()).toMatchObject([
    {
      status: 'active',
      provision: { period: { start: '2026-01-01' }, actor: [{ reference: { identifier: { value: '26812297073' } } }] },
    },
  ]);
  await bring('persons', [{ ...ward, guardians: [] }]);
  expect(await mandates()).toMatchObject([{ status: 'inactive', provision: { period: { end: TODAY } } }]);
});

test('two numbers that stand in two records are not taken for one person', async () => {
  const both = {
    nationalNumber: '14834212081',
    previousNumbers: [{ number: '22750884907' }],
    name: kari.name,
  };
  expect((await bring('persons', [both])).refusals).toEqual([
    { line: 1, reasons: ['the numbers of the person stand in two records, which must be merged'] },
  ]);
});

test('health personnel: authorisations with their time, one revoked, one restricted', async () => {
  const row = {
    hprNumber: '910000099',
    nationalNumber: '16758532406',
    name: { given: 'Lege', family: 'Prøve' },
    authorisations: [
      { category: 'LE', kind: '1', from: '2010-07-01', status: 'revoked', to: '2026-10-31' },
      { category: 'SP', from: '2001-07-01', status: 'restricted', restriction: 'Bare ved Granli' },
    ],
  };
  expect(await bring('personnel', [row])).toMatchObject({ changed: 1, refused: 0 });
  const found = await find('Practitioner', 'urn:oid:2.16.578.1.12.4.1.4.4|910000099');
  const [revoked, restricted] = list(found.qualification);
  expect(revoked).toMatchObject({ period: { end: '2026-10-31' }, extension: [{ valueCode: 'revoked' }] });
  expect(restricted!.extension).toEqual([
    { url: 'https://enjournal.no/fhir/StructureDefinition/authorisation-status', valueCode: 'restricted' },
    { url: 'https://enjournal.no/fhir/StructureDefinition/authorisation-restriction', valueString: 'Bare ved Granli' },
  ]);
  expect(await bring('personnel', [row])).toMatchObject({ unchanged: 1 });
  // as CSV: one authorisation, flat
  const flat = { hprNumber: '910000098', given: 'Syke', family: 'Pleier', category: 'SP', from: '2020-01-01', to: '' };
  expect(await bring('personnel', [flat])).toMatchObject({ changed: 1 });
});

test('organisations come under the one above, which may stand in the same file, each with its Endpoint', async () => {
  const rows = [
    { name: 'Prøve HF', organisationNumber: '974760673', herId: '9900100' },
    {
      name: 'Prøve sykehus',
      organisationNumber: '889640782',
      herId: '9900101',
      parentOrganisationNumber: '974760673',
      typeList: '8451',
      typeCode: '110',
      from: '2020-01-01',
      messageAddress: 'amqp://meldinger.invalid/9900101',
      messageFunctions: 'HENVISNING EPIKRISE',
    },
    { name: 'Nedlagt post', herId: '9900102', parentHerId: '9900101', from: '2010-01-01', to: '2020-12-31' },
  ];
  expect(await bring('organisations', rows)).toMatchObject({ changed: 3, refused: 0 });
  const unit = await find('Organization', 'urn:oid:2.16.578.1.12.4.1.2|9900101');
  const top = await find('Organization', 'urn:oid:2.16.578.1.12.4.1.4.101|974760673');
  expect(unit).toMatchObject({ active: true, partOf: { reference: `Organization/${top.id}` } });
  const endpoint = await find('Endpoint', 'urn:oid:2.16.578.1.12.4.1.2|9900101');
  expect(list(unit.endpoint)[0]!.reference).toBe(`Endpoint/${endpoint.id}`);
  expect(await find('Organization', 'urn:oid:2.16.578.1.12.4.1.2|9900102')).toMatchObject({ active: false });
  expect(await bring('organisations', rows)).toMatchObject({ unchanged: 3 });
  const orphan = { name: 'Løs', herId: '9900103', parentHerId: '9999999' };
  expect((await bring('organisations', [orphan])).refusals[0]!.reasons).toEqual([
    'parent is not known: it must come before',
  ]);
});

test('a GP list has its GP and its citizens; a citizen who changes list has the new GP from that day', async () => {
  const gpList = {
    kind: 'list',
    contract: '7001',
    name: 'Fastlegelisten til Lege Prøve',
    officeOrganisationNumber: '974760673',
    doctorHprNumber: '910000099',
    capacity: 1100,
    from: '2020-01-01',
  };
  const other = { ...gpList, contract: '7002', doctorHprNumber: '910000098' };
  const member = { kind: 'member', nationalNumber: '14834212081', contract: '7001', from: '2021-05-01' };
  expect(await bring('gp-lists', [gpList, member, other])).toMatchObject({ changed: 3, refused: 0 });
  const service = await find('HealthcareService', 'https://enjournal.no/fhir/NamingSystem/gp-contract|7001');
  expect(extension(service, 'gp-list-capacity')).toMatchObject({ valuePositiveInt: 1100 });
  const gps = async () => list((await find('Patient', `${FNR}|14834212081`)).generalPractitioner);
  const [role] = await store.search('PractitionerRole', [['service', `HealthcareService/${service.id}`]]);
  expect((await gps()).map(({ reference }) => reference)).toEqual([
    `PractitionerRole/${role!.id}`,
    (service.providedBy as JsonObject).reference,
  ]);
  expect(list((await gps())[0]!.extension)[0]).toMatchObject({ valuePeriod: { start: '2021-05-01' } });
  expect(await bring('gp-lists', [gpList, member])).toMatchObject({ unchanged: 2 });
  await bring('gp-lists', [{ ...member, contract: '7002', from: '2026-12-01' }]);
  expect((await gps())[0]!.reference).not.toBe(`PractitionerRole/${role!.id}`);
  // the time before, told late, is history
  expect(await bring('gp-lists', [{ ...member, to: '2026-11-30' }])).toMatchObject({ unchanged: 1 });
});

test('one bad row among good ones is refused by itself, by line and column, and the rest is stored', async () => {
  const rows = [
    { hprNumber: '910000201', given: 'En', family: 'Prøve' },
    { hprNumber: 'abc', given: '', family: 'Prøve' },
    // the server refuses it: a list with a code that no profile allows comes as far as the transaction
    { hprNumber: '910000202', given: 'To', family: 'Prøve', category: 'SP', from: '2020-01-01', to: '2019-01-01' },
    { hprNumber: '910000203', given: 'Tre', family: 'Prøve' },
  ];
  const done = await bring('personnel', rows);
  expect(done).toMatchObject({ rows: 4, changed: 2, refused: 2 });
  expect(done.refusals).toEqual([
    { line: 2, reasons: ['hprNumber is no valid number', 'given is missing'] },
    { line: 3, reasons: ['to is before from'] },
  ]);
});

test('a row that the store refuses is found among those it was sent with', async () => {
  const rows = ['910000301', '910000302', '910000303'].map((hprNumber) => ({ hprNumber, given: 'A', family: 'B' }));
  const picky: RegisterStore = {
    search: store.search,
    transact: async (entries) =>
      JSON.stringify(entries).includes('910000302')
        ? {
            done: false,
            status: 422,
            issues: [{ severity: 'error', code: 'business-rule', diagnostics: 'Not this one' }],
          }
        : store.transact(entries),
  };
  const done = await bring('personnel', rows, { store: picky });
  expect(done).toMatchObject({ changed: 2, refused: 1 });
  expect(done.refusals).toEqual([{ line: 2, reasons: ['Not this one'] }]);
});

test('many rows go in few transactions, two rows about one person in the right order, and a dry run stores nothing', async () => {
  const many = Array.from({ length: 250 }, (_, i) => ({
    hprNumber: String(920_000_001 + i),
    given: 'Mange',
    family: 'Prøve',
  }));
  const dry = await bring('personnel', many, { dryRun: true });
  expect(dry).toMatchObject({ rows: 250, changed: 250 });
  expect(
    await store.search('Practitioner', [
      ['given', 'Mange'],
      ['_summary', 'count'],
    ]),
  ).toHaveLength(0);
  transactions = 0;
  const lines: number[] = [];
  await bring('personnel', [...many, { hprNumber: '920000250', given: 'Nytt', family: 'Navn' }], {
    onStored: (line) => void lines.push(line),
  });
  expect(transactions).toBe(4);
  expect(lines).toEqual([100, 200, 250, 251]);
  expect(await find('Practitioner', 'urn:oid:2.16.578.1.12.4.1.4.4|920000250')).toMatchObject({
    name: [{ given: ['Nytt'] }],
  });
});
