import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Json, JsonObject, Resource } from '../../../server/src/fhir/resource.ts';
import { systems } from './fhir.ts';
import { municipalityNow } from './municipality.ts';
import { demoPersons } from './people.ts';
import { demoCitizens } from './stories/index.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

/** What the municipality gives the access decision to go by: who works where as what, and who has to do with whom. */
const TODAY = '2026-11-27';
const shared = new Map<string, Resource>();
const records = new Map<string, Resource[]>();

beforeAll(() => {
  for (const resources of municipalityNow({ citizens: 1500, seed: 3, asOf: TODAY })) {
    if (resources[0]!.resourceType === 'Patient') records.set(resources[0]!.id!, resources);
    else for (const one of resources) shared.set(`${one.resourceType}/${one.id}`, one);
  }
});

const list = (value: Json | undefined): JsonObject[] => (value ?? []) as JsonObject[];
const codesIn = (concepts: Json | undefined, system: string): string[] =>
  list(concepts).flatMap(({ coding }) =>
    list(coding)
      .filter((one) => one.system === system)
      .map(({ code }) => code as string),
  );
const of = (patient: string, type: string): Resource[] =>
  records.get(patient)!.filter(({ resourceType }) => resourceType === type);
const referenceOf = (value: Json | undefined): string => (value as JsonObject).reference as string;
const numberOf = ({ identifier }: Resource): string | undefined =>
  list(identifier).find(({ system }) => system === systems.nationalNumber)?.value as string | undefined;
const extensionOf = (resource: JsonObject, name: string): JsonObject[] =>
  list(resource.extension).filter(({ url }) => url === `https://enjournal.no/fhir/StructureDefinition/${name}`);

describe('who works where', () => {
  test('everyone with a demo login stands as Practitioner with a national number, and as a role for each job', () => {
    for (const person of demoPersons) {
      const practitioner = shared.get(`Practitioner/${person.practitioner}`)!;
      expect(numberOf(practitioner)).toBe(person.nationalNumber);
      for (const job of person.jobs) {
        const role = shared.get(`PractitionerRole/${job.practitionerRole}`)!;
        expect(referenceOf(role.organization)).toBe(`Organization/${job.organization}`);
        expect(codesIn(role.code, systems.accessRole)).toEqual(job.accessRole === undefined ? [] : [job.accessRole]);
        expect((role.period as JsonObject).end === undefined).toBe(role.active);
      }
    }
  });

  test('those who are never users of a record have no access role; all other staff have one', () => {
    const without = [...shared.values()].filter(
      (one) => one.resourceType === 'PractitionerRole' && codesIn(one.code, systems.accessRole).length === 0,
    );
    expect(without.map(({ practitioner }) => (practitioner as JsonObject).display).sort()).toEqual([
      'Norunn Nav',
      'Tuva Lærer',
    ]);
  });

  test('Gunnar Granli works at the out-of-hours clinic too, and Hanne Hjem no longer in zone 1', () => {
    expect(shared.get('PractitionerRole/gunnar-granli-havoy-legevakt')).toMatchObject({ active: true });
    expect(shared.get('PractitionerRole/hanne-hjem-hjemmetjenesten-sone-1')).toMatchObject({
      active: false,
      period: { end: '2020-12-31' },
    });
  });

  test('the night patrol serves every zone, and the nursing home its wards', () => {
    const served = (id: string): string[] =>
      extensionOf(shared.get(`Organization/${id}`)!, 'serves-unit').map((one) => referenceOf(one.valueReference));
    const zones = [...shared.keys()].filter((key) => key.startsWith('Organization/hjemmetjenesten-sone-'));
    expect(served('nattpatruljen').sort()).toEqual(zones.sort());
    expect(served('granli-sykehjem')).toContain('Organization/granli-korttid');
    for (const organisation of shared.values()) {
      for (const one of served0(organisation)) expect(shared.has(one)).toBe(true);
    }
  });

  test('all health personnel are authorised since some day, by someone, and have an HPR number', () => {
    for (const one of shared.values()) {
      if (one.resourceType !== 'Practitioner' || one.qualification === undefined) continue;
      expect(list(one.identifier).some(({ system }) => system === systems.hpr)).toBe(true);
      expect(list(one.qualification)[0]).toMatchObject({
        issuer: { display: 'Helsedirektoratet' },
        period: { start: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) },
      });
    }
  });
});

