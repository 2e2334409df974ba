import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Scope } from '../index.ts';
import { Store } from '../test/store.ts';

/** FHIR R4, search.html, "Chained parameters", "Reverse chaining". Ids of both kinds: the client's and the server's. */
let store: Store;
let berit: string;
let own: string;

beforeAll(async () => {
  store = await Store.open();
  await store.putAll([
    { resourceType: 'Organization', id: 'senter', name: 'Legesenteret', partOf: { reference: 'Organization/kommune' } },
    { resourceType: 'Organization', id: 'kommune', name: 'Kommunen' },
    {
      resourceType: 'Practitioner',
      id: 'lege',
      name: [{ family: 'Lege' }],
      identifier: [{ system: 'urn:hpr', value: '1' }],
    },
    {
      resourceType: 'PractitionerRole',
      id: 'rolle',
      practitioner: { reference: 'Practitioner/lege' },
      organization: { reference: 'Organization/senter' },
    },
    {
      resourceType: 'Patient',
      id: 'arne',
      name: [{ family: 'Arnesen' }],
      gender: 'male',
      generalPractitioner: [{ reference: 'Practitioner/lege' }],
      managingOrganization: { reference: 'Organization/senter' },
    },
    {
      resourceType: 'Encounter',
      id: 'konsultasjon',
      status: 'finished',
      class: { code: 'AMB' },
      subject: { reference: 'Patient/arne' },
    },
    {
      resourceType: 'Condition',
      id: 'hoste',
      code: { coding: [{ code: 'R05' }] },
      subject: { reference: 'Patient/arne' },
      encounter: { reference: 'Encounter/konsultasjon' },
      asserter: { reference: 'Practitioner/lege' },
    },
    {
      resourceType: 'Group',
      id: 'gruppe',
      type: 'person',
      actual: true,
      member: [{ entity: { reference: 'Patient/arne' } }],
    },
    {
      resourceType: 'Device',
      id: 'pumpe',
      patient: { reference: 'Patient/arne' },
      type: { coding: [{ code: 'pumpe' }] },
    },
    // The house's own: in nobody's record.
    { resourceType: 'Device', id: 'vekt', type: { coding: [{ code: 'vekt' }] } },
    {
      resourceType: 'Observation',
      id: 'veid',
      status: 'final',
      code: { coding: [{ code: 'weight' }] },
      subject: { reference: 'Patient/arne' },
      device: { reference: 'Device/vekt' },
    },
    {
      resourceType: 'Observation',
      id: 'pumpet',
      status: 'final',
      code: { coding: [{ code: 'dose' }] },
      subject: { reference: 'Patient/arne' },
      device: { reference: 'Device/pumpe' },
    },
    // A measurement of the pump that the patient made lives in the patient's record, and is about a device.
    {
      resourceType: 'Observation',
      id: 'maaling',
      status: 'final',
      code: { coding: [{ code: 'flow' }] },
      subject: { reference: 'Device/pumpe' },
      performer: [{ reference: 'Patient/arne' }],
    },
  ]);
  berit = await store.create({ resourceType: 'Patient', name: [{ family: 'Beritsen' }], gender: 'female' });
  own = await store.create({
    resourceType: 'Encounter',
    status: 'finished',
    class: { code: 'HH' },
    subject: { reference: `Patient/${berit}` },
  });
  await store.putAll([
    {
      resourceType: 'Condition',
      id: 'feber',
      code: { coding: [{ code: 'A03' }] },
      subject: { reference: `Patient/${berit}` },
      encounter: { reference: `Encounter/${own}` },
    },
    // An appointment with two patients lives in the record of the first.
    {
      resourceType: 'Appointment',
      id: 'par',
      status: 'booked',
      participant: [
        { status: 'accepted', actor: { reference: 'Patient/arne' } },
        { status: 'accepted', actor: { reference: `Patient/${berit}` } },
        { status: 'accepted', actor: { reference: 'Practitioner/lege' } },
      ],
    },
    {
      resourceType: 'Provenance',
      id: 'spor',
      target: [{ reference: 'Condition/feber' }],
      recorded: '2026-01-01T00:00:00Z',
      agent: [{ who: { reference: 'Practitioner/lege' } }],
    },
  ]);
});

afterAll(() => store.close());

