import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Store } from '../test/store.ts';

/** FHIR R4, search.html, "Search contexts": one type, a compartment, several types. */
let store: Store;
let server: { patient: string; encounter: string; condition: string };

beforeAll(async () => {
  store = await Store.open();
  await store.putAll([
    { resourceType: 'Practitioner', id: 'doc', name: [{ family: 'Lege' }] },
    {
      resourceType: 'Patient',
      id: 'a',
      birthDate: '1960-01-01',
      generalPractitioner: [{ reference: 'Practitioner/doc' }],
    },
    {
      resourceType: 'Patient',
      id: 'b',
      birthDate: '1970-01-01',
      link: [{ other: { reference: 'Patient/a' }, type: 'seealso' }],
    },
    { resourceType: 'RelatedPerson', id: 'mother', patient: { reference: 'Patient/a' } },
    {
      resourceType: 'Encounter',
      id: 'e',
      status: 'finished',
      class: { code: 'AMB' },
      subject: { reference: 'Patient/a' },
      period: { start: '2026-03-01', end: '2026-03-05' },
    },
    {
      resourceType: 'Observation',
      id: 'o1',
      status: 'final',
      code: { coding: [{ code: 'x' }] },
      subject: { reference: 'Patient/a' },
      encounter: { reference: 'Encounter/e' },
      effectiveDateTime: '2026-03-02',
      meta: { tag: [{ code: 'gp' }] },
    },
    {
      resourceType: 'Observation',
      id: 'o2',
      status: 'final',
      code: { coding: [{ code: 'y' }] },
      subject: { reference: 'Patient/b' },
      performer: [{ reference: 'Patient/a' }],
      effectiveDateTime: '2026-03-03',
    },
    {
      resourceType: 'Observation',
      id: 'o3',
      status: 'final',
      code: { coding: [{ code: 'y' }] },
      subject: { reference: 'Patient/b' },
      performer: [{ reference: 'RelatedPerson/mother' }],
    },
    {
      resourceType: 'Condition',
      id: 'c',
      subject: { reference: 'Patient/a' },
      encounter: { reference: 'Encounter/e' },
      recordedDate: '2026-03-02',
      asserter: { reference: 'Practitioner/doc' },
    },
    {
      resourceType: 'MedicationRequest',
      id: 'm',
      status: 'active',
      intent: 'order',
      medicationCodeableConcept: { text: 'x' },
      subject: { reference: 'Patient/a' },
      authoredOn: '2026-03-04',
      dosageInstruction: [{ timing: { event: ['2030-01-01'] } }],
    },
    {
      resourceType: 'Appointment',
      id: 'ap',
      status: 'booked',
      start: '2026-04-01T08:00:00Z',
      end: '2026-04-01T08:20:00Z',
      participant: [
        { status: 'accepted', actor: { reference: 'Patient/b' } },
        { status: 'accepted', actor: { reference: 'Patient/a' } },
        { status: 'accepted', actor: { reference: 'Practitioner/doc' } },
      ],
    },
    { resourceType: 'Group', id: 'g', type: 'person', actual: true, member: [{ entity: { reference: 'Patient/a' } }] },
    {
      resourceType: 'Flag',
      id: 'f',
      status: 'active',
      code: { text: 'x' },
      subject: { reference: 'Patient/a' },
      period: { end: '2026-03-03' },
    },
    { resourceType: 'Device', id: 'pump', patient: { reference: 'Patient/a' } },
  ]);
  const patient = await store.create({ resourceType: 'Patient' });
  const subject = { reference: `Patient/${patient}` };
  const encounter = await store.create({
    resourceType: 'Encounter',
    status: 'finished',
    class: { code: 'AMB' },
    subject,
  });
  const condition = await store.create({
    resourceType: 'Condition',
    subject,
    encounter: { reference: `Encounter/${encounter}` },
  });
  server = { patient, encounter, condition };
});

afterAll(() => store.close());

