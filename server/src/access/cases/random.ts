import type { Json, Resource } from '../../fhir/resource.ts';
import { categories, categorySystem, labelSystem, labels } from '../categories.ts';
import type { CitizenFacts, Interaction, Purpose, StaffFacts, SystemFacts } from '../facts.ts';
import type { Asking } from '../facts-of-rows.ts';
import { systems } from '../rules/codes.ts';
import { roles } from '../rules/roles.ts';
import { identityOf } from '../sources/patient.ts';
import {
  agents,
  below,
  type Chance,
  Drawing,
  jobs,
  now,
  numbers,
  organizations,
  orgs,
  people,
  second,
  units,
} from './drawing.ts';
import { consent, mandate } from './random-consents.ts';
import { emergency, kin, relation } from './random-relations.ts';

const birthDates = [
  '2014-12-01',
  '2014-12-02',
  '2010-12-01',
  '2010-12-02',
  '2008-12-01',
  '2008-12-02',
  '1950-02-29',
  '2020',
  '2016-02',
];

/** Random records, readers and requests, made of few names so that they meet, and of times that stand on the borders. */
export class Random {
  readonly chance: Chance;
  readonly #drawing: Drawing;

  constructor(seed: number) {
    this.#drawing = new Drawing(seed);
    this.chance = this.#drawing.chance;
  }

  /** A citizen's record: the Patient, what makes facts, and what is to be seen. */
  record(patient: string): { makers: Resource[]; contents: Resource[] } {
    const { chance } = this;
    const drawing = this.#drawing;
    const makers = [this.#patient(patient)];
    for (let n = Math.floor(chance.next() * 6); n > 0; n--) makers.push(relation(drawing, patient));
    for (let n = Math.floor(chance.next() * 6) - 2; n > 0; n--) makers.push(consent(drawing, patient));
    if (chance.is(0.15)) makers.push(emergency(drawing));
    if (chance.is(0.3)) makers.push(kin(drawing));
    if (chance.is(0.2)) makers.push(mandate(drawing));
    const contents = [this.#content(patient), this.#content(patient), this.#content(patient), makers[0]!];
    contents.push(...makers.filter(({ resourceType }) => resourceType === 'Task'));
    return { makers, contents };
  }

  asking(patients: readonly string[]): Asking {
    const { chance } = this;
    if (chance.is(0.2)) return this.#system();
    const isStaff = chance.is(0.8);
    const purposes: Purpose[] = isStaff
      ? [
          'TREAT',
          'TREAT',
          'TREAT',
          'ETREAT',
          'ETREAT',
          'BTG',
          'COC',
          'HQUALIMP',
          'HOPERAT',
          'AUDIT',
          'SYSADMIN',
          'HRESCH',
        ]
      : ['PATRQT', 'FAMRQT', 'PWATRNY'];
    const interaction: Interaction = chance.of([
      'read',
      'search',
      'search',
      'write',
      'everything',
      'export',
      'history',
    ]);
    const base = { now, interaction, below, ...(chance.is(0.97) ? { purpose: chance.of(purposes) } : {}) };
    if (!isStaff) {
      const person = chance.of(patients);
      const actor: CitizenFacts = { kind: 'citizen', person, loa: 4, address: chance.is(0.9) ? 'none' : 'fortrolig' };
      return { ...base, actor, identities: [identityOf(systems.nationalNumber, chance.of(numbers))] };
    }
    const project = chance.is(0.5) ? { project: { isApproved: true, isPseudonymised: true, k: 5 } } : {};
    return { ...base, actor: this.#staff(base.purpose, patients), ...project };
  }

  /** One that collects, researches, or is of an organisation outside of the health service: it may be all of these. */
  #system(): Asking {
    const { chance } = this;
    const actor: SystemFacts = {
      kind: 'system',
      client: 'client',
      ...(chance.is(0.3) ? { register: chance.of(['quality-registers', 'kjernejournal']) } : {}),
      ...(chance.is(0.7) ? { outside: chance.of([['org-1'], ['unit-1', 'org-1'], ['unit-3', 'org-2']]) } : {}),
    };
    const purpose = chance.of<Purpose | undefined>([undefined, undefined, 'COC', 'HRESCH', 'HQUALIMP', 'HOPERAT']);
    return { now, interaction: 'search', below, actor, ...(purpose === undefined ? {} : { purpose }) };
  }

  #staff(purpose: Purpose | undefined, patients: readonly string[]): StaffFacts {
    const { chance } = this;
    const table = roles.at(now).value;
    const fitting = Object.keys(table).filter(
      (role) => purpose === undefined || table[role]!.purposes.includes(purpose),
    );
    const role = fitting.length > 0 && chance.is(0.95) ? chance.of(fitting) : chance.of(Object.keys(table));
    const hpr = table[role]!.hpr?.[0];
    const unit = chance.of(units);
    return {
      kind: 'staff',
      person: chance.of(people),
      ...(chance.is(0.8) ? { practitionerRole: chance.of(jobs), allRoles: chance.some(jobs, 0.3) } : {}),
      role,
      ...(hpr === undefined ? {} : { hpr: { category: hpr, status: chance.is(0.97) ? 'active' : 'revoked' } }),
      org: unit === 'org-1' ? 'org-1' : chance.of(orgs),
      unit,
      alsoUnits: chance.some(units, 0.2),
      partOf: chance.some(units, 0.2),
      ...(chance.is(0.3) ? { contracts: [{ from: 0, to: now + chance.of([0, second]) }] } : {}),
      isEmployed: chance.is(0.98),
      loa: chance.is(0.98) ? 4 : 3,
      ...(chance.is(0.3) ? { onBehalfOf: chance.of(people) } : {}),
      ...(chance.is(0.4) ? { supervisor: chance.of(people) } : {}),
      ...(chance.is(0.4) ? { theirRoles: chance.some(jobs, 0.3) } : {}),
      ...(chance.is(0.1) ? { ownPatient: chance.of(patients) } : {}),
    };
  }

