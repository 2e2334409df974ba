import { beforeAll, expect, test, vi } from 'vitest';
import { categoryOf, labelsOf } from '../../../server/src/access/categories.ts';
import { decide } from '../../../server/src/access/decide.ts';
import type { Purpose, StaffFacts } from '../../../server/src/access/facts.ts';
import { factsOfRows } from '../../../server/src/access/facts-of-rows.ts';
import { resourceFactsOf } from '../../../server/src/access/label.ts';
import { labels } from '../../../server/src/access/labels.ts';
import { isShown, judge } from '../../../server/src/access/scope.ts';
import { identityOf } from '../../../server/src/access/sources/patient.ts';
import type { JsonObject, Resource } from '../../../server/src/fhir/resource.ts';
import { systems } from './fhir.ts';
import { municipalityNow } from './municipality.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

/** What access makes of the municipality: the category of what is written in it, and who of the stories may see what. */
const now = Date.parse('2026-11-27T12:00:00+01:00');
const records = new Map<string, Resource[]>();

beforeAll(() => {
  for (const resources of municipalityNow({ citizens: 300, seed: 3, asOf: '2026-11-27' })) {
    if (resources[0]!.resourceType === 'Patient') records.set(resources[0]!.id!, resources);
  }
});

const category = (resource: Resource) => categoryOf(labels.label(resource, 1n));
const of = (patient: string, type: string, like = ''): Resource[] =>
  records.get(patient)!.filter((one) => one.resourceType === type && JSON.stringify(one).includes(like));
const facts = (patient: string, asking: Omit<Parameters<typeof factsOfRows>[1], 'now' | 'interaction'>) =>
  factsOfRows(
    records.get(patient)!.flatMap((one) => labels.factsOf(one, 1n)),
    { now, interaction: 'read', ...asking },
  );

const staff = (
  person: string,
  unit: string,
  role: string,
  category: string,
  more: Partial<StaffFacts> = {},
): StaffFacts => ({
  kind: 'staff',
  person,
  practitionerRole: `${person}-${unit}`,
  role,
  hpr: { category, status: 'active' },
  org: 'fjordvik-kommune',
  unit,
  alsoUnits: [],
  isEmployed: true,
  loa: 4,
  ...more,
});
const hanne = staff('hanne-hjem', 'hjemmetjenesten-sone-3', 'sykepleier', 'SP', { partOf: ['hjemmetjenesten'] });
const ada = staff('ada-solli', 'solli-legekontor', 'lege', 'LE', { org: 'solli-legekontor' });
const vera = staff('vera-vakt', 'havoy-legevakt', 'lege', 'LE', { org: 'havoy-legevakt' });

/** Whether the person sees a resource of the record. */
function sees(actor: StaffFacts, patient: string, resource: Resource, purpose: Purpose = 'TREAT'): string {
  const decision = decide(facts(patient, { actor, purpose }));
  if ('deny' in decision) return decision.deny;
  const judged = judge(decision.permit, resourceFactsOf(resource, { access: labels.label(resource, 1n) })!);
  return isShown(judged) ? 'seen' : judged.reason;
}

test('notes, laboratory, medicines, vaccines, warnings, letters and decisions have their categories', () => {
  const kari = (type: string, like?: string) => [...new Set(of('kari-testdal', type, like).map(category))];
  expect(kari('Patient')).toEqual(['demographics']);
  expect(kari('Flag')).toEqual(['critical-info']);
  expect(kari('AllergyIntolerance')).toEqual(['critical-info']);
  expect(kari('MedicationRequest')).toEqual(['medication']);
  expect(kari('List', 'Samstemt')).toEqual(['medication']);
  expect(kari('Immunization')).toEqual(['vaccination']);
  expect(kari('DiagnosticReport')).toEqual(['lab']);
  expect(kari('Composition', 'Epikrise')).toEqual(['clinical-note']);
  expect(kari('Composition', 'Vedtaksbrev')).toEqual(['vedtak']);
  expect(kari('ServiceRequest', '9169')).toEqual(['vedtak']);
  expect(kari('CarePlan')).toEqual(['care-plan']);
  expect(kari('Communication', 'Tidligvarsel')).toEqual(['care-plan']);
  expect(kari('Consent', 'Sperring')).toEqual(['log']);
  expect(kari('Consent', 'Fullmakt')).toEqual(['demographics']);
  expect(of('tor-provesen', 'Composition', 'nordas-dps').map(category)).toEqual(Array(3).fill('psych-note'));
  expect(new Set(of('tor-provesen', 'Encounter', 'nordas-dps').map(category))).toEqual(new Set(['psych-note']));
  const youth = of('ine-ungdal', 'Composition', 'fjordvik-helsestasjon-for-ungdom');
  expect(youth.map(category)).toEqual(['youth-clinic', 'youth-clinic']);
  expect(labelsOf(labels.label(youth[0]!, 1n))).toEqual(['withheld-from-parents']);
});