describe('a compartment', () => {
  test.each([
    ['Patient/a/Observation', ['o1', 'o2']],
    ['Patient/a/Observation?code=y', ['o2']],
    ['Patient/a/Observation?code=y&_sort=-date', ['o2']],
    ['Patient/b/Observation', ['o2', 'o3']],
    ['Patient/a/Appointment', ['ap']],
    ['Patient/b/Appointment', ['ap']],
    ['Patient/a/Patient', ['a', 'b']],
    ['Patient/b/Patient', ['b']],
    ['Patient/a/Group', ['g']],
    ['Patient/a/RelatedPerson', ['mother']],
    ['Patient/none/Observation', []],
    ['Encounter/e/Observation', ['o1']],
    ['Encounter/e/Encounter', ['e']],
    ['Practitioner/doc/Appointment', ['ap']],
    ['Practitioner/doc/Condition', ['c']],
    ['Practitioner/doc/Patient', ['a']],
    ['Practitioner/doc/Practitioner', ['doc']],
    ['RelatedPerson/mother/Observation', ['o3']],
    ['Device/pump/Device', ['pump']],
    ['Patient/a/Observation?_id=o2', ['o2']],
    ['Patient/a/Observation?_id=o3', []],
  ])('%s has %j', async (url, expected) => {
    expect(await store.found(url)).toEqual(expected);
    expect((await store.search(`${url}${url.includes('?') ? '&' : '?'}_summary=count`)).total).toBe(expected.length);
  });

  test('of a resource whose id the server gave', async () => {
    expect(await store.found(`Patient/${server.patient}/Condition`)).toEqual([server.condition]);
    expect(await store.found(`Encounter/${server.encounter}/Condition`)).toEqual([server.condition]);
    expect(await store.found(`Encounter/${server.encounter}/Observation`)).toEqual([]);
    expect(await store.found(`Encounter/${server.encounter}/*`)).toEqual(
      [`Condition/${server.condition}`, `Encounter/${server.encounter}`].sort(),
    );
  });
});

describe('everything of a compartment', () => {
  test.each([
    [
      'Patient/a/*?_sort=-date',
      [
        'Appointment/ap',
        'MedicationRequest/m',
        'Observation/o2',
        'Condition/c',
        'Observation/o1',
        'Encounter/e',
        'Patient/b',
        'Patient/a',
        'Flag/f',
        'Group/g',
        'RelatedPerson/mother',
      ],
    ],
    ['Patient/a/*?_type=Observation,Encounter&_sort=-date', ['Observation/o2', 'Observation/o1', 'Encounter/e']],
    ['Patient/a/*?_type=Observation,Encounter&_sort=date', ['Encounter/e', 'Observation/o1', 'Observation/o2']],
    [
      'Patient/a/*?_type=Observation,MedicationRequest&date=ge2026-03-03&_sort=-date',
      ['MedicationRequest/m', 'Observation/o2'],
    ],
    ['Patient/a/*?_tag=gp', ['Observation/o1']],
    ['Patient/a/*?_type=Flag&date=lt2026-03-03', ['Flag/f']],
    ['Patient/a/*?_type=Group,RelatedPerson&_sort=date', ['Group/g', 'RelatedPerson/mother']],
    ['Patient/a/*?_type=Flag,Group,Encounter&date:missing=true', ['Group/g']],
    ['Encounter/e/*?_sort=-date', ['Condition/c', 'Observation/o1', 'Encounter/e']],
  ])('%s gives %j', async (url, expected) => {
    expect(await store.ids(url)).toEqual(expected);
  });

  test('of a practitioner, from the records of all', async () => {
    expect(await store.found('Practitioner/doc/*?_type=Appointment,Condition,Patient,Practitioner')).toEqual([
      'Appointment/ap',
      'Condition/c',
      'Patient/a',
      'Practitioner/doc',
    ]);
    expect(await store.found('Practitioner/doc/*?_type=Appointment,Patient')).toEqual(['Appointment/ap', 'Patient/a']);
  });
});

describe('several types', () => {
  test.each([
    ['?_type=Flag,Group', ['Flag/f', 'Group/g']],
    ['?_type=Encounter,Condition&patient=a', ['Condition/c', 'Encounter/e']],
    ['?_type=Encounter,Observation&date=ge2026-03-03&_sort=date', ['Encounter/e', 'Observation/o2']],
    ['?_type=Practitioner,Device&_id=pump,doc', ['Device/pump', 'Practitioner/doc']],
  ])('%s gives %j', async (url, expected) => {
    expect(await store.found(url)).toEqual([...expected].sort());
  });
});