  #patient(id: string): Resource {
    const { chance } = this;
    const url = 'https://enjournal.no/fhir/StructureDefinition/address-protection';
    return {
      resourceType: 'Patient',
      id,
      birthDate: chance.of(birthDates),
      ...(chance.is(0.2)
        ? { extension: [{ url, valueCode: chance.of(['fortrolig', 'strengt-fortrolig', 'klient']) }] }
        : {}),
      ...(chance.is(0.1) ? { deceasedBoolean: true } : {}),
      ...(chance.is(0.1) ? { link: [{ type: 'replaced-by', other: { reference: 'Patient/c-1' } }] } : {}),
      ...(chance.is(0.4)
        ? { generalPractitioner: chance.some([...organizations, ...agents], 0.15).map((reference) => ({ reference })) }
        : {}),
    } as Resource;
  }

  /** Something to be seen, of any category and with any labels. */
  #content(patient: string): Resource {
    const { chance } = this;
    const type = chance.of([
      ...['Composition', 'Observation', 'Appointment', 'ServiceRequest', 'QuestionnaireResponse'],
      ...['MedicationAdministration', 'Provenance'],
    ]);
    const when = chance.of(['2023-06-01', '2025-06-30', '2025-07-01', '2026-11-30']);
    const signers = [...agents, `Patient/${patient}`, 'RelatedPerson/kin', 'Organization/org-1'];
    const document = `${chance.of(['Composition', 'Observation'])}/${patient}-${chance.of(['1', '2'])}`;
    const from = [{ reference: document }];
    const dated: Record<string, Json> = {
      Composition: {
        status: chance.of(['final', 'final', 'preliminary']),
        date: when,
        author: [{ reference: chance.of(signers) }],
        subject: { reference: `Patient/${patient}` },
        ...(chance.is(0.5) ? { attester: [{ mode: 'professional' }] } : {}),
      },
      QuestionnaireResponse: {
        status: chance.of(['in-progress', 'in-progress', 'completed', 'stopped']),
        authored: when,
        author: { reference: chance.of(signers) },
        subject: { reference: `Patient/${patient}` },
      },
      Observation: {
        effectiveDateTime: when,
        subject: { reference: `Patient/${patient}` },
        ...(chance.is(0.3) ? { [chance.of(['derivedFrom', 'partOf', 'basedOn', 'hasMember'])]: from } : {}),
      },
      MedicationAdministration: { subject: { reference: `Patient/${patient}` }, request: { reference: document } },
      Provenance: { target: [{ reference: `Patient/${patient}` }, ...from] },
      Appointment: { start: `${when}T10:00:00Z`, participant: [{ actor: { reference: `Patient/${patient}` } }] },
      ServiceRequest: { subject: { reference: `Patient/${patient}` } },
    };
    const said = [
      { system: categorySystem, code: chance.of(categories) },
      ...chance.some(labels, 0.12).map((code) => ({ system: labelSystem, code })),
    ];
    const count = this.#drawing.count();
    return {
      resourceType: type,
      id: chance.is(0.5) ? `${patient}-${chance.of(['1', '2'])}` : `${patient}-${type.toLowerCase()}-${count}`,
      meta: { tag: this.#drawing.tags(), security: said },
      ...(dated[type] as Record<string, Json>),
    } as Resource;
  }
}
