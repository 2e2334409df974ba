import type { Json, Resource } from '../../fhir/resource.ts';
import { categories, categorySystem, labelSystem, labels } from '../categories.ts';
import type { CitizenFacts, Interaction, Purpose, StaffFacts, SystemFacts } from '../facts.ts';
import type { Asking } from '../facts-of-rows.ts';
import { systems } from '../rules/codes.ts';
import { roles } from '../rules/roles.ts';
import { identityOf } from '../sources/patient.ts';

/** Random records, readers and requests, made of few names so that they meet, and of times that stand on the borders. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  of<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)]!;
  }

  some<T>(list: readonly T[], share: number): T[] {
    return list.filter(() => this.next() < share);
  }

  is(share: number): boolean {
    return this.next() < share;
  }
}

export const now = Date.parse('2026-12-01T12:00:00+01:00');
const second = 1000;
const day = 86_400_000;
const offsets = [
  ...[0, second, -second, 3_600_000, -3_600_000, -3_600_000 + second, -1_800_000, day, -day],
  ...[14 * day, 14 * day + second, 14 * day - second, -14 * day, -14 * day - second, -14 * day + second],
  ...[30 * day, -30 * day, -400 * day],
];

const orgs = ['org-1', 'org-2'];
const units = ['unit-1', 'unit-2', 'unit-3', 'org-1'];
/** What is part of what. */
export const partOf: readonly (readonly [unit: string, of: string])[] = [
  ['unit-1', 'org-1'],
  ['unit-2', 'unit-1'],
  ['unit-3', 'org-2'],
];
export const below: ReadonlyMap<string, readonly string[]> = new Map([
  ['org-1', ['org-1', 'unit-1', 'unit-2']],
  ['unit-1', ['unit-1', 'unit-2']],
  ['org-2', ['org-2', 'unit-3']],
]);
const people = ['p-1', 'p-2', 'p-3'];
const jobs = ['job-1', 'job-2', 'job-3', 'job-4'];
const agents = [...people.map((one) => `Practitioner/${one}`), ...jobs.map((one) => `PractitionerRole/${one}`)];
const organizations = [...units, ...orgs].map((one) => `Organization/${one}`);
const numbers = ['101', '102', '103'];
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

export class Random {
  readonly chance: Chance;
  #count = 0;

  constructor(seed: number) {
    this.chance = new Chance(seed);
  }