const served0 = (one: Resource): string[] =>
  extensionOf(one, 'serves-unit').map(({ valueReference }) => referenceOf(valueReference));

test('no national number is given to two people, at work or at home', () => {
  const holders = new Map<string, string>();
  const twice: string[] = [];
  const people = [...shared.values(), ...[...records.values()].map(([patient]) => patient!)];
  for (const one of people) {
    if (one.resourceType !== 'Practitioner' && one.resourceType !== 'Patient') continue;
    const number = numberOf(one)!;
    if (holders.has(number)) twice.push(`${one.id} ${holders.get(number)}`);
    holders.set(number, one.id!);
  }
  expect(twice).toEqual([]);
});

test('the citizens who can log on are those of the store, on whatever day it is told of', () => {
  for (const { id, nationalNumber, birthDate } of demoCitizens(TODAY)) {
    const [patient] = records.get(id)!;
    expect(numberOf(patient!)).toBe(nationalNumber);
    expect(patient!.birthDate).toBe(birthDate);
  }
  expect(demoCitizens('2031-02-01')).toHaveLength(demoCitizens(TODAY).length);
});

describe('parents, guardians and powers of attorney', () => {
  const responsibility = 'http://hl7.no/fhir/CodeSystem/no-basis-parental-responsibility';

  test('every child has someone with parental responsibility, known by national number', () => {
    const alone: string[] = [];
    for (const [id, record] of records) {
      if ((record[0]!.birthDate as string) <= '2008-11-27') continue;
      const holders = record.filter(
        (one) => one.resourceType === 'RelatedPerson' && codesIn(one.relationship, responsibility).length > 0,
      );
      if (holders.length === 0 || holders.some((one) => numberOf(one) === undefined)) alone.push(id);
    }
    expect(alone).toEqual([]);
  });

  test('nobody has parental responsibility for an adult, and a step-parent not for a child', () => {
    for (const [, record] of records) {
      for (const one of record) {
        if (one.resourceType !== 'RelatedPerson' || codesIn(one.relationship, responsibility).length === 0) continue;
        expect((record[0]!.birthDate as string) > '2008-11-27').toBe(true);
        expect(codesIn(one.relationship, 'urn:oid:2.16.578.1.12.4.1.1.9033')).not.toContain('SM');
        expect(codesIn(one.relationship, 'urn:oid:2.16.578.1.12.4.1.1.9033')).not.toContain('SF');
      }
    }
  });

  test("Jonas' parents live in two homes and are citizens themselves; so are Ine's", () => {
    for (const [child, ...parents] of [
      ['jonas-lie-eksempel', 'marte-lie', 'eirik-eksempel'],
      ['ine-ungdal', 'silje-ungdal', 'vegard-ungdal'],
    ] as const) {
      const numbers = of(child, 'RelatedPerson').map(numberOf);
      expect(numbers).toEqual(parents.map((id) => numberOf(records.get(id)![0]!)));
    }
    const streets = of('jonas-lie-eksempel', 'RelatedPerson').map(({ address }) => list(address)[0]!.line);
    expect(streets).toEqual([['Furuvegen 12'], ['Strandgata 51']]);
  });

  test('Liv may act for Kari within a time, Odd may not', () => {
    const mandates = of('kari-testdal', 'Consent').filter(({ category }) =>
      codesIn(category, 'urn:oid:2.16.578.1.12.4.1.1.7611').includes('FU'),
    );
    expect(mandates).toHaveLength(1);
    const provision = mandates[0]!.provision as JsonObject;
    expect(provision).toMatchObject({ type: 'permit', period: { start: '2025-03-17', end: expect.any(String) } });
    expect((list(provision.actor)[0]!.reference as JsonObject).identifier).toEqual({
      system: systems.nationalNumber,
      value: numberOf(records.get('liv-testdal')![0]!),
    });
  });

  test('some old people have a guardian; one for money matters alone gets no mandate in health matters', () => {
    const guarded = [...records.values()].flatMap((record) =>
      record.filter(
        (one) =>
          one.resourceType === 'RelatedPerson' &&
          codesIn(one.relationship, 'urn:oid:2.16.578.1.12.4.1.1.7611').includes('VE'),
      ),
    );
    const mandates = [...records.values()].flatMap((record) =>
      record.filter(
        (one) =>
          one.resourceType === 'Consent' && codesIn(one.category, 'urn:oid:2.16.578.1.12.4.1.1.7611').includes('VE'),
      ),
    );
    const means = guarded.filter(({ relationship }) => list(relationship).some(({ text }) => text !== undefined));
    expect(mandates.length).toBeGreaterThan(0);
    expect(guarded.length).toBe(mandates.length + means.length);
  });
});

