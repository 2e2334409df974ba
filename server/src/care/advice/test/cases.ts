import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject, Resource } from '../../../fhir/resource.ts';
import { contentResources } from '../../../terminology/index.ts';
import { systems } from '../fact.ts';
import { type Knowledge, knowledgeOf, knowledgeTypes } from '../knowledge.ts';
import type { Hook } from '../rule.ts';

/** A case of a rule, as `content/examples/advice/README.md` tells how to write it. */
export type Case = {
  name: string;
  hook: Hook;
  age?: number;
  sex?: string;
  record: readonly Told[];
  drafts?: readonly Told[];
  /** What the rule must say, `group.answer`, in whichever order; nothing when it must be silent. */
  expect: readonly string[];
  /** Words that must stand in what it says in bokmål. */
  says?: string;
};

/** One thing of a record, told shortly. */
type Told = JsonObject;

const folder = join(import.meta.dirname, '../../../../../content/examples/advice');
export const NOW = Date.parse('2026-11-29T12:00:00Z');
const dayMs = 86_400_000;

/** The cases of every rule, by its id. */
export const casesByRule: ReadonlyMap<string, readonly Case[]> = new Map(
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as { rule: string; cases: Case[] })
    .map(({ rule, cases }) => [rule, cases]),
);

export const adviceContent: readonly Resource[] = contentResources(new Set(knowledgeTypes));

/** All of content's rules, with the interactions that a case tells beside its record. */
export const knowledgeWith = (record: readonly Told[]): Knowledge =>
  knowledgeOf([...adviceContent, ...record.filter(({ interaction }) => interaction !== undefined).map(interactionOf)]);

export function recordOf({ record, age, sex }: Case): Resource[] {
  const patient: Resource = { resourceType: 'Patient', id: 'p', ...(sex === undefined ? {} : { gender: sex }) };
  if (age !== undefined) patient.birthDate = `${2026 - age}-01-15`;
  return [patient, ...record.flatMap((told, i) => (told.interaction === undefined ? [resourceOf(told, i)] : []))];
}

export const draftsOf = ({ drafts = [] }: Case): Resource[] =>
  drafts.map((told) => {
    const { id: _, ...resource } = resourceOf({ ...told, status: 'draft' }, 0);
    return resource as Resource;
  });

function resourceOf(told: Told, i: number): Resource {
  const subject = { reference: 'Patient/p' };
  const id = String(told.id ?? `r${i}`);
  const at = new Date(NOW - Number(told.days ?? told.ordered ?? 1) * dayMs - 3_600_000).toISOString();
  if (told.resource !== undefined) return told.resource as Resource;
  if (told.medicine !== undefined) return { ...medicineOf(told), id, authoredOn: at, subject } as unknown as Resource;
  if (told.value !== undefined) {
    const quantity = { value: told.is, unit: told.unit, system: 'http://unitsofmeasure.org', code: told.unit };
    const value = told.unit === undefined ? { valueInteger: told.is } : { valueQuantity: quantity };
    const status = told.status ?? 'final';
    return {
      ...{ resourceType: 'Observation', id, status, code: conceptOf(told.value), subject, effectiveDateTime: at },
      ...value,
    } as unknown as Resource;
  }
  if (told.condition !== undefined) {
    const clinicalStatus = statusOf('condition-clinical', String(told.status ?? 'active'));
    return {
      ...{ resourceType: 'Condition', id, clinicalStatus, code: conceptOf(told.condition), subject },
      onsetDateTime: at,
    } as unknown as Resource;
  }
  if (told.allergy !== undefined) return allergyOf(told, id);
  if (told.flag !== undefined) {
    return { resourceType: 'Flag', id, status: 'active', code: { text: told.flag }, subject } as unknown as Resource;
  }
  return {
    ...{ resourceType: 'ServiceRequest', id, status: 'draft', intent: 'order', code: conceptOf(told.order) },
    subject,
  } as unknown as Resource;
}

/** `C09AA05 Ramipril 5 mg`, or a name only. */
function medicineOf(told: Told): JsonObject {
  const [, atc, text] = /^([A-Z]\d\d[A-Z]{0,2}(?:\d\d)?) (.+)$/.exec(String(told.medicine)) ?? [];
  const concept = atc === undefined ? { text: told.medicine } : { coding: [{ system: systems.atc, code: atc }], text };
  const end = told.until === undefined ? {} : { end: new Date(NOW - Number(told.until) * dayMs).toISOString() };
  const dose = [{ doseQuantity: { value: 1, unit: 'tablett' } }];
  const dosage =
    told.words !== undefined
      ? { text: told.words }
      : told.asNeeded !== undefined
        ? {
            asNeededBoolean: true,
            doseAndRate: dose,
            maxDosePerPeriod: {
              numerator: { value: told.asNeeded, unit: 'tablett' },
              denominator: { value: 1, unit: 'døgn', system: 'http://unitsofmeasure.org', code: 'd' },
            },
          }
        : {
            timing: {
              repeat: {
                frequency: told.times ?? 1,
                period: told.everyDays ?? 1,
                periodUnit: 'd',
                ...(told.until === undefined ? {} : { boundsPeriod: end }),
              },
            },
            doseAndRate: dose,
          };
  return {
    resourceType: 'MedicationRequest',
    status: told.status ?? 'active',
    intent: told.intent ?? 'order',
    medicationCodeableConcept: concept,
    dosageInstruction: [dosage],
    ...(told.replaces === undefined
      ? {}
      : { priorPrescription: { reference: `MedicationRequest/${String(told.replaces)}` } }),
  } as unknown as JsonObject;
}

function allergyOf(told: Told, id: string): Resource {
  const [, atc, text] = /^([A-Z]\d\d[A-Z]{0,2}(?:\d\d)?) (.+)$/.exec(String(told.allergy)) ?? [];
  const code = atc === undefined ? { text: told.allergy } : { coding: [{ system: systems.atc, code: atc }], text };
  return {
    resourceType: 'AllergyIntolerance',
    id,
    clinicalStatus: statusOf('allergyintolerance-clinical', 'active'),
    verificationStatus: statusOf('allergyintolerance-verification', String(told.status ?? 'confirmed')),
    category: [told.category ?? 'medication'],
    criticality: told.severe === true ? 'high' : 'low',
    code,
    patient: { reference: 'Patient/p' },
  } as unknown as Resource;
}

const interactionOf = (told: Told, i: number): Resource =>
  ({
    resourceType: 'MedicinalProductInteraction',
    id: `i${i}`,
    type: { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.7483', code: told.interaction }] },
    effect: { text: told.effect ?? '' },
    interactant: Object.entries(told.groups as Record<string, string[]>).flatMap(([group, all]) =>
      all.map((one) => {
        const [atc, ...name] = one.split(' ');
        return {
          extension: [{ url: 'https://enjournal.no/fhir/StructureDefinition/substance-group', valueString: group }],
          itemCodeableConcept: { coding: [{ system: systems.atc, code: atc }], text: name.join(' ') },
        };
      }),
    ),
  }) as unknown as Resource;

const named: Readonly<Record<string, string>> = {
  ...systems,
  nlk: 'urn:oid:2.16.578.1.12.4.1.1.7280',
  loinc: 'http://loinc.org',
  score: 'https://enjournal.no/fhir/CodeSystem/score',
};

function conceptOf(told: unknown): JsonObject {
  const [system = '', code] = String(told).split(' ');
  return { coding: [{ system: named[system] ?? system, code }] } as unknown as JsonObject;
}

const statusOf = (system: string, code: string): JsonObject =>
  ({ coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code }] }) as unknown as JsonObject;