test('every resource in a record has a category', () => {
  const without = [...records.values()].flat().filter((one) => labels.label(one, 1n) === 0);
  expect(without).toEqual([]);
});

test("Kari's zone and her GP have ground; legevakt, by the time the fall is past, for those who were there", () => {
  const note = of('kari-testdal', 'Composition', 'hjemmetjenesten-sone-3')[0]!;
  expect(decide(facts('kari-testdal', { actor: hanne, purpose: 'TREAT' }))).toMatchObject({
    reason: 'relation:vedtak',
  });
  expect(decide(facts('kari-testdal', { actor: ada, purpose: 'TREAT' }))).toMatchObject({
    reason: 'relation:fastlege',
  });
  expect(decide(facts('kari-testdal', { actor: vera, purpose: 'TREAT' }))).toMatchObject({
    reason: 'relation:encounter-grace',
  });
  expect(sees(hanne, 'kari-testdal', note)).toBe('seen');
  const frida = staff('frida-fri', 'nordas-sengepost-2', 'sykepleier', 'SP', { org: 'nordas-hf' });
  expect(sees(frida, 'kari-testdal', note)).toBe('no-basis');
  const sara = staff('sara-saksen', 'tildelingskontoret', 'saksbehandler', '');
  const letter = of('kari-testdal', 'ServiceRequest', 'Avlastning for Liv')[0]!;
  expect(sees(sara, 'kari-testdal', letter, 'COC')).toBe('seen');
  expect(sees(sara, 'kari-testdal', note, 'COC')).toBe('role-category');
});

test('what Kari keeps for Solli alone, Solli sees, and home care does not', () => {
  const data = of('kari-testdal', 'Consent', 'Sperring').map(({ provision }) => (provision as JsonObject).data);
  const { reference } = ((data[0] as JsonObject[])[0]!.reference ?? {}) as JsonObject;
  const kept = records.get('kari-testdal')!.find((one) => `${one.resourceType}/${one.id}` === reference)!;
  expect([sees(ada, 'kari-testdal', kept), sees(hanne, 'kari-testdal', kept)]).toEqual(['seen', 'blocked-document']);
});

test('Tor keeps psychiatry from home care, and everything from one colleague of his GP', () => {
  const [note] = of('tor-provesen', 'Composition', 'nordas-dps');
  expect(sees(ada, 'tor-provesen', note!)).toBe('seen');
  expect(sees(hanne, 'tor-provesen', note!)).toMatch(/role-category|blocked-org/);
  const whole = of('tor-provesen', 'Consent', 'kollega')[0]!.provision as JsonObject;
  const named = JSON.stringify(whole).match(/Practitioner\/([\w-]+)/)![1]!;
  const colleague = staff(named, 'solli-legekontor', 'lege', 'LE', { org: 'solli-legekontor' });
  expect(sees(colleague, 'tor-provesen', note!)).toBe('blocked-person');
});

test('parents see a child of eleven and not what Ine told the youth clinic; Liv acts for Kari, Odd does not', () => {
  const asked = (citizen: string, patient: string, purpose: Purpose) => {
    const number = (records.get(citizen)![0]!.identifier as JsonObject[])[0]!.value as string;
    const decision = decide(
      facts(patient, {
        actor: { kind: 'citizen', person: citizen, loa: 4, address: 'none' },
        identities: [identityOf(systems.nationalNumber, number)],
        purpose,
      }),
    );
    return 'deny' in decision ? decision.deny : decision.reason;
  };
  expect(asked('marte-lie', 'jonas-lie-eksempel', 'FAMRQT')).toBe('parent');
  expect(asked('silje-ungdal', 'ine-ungdal', 'FAMRQT')).toBe('released-to-parents');
  expect(asked('liv-testdal', 'kari-testdal', 'PWATRNY')).toBe('mandate');
  expect(asked('odd-testdal', 'kari-testdal', 'PWATRNY')).toBe('no-basis');
  expect(asked('kari-testdal', 'kari-testdal', 'PATRQT')).toBe('self');
});

test('where Egil lives is kept from those who treat him', () => {
  const actor = staff('x', 'solli-legekontor', 'lege', 'LE', { org: 'solli-legekontor' });
  const practice = (records.get('egil-fortrolig')![0]!.generalPractitioner as JsonObject[]).at(-1)!.reference as string;
  const unit = practice.replace('Organization/', '');
  const decision = decide(facts('egil-fortrolig', { actor: { ...actor, unit, org: unit }, purpose: 'TREAT' }));
  if ('deny' in decision) throw new Error(decision.deny);
  const [patient] = records.get('egil-fortrolig')!;
  expect(judge(decision.permit, resourceFactsOf(patient!, { access: labels.label(patient!, 1n) })!)).toMatchObject({
    reason: 'address-protected',
  });
});