describe('chains', () => {
  test.each([
    ['Condition?subject.name=arnesen', ['hoste']],
    ['Condition?subject:Patient.name=arnesen', ['hoste']],
    ['Condition?patient.gender=female', ['feber']],
    ['Condition?patient.gender=female,male', ['feber', 'hoste']],
    ['Condition?encounter.class=HH', ['feber']],
    ['Condition?encounter.class=AMB', ['hoste']],
    ['Condition?encounter.patient.name=beritsen', ['feber']],
    ['Condition?patient.general-practitioner:Practitioner.name=lege', ['hoste']],
    ['Condition?patient.general-practitioner:Practitioner.identifier=urn:hpr|1', ['hoste']],
    ['Condition?patient.organization.partof.name=kommunen', ['hoste']],
    ['Condition?asserter:Practitioner.family=lege', ['hoste']],
    ['Condition?patient._id=arne', ['hoste']],
    ['Condition?patient.name=nobody', []],
    ['Condition?patient._has:Group:member:_id=gruppe', ['hoste']],
    ['Condition?patient=arne&encounter.class=AMB', ['hoste']],
    ['Condition?patient=arne&encounter.class=HH', []],
    ['Appointment?actor:Patient.name=beritsen', ['par']],
    ['Appointment?patient.name=arnesen', ['par']],
    ['Appointment?actor:Practitioner.name=lege', ['par']],
    ['Appointment?patient=arne', ['par']],
    ['Provenance?target:Condition.code=A03', ['spor']],
    ['Provenance?agent:Practitioner.identifier=1', ['spor']],
    ['Observation?subject:Device.type=pumpe', ['maaling']],
    ['Observation?subject=Device/pumpe', ['maaling']],
    ['Observation?subject=pumpe', ['maaling']],
    ['Device?patient.name=arnesen', ['pumpe']],
    ['Device?patient=arne', ['pumpe']],
    ['Device?patient:missing=true', ['vekt']],
    ['Device?_has:Observation:device:code=weight', ['vekt']],
    ['Device?patient=arne&_has:Observation:device:code=dose', ['pumpe']],
    ['Observation?device=Device/vekt', ['veid']],
    ['Observation?device=Device/vekt,Device/pumpe', ['pumpet', 'veid']],
    ['Observation?device.type=vekt', ['veid']],
    ['Observation?patient=arne&device.type=vekt', ['veid']],
    ['Observation?patient=arne&device.type=pumpe', ['pumpet']],
    ['Observation?patient=arne&device.type=vekt,pumpe', ['pumpet', 'veid']],
    ['Observation?device=Device/vekt&patient.name=arnesen', ['veid']],
  ])('%s finds %j', async (url, expected) => {
    expect(await store.found(url)).toEqual(expected);
    expect((await store.search(`${url}&_summary=count`)).total).toBe(expected.length);
  });

  test('ids that the server gave lead on too', async () => {
    expect(await store.found(`Condition?patient=${berit}`)).toEqual(['feber']);
    expect(await store.found(`Condition?encounter=${own}`)).toEqual(['feber']);
    expect(await store.found(`Condition?encounter=Encounter/${own}&patient=${berit}`)).toEqual(['feber']);
    expect(await store.found(`Appointment?patient=${berit}`)).toEqual(['par']);
    expect(await store.found(`Appointment?actor=Patient/${berit},Patient/arne`)).toEqual(['par']);
    expect(await store.found(`Condition?patient=${berit},arne`)).toEqual(['feber', 'hoste']);
  });
});

describe('reverse chains', () => {
  test.each([
    ['Patient?_has:Condition:patient:code=R05', ['arne']],
    ['Patient?_has:Condition:subject:code=R05', ['arne']],
    ['Patient?_has:Appointment:patient:status=booked', ['arne', 'BERIT']],
    ['Patient?_has:Appointment:actor:status=booked', ['arne', 'BERIT']],
    ['Patient?_has:Group:member:_id=gruppe', ['arne']],
    ['Patient?_has:Encounter:patient:_has:Condition:encounter:code=A03', ['BERIT']],
    ['Patient?name=arnesen&_has:Condition:patient:code=R05', ['arne']],
    ['Patient?name=arnesen&_has:Condition:patient:code=A03', []],
    ['Encounter?_has:Condition:encounter:code=R05', ['konsultasjon']],
    ['Encounter?patient=arne&_has:Condition:encounter:code=R05', ['konsultasjon']],
    ['Encounter?patient=arne&_has:Condition:encounter:code=A03', []],
    ['Practitioner?_has:Condition:asserter:code=R05', ['lege']],
    ['Practitioner?_has:Appointment:actor:status=booked', ['lege']],
    ['Practitioner?_has:Appointment:actor:status=cancelled', []],
    ['Practitioner?_has:PractitionerRole:practitioner:organization=Organization/senter', ['lege']],
    ['Practitioner?_has:PractitionerRole:practitioner:organization.name=legesenteret', ['lege']],
    ['Condition?_has:Provenance:target:agent=Practitioner/lege', ['feber']],
    ['Organization?_has:Patient:organization:name=arnesen', ['senter']],
    ['Organization?_has:Organization:partof:name=legesenteret', ['kommune']],
  ])('%s finds %j', async (url, expected) => {
    const wanted = expected.map((id) => (id === 'BERIT' ? berit : id)).sort();
    expect(await store.found(url)).toEqual(wanted);
    expect((await store.search(`${url}&_summary=count`)).total).toBe(expected.length);
  });
});

describe('what a reader may not see', () => {
  /** All but Arne, the Encounter of Berit, and the practitioner. */
  const scope: Scope = { sql: (alias, bind) => `${alias}.id <> ALL (${bind(`{arne,${own},lege}`)}::text[])` };

  test.each([
    ['Patient?gender=male', []],
    ['Patient?name=arnesen', []],
    ['Patient?_id=arne', []],
    ['Patient?organization=Organization/senter', []],
    ['Condition?patient.name=arnesen', []],
    ['Condition?encounter.class=HH', []],
    ['Condition?encounter.class=AMB', ['hoste']],
    ['Condition?asserter:Practitioner.name=lege', []],
    ['Encounter?_has:Condition:encounter:code=A03', []],
    ['Appointment?actor:Patient.name=beritsen', ['par']],
    ['Practitioner?_has:Appointment:actor:status=booked', []],
  ])('is not found, nor found through: %s finds %j', async (url, expected) => {
    expect(await store.found(url, { scope })).toEqual(expected);
    expect((await store.search(`${url}&_summary=count`, { scope })).total).toBe(expected.length);
  });

  test('is not included either', async () => {
    const page = await store.search(
      'Condition?_include=Condition:encounter&_include=Condition:subject&_revinclude=Provenance:target',
      { scope },
    );
    expect(page.included.map(({ type, id }) => `${type}/${id}`).sort()).toEqual(
      ['Encounter/konsultasjon', `Patient/${berit}`, 'Provenance/spor'].sort(),
    );
    const back = await store.search('Organization?_id=senter&_revinclude=Patient:organization', { scope });
    expect(back.included).toEqual([]);
  });
});