describe('what is kept from whom', () => {
  const blocks = (patient: string): JsonObject[] =>
    of(patient, 'Consent')
      .filter(({ category }) => codesIn(category, systems.consentCategory).includes('sperring'))
      .map(({ provision }) => provision as JsonObject);
  const from = (provision: JsonObject): string[] =>
    list(provision.actor).map(({ reference }) => referenceOf(reference));

  test("Kari's old note is for Solli alone", () => {
    const [block] = blocks('kari-testdal');
    expect(block).toMatchObject({ type: 'deny', provision: [{ type: 'permit' }] });
    expect(from(list(block!.provision)[0]!)).toEqual(['Organization/solli-legekontor']);
    expect(block).not.toHaveProperty('actor');
  });

  test('Tor keeps psychiatry from home care, and everything from one colleague of his GP', () => {
    const [psychiatry, colleague] = blocks('tor-provesen');
    expect(list(psychiatry!.class).map(({ code }) => code)).toEqual(['psych-note']);
    expect(from(psychiatry!)).toEqual(
      expect.arrayContaining(['Organization/hjemmetjenesten-sone-3', 'Organization/nattpatruljen']),
    );
    expect(from(colleague!)).toEqual([expect.stringMatching(/^Practitioner\/solli-legekontor-gp-/)]);
    expect(referenceOf(list(colleague!.data)[0]!.reference)).toBe('Patient/tor-provesen');
  });

  test("Amira's note is kept from the health station; what Ine said at the youth clinic is marked against her parents", () => {
    expect(from(blocks('amira-nordby')[0]!)).toEqual(['Organization/fjordvik-helsestasjon']);
    const clinic = records
      .get('ine-ungdal')!
      .filter(({ meta, resourceType }) => meta!.tag![1]!.code === 'youth-clinic' && resourceType !== 'Condition');
    expect(clinic.length).toBeGreaterThan(3);
    for (const { meta } of clinic) {
      expect(meta!.security).toEqual([expect.objectContaining({ code: 'withheld-from-parents' })]);
    }
  });
});

