import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Json, JsonObject, Resource } from '../../../server/src/fhir/resource.ts';
import { municipalityNow } from './municipality.ts';
import { places } from './places.ts';

/** They work the processor, and other tests run beside them. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

/** The day of the pictures in the design. */
const FRIDAY = '2026-11-27';
const STORIES = [
  ['kari-testdal', 'Kari Testdal', 84],
  ['liv-testdal', 'Liv Testdal', 56],
  ['odd-testdal', 'Odd Testdal', 52],
  ['per-frivold', 'Per Frivold', 67],
  ['amira-nordby', 'Amira Nordby', 29],
  ['jonas-lie-eksempel', 'Jonas Lie-Eksempel', 11],
  ['tor-provesen', 'Tor Prøvesen', 34],
  ['solveig-tenkt', 'Solveig Tenkt', 71],
  ['berit-flytting', 'Berit Flytting', 79],
  ['mohammed-tallaksen', 'Mohammed Tallaksen', 45],
  ['ine-ungdal', 'Ine Ungdal', 15],
  ['egil-fortrolig', 'Egil Fortrolig', 41],
  ['marte-lie', 'Marte Lie', 38],
  ['eirik-eksempel', 'Eirik Eksempel', 41],
  ['silje-ungdal', 'Silje Ungdal', 44],
  ['vegard-ungdal', 'Vegard Ungdal', 46],
] as const;

type Records = Map<string, Resource[]>;

function recordsOf(citizens: number, seed: number, asOf: string): { shared: Resource[]; records: Records } {
  const shared: Resource[] = [];
  const records: Records = new Map();
  for (const resources of municipalityNow({ citizens, seed, asOf })) {
    const [first] = resources;
    if (first!.resourceType === 'Patient') records.set(first!.id!, resources);
    else shared.push(...resources);
  }
  return { shared, records };
}

const textOf = (concept: Json | undefined): string =>
  ((concept as JsonObject | undefined)?.text as string | undefined) ??
  (concept as { coding?: { display?: string }[] })?.coding?.[0]?.display ??
  '';
const list = (value: Json | undefined): JsonObject[] => (value ?? []) as JsonObject[];

describe.each([
  [100, 1],
  [1000, 77],
])('with %i citizens', (citizens, seed) => {
  const { shared, records } = recordsOf(citizens, seed, FRIDAY);

  test('all citizens of the stories are there, as old as the stories say, alike whatever the seed', () => {
    for (const [id, name, age] of STORIES) {
      const [patient] = records.get(id) ?? [];
      const { given, family } = list(patient?.name)[0] as { given: string[]; family: string };
      expect(`${given.join(' ')} ${family}`).toBe(name);
      expect(Math.floor((Date.parse(FRIDAY) - Date.parse(patient!.birthDate as string)) / 31_557_600_000), id).toBe(
        age,
      );
    }
  });

  test('all places of the stories are there', () => {
    const ids = new Set(shared.filter(({ resourceType }) => resourceType === 'Organization').map(({ id }) => id));
    for (const { id } of places) expect(ids).toContain(id);
  });
});

test('a story is told alike whatever seed and size', () => {
  const first = recordsOf(100, 1, FRIDAY).records;
  const other = recordsOf(500, 9, FRIDAY).records;
  // Names of those who are not in the stories follow the seed; what Kari's record says of her does not.
  expect(other.get('kari-testdal')!.length).toBe(first.get('kari-testdal')!.length);
  expect(other.get('kari-testdal')![0]).toEqual(first.get('kari-testdal')![0]);
});

