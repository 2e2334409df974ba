import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SearchOptions } from './index.ts';
import { Store } from './test/store.ts';

let store: Store;

beforeAll(async () => {
  store = await Store.open();
  await store.put(
    {
      resourceType: 'Patient',
      id: 'kari',
      name: [{ family: 'Hansen', given: ['Kari Anne'] }],
      gender: 'female',
      birthDate: '1970-05-01',
      identifier: [{ system: 'urn:nin', value: '01057012345' }],
    },
    {
      resourceType: 'Patient',
      id: 'ola',
      name: [{ family: 'Østby', given: ['Ola'] }],
      gender: 'male',
      birthDate: '1980',
    },
    { resourceType: 'Practitioner', id: 'doc', name: [{ family: 'Lege', given: ['Anne'] }] },
    {
      resourceType: 'Encounter',
      id: 'e1',
      status: 'finished',
      class: { code: 'AMB' },
      subject: { reference: 'Patient/kari' },
      period: { start: '2026-01-01T10:00:00Z', end: '2026-01-01T11:00:00Z' },
    },
    {
      resourceType: 'Observation',
      id: 'o1',
      status: 'final',
      code: { coding: [{ system: 'http://loinc.org', code: '8867-4', display: 'Heart rate' }] },
      subject: { reference: 'Patient/kari' },
      encounter: { reference: 'Encounter/e1' },
      effectiveDateTime: '2026-01-01T10:30:00Z',
      valueQuantity: { value: 72, unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' },
      performer: [{ reference: 'Practitioner/doc' }],
    },
    {
      resourceType: 'Observation',
      id: 'o2',
      status: 'final',
      code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }] },
      subject: { reference: 'Patient/kari' },
      effectiveDateTime: '2026-02-01',
      valueQuantity: { value: 70, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
    },
    {
      resourceType: 'Observation',
      id: 'o3',
      status: 'amended',
      code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] },
      subject: { reference: 'Patient/ola' },
      effectiveDateTime: '2025-02-01',
    },
    {
      resourceType: 'Task',
      id: 't1',
      status: 'requested',
      intent: 'order',
      for: { reference: 'Patient/kari' },
      owner: { reference: 'Practitioner/doc' },
      authoredOn: '2026-03-01',
    },
    {
      resourceType: 'Task',
      id: 't2',
      status: 'completed',
      intent: 'order',
      for: { reference: 'Patient/ola' },
      owner: { reference: 'Practitioner/doc' },
      authoredOn: '2026-02-01',
    },
    {
      resourceType: 'Task',
      id: 't3',
      status: 'requested',
      intent: 'order',
      for: { reference: 'Patient/ola' },
      owner: { reference: 'Practitioner/doc' },
    },
  );
});

afterAll(() => store.close());