describe('who has to do with Kari today', () => {
  const episodes = (patient: string): string[] =>
    of(patient, 'EpisodeOfCare')
      .filter(({ status }) => status === 'active')
      .map(({ managingOrganization }) => referenceOf(managingOrganization));
  const participants = (encounter: Resource): string[] =>
    list(encounter.participant).map(({ individual }) => referenceOf(individual));

  test('her GP and the practice, by list', () => {
    const gps = list(records.get('kari-testdal')![0]!.generalPractitioner);
    expect(gps.map(({ reference }) => reference)).toEqual([
      'PractitionerRole/ada-solli-solli-legekontor',
      'Organization/solli-legekontor',
    ]);
    for (const one of gps) expect(extensionOf(one, 'gp-period')[0]).toHaveProperty('valuePeriod');
  });

  test('zone 3, the response centre, and the case office with an application that is not decided', () => {
    expect(episodes('kari-testdal')).toEqual(
      expect.arrayContaining(['Organization/hjemmetjenesten-sone-3', 'Organization/responssenteret']),
    );
    const open = of('kari-testdal', 'ServiceRequest').filter(
      ({ intent, status }) => intent === 'proposal' && status === 'active',
    );
    expect(open.map(({ performer }) => referenceOf(list(performer)[0]))).toEqual(['Organization/tildelingskontoret']);
  });

  test('those who took part in the stays that are over, within two weeks; Frida did not', () => {
    const took = of('kari-testdal', 'Encounter')
      .filter(({ period }) => ((period as JsonObject).start as string) >= '2026-11-20')
      .flatMap(participants);
    for (const who of [
      'nora-natt-nattpatruljen',
      'vera-vakt-havoy-legevakt',
      'nils-triage-havoy-legevakt',
      'nina-nordas-nordas-medisin',
      'otto-nordas-nordas-sengepost-2',
      'grete-granli-granli-korttid',
      'gunnar-granli-granli-sykehjem',
    ]) {
      expect(took).toContain(`PractitionerRole/${who}`);
    }
    const whole = JSON.stringify(records.get('kari-testdal'));
    expect(whole).not.toContain('frida-fri');
    expect(of('kari-testdal', 'Encounter').every(({ status }) => status === 'finished')).toBe(true);
  });

  test('the team around her, the specialist by appointment, and the privacy officer by a case', () => {
    expect(JSON.stringify(of('kari-testdal', 'CareTeam'))).toContain('kaia-koord');
    expect(JSON.stringify(of('kari-testdal', 'CareTeam'))).toContain('fredrik-fysio');
    const specialist = of('kari-testdal', 'Appointment').find((one) => JSON.stringify(one).includes('kai-kyst'))!;
    const daysOff = (Date.parse(specialist.start as string) - Date.parse(`${TODAY}T08:00:00Z`)) / 86_400_000;
    expect(daysOff).toBeLessThan(14);
    const cases = of('kari-testdal', 'Task').filter(({ code }) =>
      code === undefined ? false : codesIn([code], systems.taskCode).includes('log-control'),
    );
    expect(cases.map(({ owner, status }) => [referenceOf(owner), status])).toEqual([
      ['PractitionerRole/petra-personvern-fjordvik-kommune', 'in-progress'],
    ]);
  });

  test('the supplier has clients until its contract ends, and not those whose service has ended', () => {
    const contract = [...shared.values()].find(({ resourceType }) => resourceType === 'OrganizationAffiliation')!;
    expect(referenceOf(contract.participatingOrganization)).toBe('Organization/trygg-omsorg');
    const until = (contract.period as JsonObject).end;
    const clients = [...records.keys()].filter((id) => episodes(id).includes('Organization/trygg-omsorg'));
    expect(clients).toContain('berit-flytting');
    expect(clients).not.toContain('solveig-tenkt');
    expect(clients.length).toBeGreaterThan(2);
    for (const id of clients) {
      for (const { period, managingOrganization } of of(id, 'EpisodeOfCare')) {
        if (referenceOf(managingOrganization) === 'Organization/trygg-omsorg')
          expect((period as JsonObject).end).toBe(until);
      }
    }
  });

  test('home care, the health station and the palliative team have to do with Tor, Amira and Solveig', () => {
    expect(episodes('tor-provesen')).toContain('Organization/hjemmetjenesten-sone-3');
    expect(episodes('amira-nordby')).toContain('Organization/fjordvik-helsestasjon');
    const accepted = of('solveig-tenkt', 'Task').filter(({ status }) => status === 'accepted');
    expect(accepted.map(({ owner }) => referenceOf(owner))).toContain('Organization/nordas-palliativt-team');
  });
});