  /** A citizen's record: the Patient, what makes facts, and what is to be seen. */
  record(patient: string): { makers: Resource[]; contents: Resource[] } {
    const { chance } = this;
    const makers = [this.#patient(patient)];
    for (let n = Math.floor(chance.next() * 6); n > 0; n--) makers.push(this.#relation(patient));
    for (let n = Math.floor(chance.next() * 6) - 2; n > 0; n--) makers.push(this.#consent(patient));
    if (chance.is(0.15)) makers.push(this.#emergency());
    if (chance.is(0.3)) makers.push(this.#kin());
    if (chance.is(0.2)) makers.push(this.#mandate());
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

  #new(resourceType: string, members: Record<string, Json>): Resource {
    this.#count += 1;
    return { resourceType, id: `${resourceType.toLowerCase()}-${this.#count}`, ...members } as Resource;
  }

  #time = (): string => new Date(now + this.chance.of(offsets)).toISOString();

  #period(): Json {
    const { chance } = this;
    const start = chance.of([...offsets.filter((one) => one <= 0), -200 * day, -200 * day, -200 * day, second]);
    const ends = chance.is(0.5) ? {} : { end: new Date(now + chance.of(offsets)).toISOString() };
    return { ...(chance.is(0.9) ? { start: new Date(now + start).toISOString() } : {}), ...ends };
  }

  #tags(): Json {
    const { chance } = this;
    const tags = [
      ...chance.some(units, 0.4).map((code) => ({ system: systems.custodian, code })),
      ...(chance.is(0.6)
        ? [{ system: systems.recorder, code: chance.of([...people, 'Patient/c-1', 'Patient/c-2']) }]
        : []),
      // More tokens than the index holds.
      ...(chance.is(0.12) ? Array.from({ length: 400 }, (_, n) => ({ system: 'urn:x', code: String(n) })) : []),
    ];
    return tags;
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

  #relation(patient: string): Resource {
    const { chance } = this;
    const agent = (): Json => ({ reference: chance.of(agents) });
    const unit = (): Json => ({ reference: chance.of(organizations) });
    const meta = { tag: this.#tags() };
    const either = (): Json => (chance.is(0.5) ? agent() : unit());
    switch (Math.floor(chance.next() * 6)) {
      case 0:
        return this.#new('Encounter', {
          meta,
          status: chance.of(['in-progress', 'arrived', 'finished', 'finished', 'finished', 'planned', 'cancelled']),
          class: { system: 'x', code: chance.of(['AMB', 'IMP']) },
          ...(chance.is(0.9) ? { serviceProvider: unit() } : {}),
          participant: chance.some(agents, 0.3).map((reference) => ({ individual: { reference } })),
          period: this.#period(),
        });
      case 1:
        return this.#new('EpisodeOfCare', {
          meta,
          status: chance.of(['active', 'onhold', 'finished', 'planned']),
          ...(chance.is(0.6)
            ? { type: [{ coding: [{ system: systems.service, code: chance.of(['15', '21']) }] }] }
            : {}),
          ...(chance.is(0.3) ? { meta: { tag: [{ system: systems.serviceKind, code: 'private-care' }] } } : {}),
          managingOrganization: unit(),
          ...(chance.is(0.3) ? { careManager: agent() } : {}),
          period: this.#period(),
        });
      case 2:
        return this.#new('Task', {
          meta,
          status: chance.of(['accepted', 'in-progress', 'requested', 'requested', 'received', 'completed']),
          ...(chance.is(0.4)
            ? { code: { coding: [{ system: systems.taskCode, code: chance.of(['alarm', 'log-control']) }] } }
            : {}),
          ...(chance.is(0.5) ? { requester: agent() } : {}),
          for: { reference: `Patient/${patient}` },
          ...(chance.is(0.3) ? { focus: { reference: `ServiceRequest/${patient}-1` } } : {}),
          ...(chance.is(0.3) ? { basedOn: [{ reference: `Composition/${patient}-${chance.of(['1', '2'])}` }] } : {}),
          ...(chance.is(0.2)
            ? { input: [{ type: { text: 'sent' }, valueReference: { reference: `Observation/${patient}-1` } }] }
            : {}),
          owner: either(),
          authoredOn: this.#time(),
        });
      case 3:
        return this.#new('Appointment', {
          meta,
          status: chance.of(['booked', 'arrived', 'fulfilled', 'waitlist', 'cancelled']),
          start: this.#time(),
          ...(chance.is(0.7) ? { end: this.#time() } : {}),
          participant: [{ actor: either(), status: 'accepted' }],
        });
      case 4:
        return this.#new('CareTeam', {
          meta,
          status: chance.of(['active', 'inactive']),
          period: this.#period(),
          participant: [
            { member: either(), ...(chance.is(0.5) ? { period: this.#period() } : {}) },
            { member: either() },
          ],
        });
      default:
        return this.#new('ServiceRequest', {
          meta,
          intent: 'proposal',
          status: chance.of(['active', 'draft', 'completed']),
          performer: [unit()],
          authoredOn: this.#time(),
        });
    }
  }

  #consent(patient: string): Resource {
    const { chance } = this;
    const recipients = [...organizations, ...agents, 'RelatedPerson/kin', 'Device/x'];
    const actor = (list: readonly string[], code: string): Json[] =>
      list.map((reference) => ({
        role: { coding: [{ system: systems.participation, code }] },
        reference: { reference },
      }));
    const category = (code: string): Json => [{ coding: [{ system: systems.consentCategory, code }] }];
    const kinds = chance.some(categories, 0.2).map((code) => ({ system: categorySystem, code }));
    const data = [
      `Composition/${patient}-1`,
      `Observation/${patient}-2`,
      `Composition/${patient}-2`,
      `Observation/${patient}-1`,
    ];
    if (chance.is(0.15)) {
      const code = chance.of(['quality-registers', 'kjernejournal', 'another']);
      return this.#new('Consent', {
        status: 'active',
        category: category('register-reservation'),
        dateTime: new Date(now - 100 * day).toISOString(),
        provision: {
          type: 'deny',
          ...(chance.is(0.3) ? { period: this.#period() } : {}),
          code: [{ coding: [{ system: chance.is(0.8) ? systems.healthRegister : 'urn:other', code }] }],
        },
      });
    }
    if (chance.is(0.25)) {
      return this.#new('Consent', {
        status: 'active',
        category: category('share-outside'),
        dateTime: new Date(now - 100 * day).toISOString(),
        provision: {
          type: 'permit',
          ...(chance.is(0.3) ? { period: this.#period() } : {}),
          actor: actor([chance.of(organizations)], 'IRCP'),
          code: [{ coding: [{ system: systems.sharedOutside, code: chance.of(['plan', 'services', 'contact']) }] }],
        },
      });
    }
    if (chance.is(0.35)) {
      return this.#new('Consent', {
        status: 'active',
        category: category('consent-in-situ'),
        dateTime: new Date(now + chance.of([0, -3_600_000, -3_600_000, second, -day])).toISOString(),
        provision: {
          type: 'permit',
          actor: actor([chance.of([...agents, ...organizations])], 'IRCP'),
          ...(chance.is(0.5) ? { class: kinds } : {}),
        },
      });
    }
    return this.#new('Consent', {
      status: chance.is(0.9) ? 'active' : 'inactive',
      category: category('sperring'),
      dateTime: new Date(now + chance.of([-100 * day, -100 * day, 0, second])).toISOString(),
      ...(chance.is(0.3)
        ? { extension: [{ url: 'https://enjournal.no/fhir/StructureDefinition/block-marker', valueBoolean: false }] }
        : {}),
      provision: {
        type: 'deny',
        ...(chance.is(0.3) ? { period: this.#period() } : {}),
        actor: [
          ...(chance.is(0.6) ? actor(chance.some(recipients, 0.2), 'IRCP') : []),
          ...(chance.is(0.4) ? actor([chance.of(organizations)], 'CST') : []),
        ],
        ...(chance.is(0.4) ? { class: kinds } : {}),
        ...(chance.is(0.3) ? { data: chance.some(data, 0.5).map((reference) => ({ reference: { reference } })) } : {}),
        ...(chance.is(0.2)
          ? {
              dataPeriod: {
                start: chance.of(['2024-01-01', '2025-07-01T00:00:00Z']),
                ...(chance.is(0.5) ? { end: '2025-06-30' } : {}),
              },
            }
          : {}),
        ...(chance.is(0.1)
          ? { purpose: [{ system: systems.actReason, code: chance.of(['HQUALIMP', 'HRESCH', 'TREAT']) }] }
          : {}),
        ...(chance.is(0.25)
          ? { provision: [{ type: 'permit', actor: actor(chance.some([...organizations, ...agents], 0.15), 'IRCP') }] }
          : {}),
      },
    });
  }

  #emergency(): Resource {
    const { chance } = this;
    const start = now + chance.of([-1_800_000, -3_600_000, -3_600_000 + second, 0, second]);
    return this.#new('Task', {
      status: 'requested',
      code: { coding: [{ system: systems.taskCode, code: 'emergency-review' }] },
      requester: { reference: `Practitioner/${chance.of(people)}` },
      restriction: {
        period: {
          start: new Date(start).toISOString(),
          end: new Date(start + chance.of([600_000, 3_600_000])).toISOString(),
        },
      },
      reasonCode: { coding: [{ system: 'x', code: 'life-threatening' }] },
      description: chance.is(0.8) ? 'Funnet bevisstløs' : 'haster',
    });
  }

  #kin(): Resource {
    const { chance } = this;
    const relationship = [
      ...(chance.is(0.8) ? [{ coding: [{ system: systems.parentalResponsibility, code: 'felles' }] }] : []),
      { coding: [{ system: systems.kinship, code: 'MO' }] },
      ...(chance.is(0.2)
        ? [
            {
              coding: [
                {
                  system: systems.parentalLimit,
                  code: chance.of(['court-restriction', 'foster-parent', 'documented-need', 'taken-from']),
                },
              ],
            },
          ]
        : []),
    ];
    return {
      ...this.#new('RelatedPerson', {
        active: true,
        relationship,
        identifier: [{ system: systems.nationalNumber, value: chance.of(numbers) }],
      }),
      id: 'kin',
    };
  }

  #mandate(): Resource {
    const { chance } = this;
    return this.#new('Consent', {
      status: 'active',
      category: [{ coding: [{ system: systems.representation, code: chance.of(['FU', 'VE']) }] }],
      provision: {
        type: 'permit',
        period: this.#period(),
        ...(chance.is(0.4)
          ? { class: chance.some(categories, 0.3).map((code) => ({ system: categorySystem, code })) }
          : {}),
        actor: [{ reference: { identifier: { system: systems.nationalNumber, value: chance.of(numbers) } } }],
      },
    });
  }

  /** Something to be seen, of any category and with any labels. */
  #content(patient: string): Resource {
    const { chance } = this;
    const type = chance.of(['Composition', 'Observation', 'Appointment', 'ServiceRequest', 'QuestionnaireResponse']);
    const when = chance.of(['2023-06-01', '2025-06-30', '2025-07-01', '2026-11-30']);
    const signers = [...agents, `Patient/${patient}`, 'RelatedPerson/kin', 'Organization/org-1'];
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
      Observation: { effectiveDateTime: when, subject: { reference: `Patient/${patient}` } },
      Appointment: { start: `${when}T10:00:00Z`, participant: [{ actor: { reference: `Patient/${patient}` } }] },
      ServiceRequest: { subject: { reference: `Patient/${patient}` } },
    };
    const said = [
      { system: categorySystem, code: chance.of(categories) },
      ...chance.some(labels, 0.12).map((code) => ({ system: labelSystem, code })),
    ];
    this.#count += 1;
    return {
      resourceType: type,
      id: chance.is(0.5) ? `${patient}-${chance.of(['1', '2'])}` : `${patient}-${type.toLowerCase()}-${this.#count}`,
      meta: { tag: this.#tags(), security: said },
      ...(dated[type] as Record<string, Json>),
    } as Resource;
  }
}