test.each([
  ['Observation?patient=kari', ['o1', 'o2']],
  ['Observation?patient=kari&code=http://loinc.org|8867-4', ['o1']],
  ['Observation?code=8867-4', ['o1', 'o3']],
  ['Observation?subject=kari', ['o1', 'o2']],
  ['Observation?status:not=final', ['o3']],
  ['Observation?patient=kari,ola', ['o1', 'o2', 'o3']],
  ['Observation?encounter=e1', ['o1']],
  ['Observation?encounter=Encounter/e1', ['o1']],
  ['Observation?date=ge2026-01-15', ['o2']],
  ['Observation?date=2026-01', ['o1']],
  ['Observation?value-quantity=gt71', ['o1']],
  ['Observation?value-quantity=70000|http://unitsofmeasure.org|g', ['o2']],
  ['Observation?value-quantity=70||kg', ['o2']],
  ['Observation?patient.name=hansen', ['o1', 'o2']],
  ['Observation?patient.identifier=urn:nin|01057012345', ['o1', 'o2']],
  ['Observation?encounter.class=AMB', ['o1']],
  ['Observation?patient=kari&encounter.class=AMB', ['o1']],
  ['Observation?performer:Practitioner.name=lege', ['o1']],
  ['Observation?_id=o1,o3,zz', ['o1', 'o3']],
  ['Observation?value-quantity:missing=true', ['o3']],
  ['Observation?code:text=heart', ['o1']],
  ['Observation?combo-code=29463-7', ['o2']],
  ['Observation?code-value-quantity=29463-7$lt71', ['o2']],
  ['Observation?_content=heart rate', ['o1']],
  ['Observation?_lastUpdated=gt2020', ['o1', 'o2', 'o3']],
  ['Observation', ['o1', 'o2', 'o3']],
  ['Patient?name=han', ['kari']],
  ['Patient?name=hansen kari', ['kari']],
  ['Patient?family=ost', ['ola']],
  ['Patient?name=ostby,hansen', ['kari', 'ola']],
  ['Patient?given:exact=Ola', ['ola']],
  ['Patient?name:contains=anse', ['kari']],
  ['Patient?identifier=urn:nin|01057012345', ['kari']],
  ['Patient?birthdate=lt1975', ['kari']],
  ['Patient?_has:Observation:patient:code=29463-7', ['kari']],
  ['Patient?gender=http://hl7.org/fhir/administrative-gender|male', ['ola']],
  ['Encounter?_has:Observation:encounter:code=8867-4', ['e1']],
  ['Encounter?date=2026-01-01', ['e1']],
  ['Practitioner?_has:Observation:performer:code=8867-4', ['doc']],
  ['Practitioner?_has:Task:owner:status=requested', ['doc']],
  ['Practitioner?name=ann', ['doc']],
  ['Task?owner=Practitioner/doc', ['t1', 't2', 't3']],
  ['Task?owner=Practitioner/doc&status=requested', ['t1', 't3']],
  ['Patient/kari/Observation?code=8867-4', ['o1']],
  ['Encounter/e1/Observation', ['o1']],
])('%s finds %j', async (url, expected) => {
  expect(await store.found(url)).toEqual(expected);
  const count = await store.search(`${url}${url.includes('?') ? '&' : '?'}_summary=count`);
  expect(count.total).toBe(expected.length);
});

test.each([
  ['Task?owner=Practitioner/doc&_sort=authored-on', ['t2', 't1', 't3']],
  ['Task?owner=Practitioner/doc&_sort=-authored-on', ['t1', 't2', 't3']],
  ['Task?patient=ola&_sort=authored-on', ['t2', 't3']],
  ['Observation?patient=kari&_sort=-date', ['o2', 'o1']],
  ['Observation?patient=kari&_sort=date', ['o1', 'o2']],
  ['Observation?_sort=value-quantity', ['o2', 'o1', 'o3']],
  ['Observation?_sort=-status,code', ['o2', 'o1', 'o3']],
  ['Observation', ['o3', 'o2', 'o1']],
  ['Patient?_sort=-family', ['ola', 'kari']],
  ['Patient?_sort=_lastUpdated', ['kari', 'ola']],
  ['Patient/kari/*?_sort=-date', ['Task/t1', 'Observation/o2', 'Observation/o1', 'Encounter/e1', 'Patient/kari']],
  ['Patient/kari/*?_type=Observation,Encounter&date=ge2026-01-15', ['Observation/o2']],
  ['?_type=Encounter,Patient', ['Encounter/e1', 'Patient/ola', 'Patient/kari']],
])('%s gives %j in order, on pages of any size', async (url, expected) => {
  expect(await store.ids(url)).toEqual(expected);
  for (const size of [1, 2]) {
    const paged: string[] = [];
    let position: SearchOptions['position'];
    do {
      const page = await store.search(
        `${url}${url.includes('?') ? '&' : '?'}_count=${size}`,
        position ? { position } : {},
      );
      paged.push(...page.matches.map(({ type, id }) => (expected[0]!.includes('/') ? `${type}/${id}` : id)));
      position = page.next;
    } while (position !== undefined);
    expect(paged).toEqual(expected);
  }
});