describe("Kari's record on the Friday of the pictures", () => {
  let record: Resource[];
  beforeAll(() => {
    record = recordsOf(100, 1, FRIDAY).records.get('kari-testdal')!;
  });
  const of = (type: string): Resource[] => record.filter(({ resourceType }) => resourceType === type);

  test('who she is, and who speaks for her', () => {
    const [patient] = of('Patient');
    expect(patient).toMatchObject({
      birthDate: '1942-03-14',
      gender: 'female',
      identifier: [{ value: '14834212081' }],
    });
    const related = of('RelatedPerson').map(({ name, relationship, telecom }) => [
      list(name)[0]!.given,
      list(relationship).map(textOf),
      list(telecom)[0]!.value,
    ]);
    expect(related[0]).toEqual([['Liv'], ['Datter', '', 'Fullmakt', 'healthcare power of attorney'], '+4741200056']);
    expect(related[1]![0]).toEqual(['Odd']);
    expect(related[1]![1]).not.toContain('Fullmakt');
  });

  test('problems are those of the picture', () => {
    const problems = of('Condition')
      .filter(({ category }) => (list(category)[0]!.coding as JsonObject[])[0]!.code === 'problem-list-item')
      .map(({ code }) => [((code as JsonObject).coding as JsonObject[])[0]!.code, textOf(code)]);
    expect(problems).toEqual(
      expect.arrayContaining([
        ['K77', 'Hjertesvikt, EF 35 %'],
        ['P70', 'Demens, mild til moderat'],
        ['L72', 'Brudd i håndledd, høyre'],
        ['K86', 'Høyt blodtrykk'],
        ['U99', 'Nyresvikt, stadium 3b'],
        ['A29', 'Fall, gjentatte'],
      ]),
    );
    expect(problems).toHaveLength(6);
  });

  test('nine medicines before the fall, eight now, zopiclone stopped and furosemide halved', () => {
    const orders = of('MedicationRequest').map((order) => [
      textOf(order.medicationCodeableConcept),
      order.status,
      list(order.dosageInstruction)[0]!.text,
    ]);
    expect(orders.filter(([, status]) => status === 'active').map(([name, , dosage]) => [name, dosage])).toEqual([
      ['Furosemid 20 mg', '1 tablett kl. 08'],
      ['Bisoprolol 5 mg', '1 tablett kl. 08'],
      ['Ramipril 5 mg', '1 tablett kl. 20'],
      ['Spironolakton 25 mg', '1 tablett kl. 08'],
      ['Acetylsalisylsyre 75 mg', '1 tablett kl. 08'],
      ['Atorvastatin 20 mg', '1 tablett kl. 20'],
      ['Donepezil 5 mg', '1 tablett kl. 20'],
      ['Paracetamol 1 g', '1 tablett ved behov, maks 3 ganger per døgn'],
    ]);
    const stopped = orders.filter(([, status]) => status === 'stopped').map(([name]) => name);
    expect(stopped).toEqual(['Furosemid 20 mg', 'Furosemid 40 mg', 'Zopiklon 7,5 mg', 'Paracetamol 500 mg']);
  });

  test('what must not be overlooked: anaphylaxis, treatment limits with author and review, capacity, falls', () => {
    expect(of('AllergyIntolerance')).toHaveLength(1);
    expect(of('AllergyIntolerance')[0]).toMatchObject({
      criticality: 'high',
      onsetDateTime: '1998',
      code: { text: 'Penicillin' },
    });
    const flags = of('Flag').map((flag) => [textOf(flag.code), flag.period, (flag.author as JsonObject).display]);
    expect(flags).toEqual([
      ['Full behandling ved livstruende tilstand', { start: '2026-11-12', end: '2027-05-12' }, 'Ada Solli'],
      ['Hjertesvikt, EF 35 %', { start: '2025-10-23' }, 'Ada Solli'],
      ['Fallrisiko', { start: '2026-01-01' }, 'Hanne Hjem'],
      ['Demens: samtykkekompetanse vurdert 24.11.26', { start: '2026-11-24' }, 'Nina Nordås'],
    ]);
    const talkedWith = list(of('Flag')[0]!.extension).map(
      ({ valueReference }) => (valueReference as JsonObject).display,
    );
    expect(talkedWith).toEqual(['Kari Testdal', 'Liv Testdal']);
  });

  test('the newest values are those of the picture, and outside the limits where it says so', () => {
    const newest = new Map<string, Resource>();
    for (const observation of of('Observation')) {
      const name = textOf(observation.code);
      const before = newest.get(name);
      if (before === undefined || (before.effectiveDateTime as string) < (observation.effectiveDateTime as string))
        newest.set(name, observation);
    }
    const shown = (name: string): unknown[] => {
      const one = newest.get(name)!;
      const value = one.valueQuantity as JsonObject;
      return [
        value.value,
        (list(one.interpretation)[0]?.coding as JsonObject[] | undefined)?.[0]?.code,
        (one.effectiveDateTime as string).slice(0, 10),
      ];
    };
    expect(shown('Kreatinin')).toEqual([108, 'H', '2026-11-25']);
    expect(shown('eGFR')).toEqual([44, 'L', '2026-11-25']);
    expect(shown('Kalium')).toEqual([4.8, 'H', '2026-11-25']);
    expect(shown('Natrium')).toEqual([138, 'N', '2026-11-25']);
    expect(shown('Hemoglobin')).toEqual([11.9, 'N', '2026-11-25']);
    expect(shown('NT-proBNP')).toEqual([3100, 'H', '2026-11-24']);
    expect(shown('Vekt')).toEqual([61.2, undefined, '2026-11-27']);
    expect(
      list(newest.get('Blodtrykk')!.component).map(({ valueQuantity }) => (valueQuantity as JsonObject).value),
    ).toEqual([118, 68]);
  });

  test('her own words, the plan, services by decision, and what lies ahead', () => {
    expect(of('Goal')[0]).toMatchObject({
      description: { text: 'Jeg vil bo hjemme med katten og rekke koret på torsdager.' },
      expressedBy: { reference: 'Patient/kari-testdal' },
    });
    expect(of('CarePlan')[0]).toMatchObject({ title: 'Individuell plan', author: { display: 'Kaia Koord' } });
    const services = of('EpisodeOfCare').map(({ type, status }) => [textOf(list(type)[0]), status]);
    expect(services).toEqual([
      ['Hjemmesykepleie sone 3', 'finished'],
      ['Hjemmesykepleie sone 3', 'active'],
      ['Trygghetsalarm og fallsensor', 'active'],
      ['Medisindispenser', 'active'],
      ['Korttidsopphold Granli', 'active'],
    ]);
    expect(of('Device')).toHaveLength(3);
    const ahead = of('Appointment').map(({ start, description }) => `${(start as string).slice(0, 16)} ${description}`);
    expect(ahead).toContain('2026-12-02T08:30 Blodprøve, hjemme');
    expect(ahead).toContain('2026-12-03T13:00 Besøk av frivillig, koret');
    expect(ahead).toContain('2026-12-08T11:00 Kystkardiologi, trenger følge');
  });

  test('her dispenser was filled today with what she takes at set times, and told of doses that nobody has confirmed', () => {
    const device = of('Device').find(({ serialNumber }) => serialNumber === 'MD-00931')!;
    const loads = of('MedicationDispense').filter(({ status }) => status === 'in-progress');
    const active = of('MedicationRequest').filter(({ status }) => status === 'active');
    expect(loads.map(({ medicationCodeableConcept }) => textOf(medicationCodeableConcept))).toEqual([
      'Furosemid 20 mg',
      'Bisoprolol 5 mg',
      'Ramipril 5 mg',
      'Spironolakton 25 mg',
      'Acetylsalisylsyre 75 mg',
      'Atorvastatin 20 mg',
      'Donepezil 5 mg',
    ]);
    for (const load of loads) {
      expect(list(load.extension)[0]!.valueReference).toMatchObject({ reference: `Device/${device.id}` });
      const { reference } = list(load.authorizingPrescription)[0]!;
      expect(active.some(({ id }) => reference === `MedicationRequest/${id}`)).toBe(true);
      expect(load.whenPrepared).toContain(FRIDAY);
    }
    const told = of('MedicationAdministration').filter(
      ({ device: by }) => list(by)[0]?.reference === `Device/${device.id}`,
    );
    expect(told.map(({ status, medicationCodeableConcept }) => [textOf(medicationCodeableConcept), status])).toEqual([
      ['Atorvastatin 20 mg', 'completed'],
      ['Donepezil 5 mg', 'completed'],
      ['Spironolakton 25 mg', 'not-done'],
      ['Acetylsalisylsyre 75 mg', 'not-done'],
    ]);
    for (const { meta } of told) expect(meta!.tag!.map(({ code }) => code)).toContain('unverified');
  });

  test('the discharge letter has its blocks, and the note she keeps is named by a Consent', () => {
    const letter = of('Composition').find(({ title }) => title === 'Epikrise, medisinsk avdeling')!;
    expect(list(letter.section).map(({ title }) => title)).toEqual([
      'Kort fortalt',
      'Legemidler 9 → 8',
      'Funksjon',
      'Videre',
      'Diagnoser',
    ]);
    const consent = of('Consent').find(({ scope }) => textOf(scope) === 'Privacy Consent')!;
    const kept = (list((consent.provision as JsonObject).data)[0]!.reference as JsonObject).reference as string;
    expect(of('Composition').some(({ id }) => `Composition/${id}` === kept)).toBe(true);
  });
});

test("Egil's address is stored and marked as strictly protected: keeping it from readers is the gate's work", () => {
  const [patient] = recordsOf(100, 1, FRIDAY).records.get('egil-fortrolig')!;
  expect(patient!.extension).toEqual([
    { url: 'https://enjournal.no/fhir/StructureDefinition/address-protection', valueCode: 'strengt-fortrolig' },
  ]);
  expect(list(patient!.address)[0]).toMatchObject({ line: ['Ytre Havn 3'] });
  expect(patient!.meta!.security).toEqual([expect.objectContaining({ code: 'V' })]);
});

test('on a weekend and on a leap day the stories still hold', () => {
  for (const day of ['2027-02-28', '2028-02-29', '2028-02-10']) {
    const [patient] = recordsOf(100, 1, day).records.get('jonas-lie-eksempel')!;
    expect(Math.floor((Date.parse(day) - Date.parse(patient!.birthDate as string)) / 31_557_600_000)).toBe(11);
  }
});

test('nobody gets a penicillin who must not have it, nor two medicines of a kind that go together badly', () => {
  const wrong: string[] = [];
  for (const [id, record] of recordsOf(700, 5, FRIDAY).records) {
    const atcOf = (concept: Json | undefined): string =>
      ((concept as JsonObject).coding as JsonObject[])[0]!.code as string;
    const orders = record.filter(({ resourceType }) => resourceType === 'MedicationRequest');
    const allergic = record.some(
      ({ resourceType, code }) => resourceType === 'AllergyIntolerance' && textOf(code) === 'Penicillin',
    );
    if (allergic && orders.some((order) => atcOf(order.medicationCodeableConcept).startsWith('J01C')))
      wrong.push(`${id} penicillin`);
    const active = orders
      .filter(({ status }) => status === 'active')
      .map((order) => atcOf(order.medicationCodeableConcept));
    for (const group of ['B01A', 'C07', 'C09', 'C10AA']) {
      if (active.filter((atc) => atc.startsWith(group)).length > 1) wrong.push(`${id} ${group}`);
    }
  }
  expect(wrong).toEqual([]);
});
