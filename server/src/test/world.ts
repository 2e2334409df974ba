import type { Actor } from '../access/actor.ts';
import { bornOn } from '../access/age.ts';
import type { AccessCase, CaseFacts } from '../access/cases/read-cases.ts';
import { categorySystem, labelSystem } from '../access/categories.ts';
import { extensionOf, hl7, systems } from '../access/rules/codes.ts';
import type { JsonObject } from '../fhir/resource.ts';
import { nationalNumbers } from './national-numbers.ts';
import type { TestServer } from './server.ts';
import { coded, consent, contentOf, datum, type Resource } from './world-contents.ts';
import { type Names, relationResources } from './world-relations.ts';

/** A worked case as resources in a store, and what its actor sends. */
export type World = {
  /** The bearer token of the case's actor. */
  token: string;
  /** Headers that say why and for whom. */
  headers: Record<string, string>;
  patient: string;
  /** `Type/id` of the resource that the case asks about. */
  resource: string;
};

/**
 * Makes a case's facts into resources: organisations, staff, the citizen, what gives relations, blocks, openings. Ids are
 * the case's with `prefix` before them, so that all cases live in one store.
 */
export async function buildWorld(server: TestServer, one: Pick<AccessCase, 'facts'>, prefix: string): Promise<World> {
  const world = new Builder(one.facts, prefix);
  const resources = world.all();
  const entry = resources.map((resource) => ({
    resource,
    request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
  }));
  const answer = await server.post('', { resourceType: 'Bundle', type: 'transaction', entry });
  if (answer.status !== 200) throw new Error(`The world could not be made: ${answer.text}`);
  server.actors.set(prefix, world.actor());
  return { token: prefix, headers: world.headers(), patient: world.patientId, resource: world.resourceReference() };
}

const numbers = nationalNumbers();

class Builder {
  readonly #facts: CaseFacts;
  readonly #prefix: string;
  readonly #numbers = new Map<string, string>();
  readonly patientId: string;

  constructor(facts: CaseFacts, prefix: string) {
    this.#facts = facts;
    this.#prefix = prefix;
    this.patientId = this.id(facts.patient.id);
  }

  /** The case's `pat:1` as a FHIR id of this world. */
  id(name: string): string {
    return `${this.#prefix}-${name.replaceAll(/[^A-Za-z0-9.-]/g, '-')}`;
  }

  all(): Resource[] {
    return [
      ...this.#organisations(),
      ...this.#people(),
      ...this.#patients(),
      ...this.#relations(),
      ...this.#blocks(),
      ...this.#situation(),
      ...this.#kin(),
      ...this.#research(),
      ...this.#resource(),
    ];
  }

  actor(): Actor {
    const { actor, patient } = this.#facts;
    const { kind, id, loa = 4 } = actor;
    const common = { display: 'Case actor', clientId: 'case', loa };
    if (kind === 'system') {
      const { register } = actor;
      return {
        ...common,
        kind,
        id: `client:${id}`,
        scopes: ['system/*.cruds'],
        ...(register === undefined ? {} : { register }),
      };
    }
    const scopes = ['user/*.cruds'];
    if (kind !== 'staff') {
      return { ...common, kind: 'citizen', id: `Patient/${this.id(id)}`, scopes, ownPatient: this.id(id) };
    }
    const made: Actor = {
      ...common,
      kind,
      scopes,
      id: `Practitioner/${this.#practitioner(id)}`,
      practitioner: this.#practitioner(id),
      practitionerRole: this.#roleOf(id),
      organization: { id: this.id(actor.unit ?? ''), display: 'Unit' },
      role: actor.role ?? '',
    };
    const own = this.#ownPatient();
    if (own !== undefined) made.ownPatient = own;
    void patient;
    return made;
  }

  headers(): Record<string, string> {
    const { purpose, actor } = this.#facts;
    const headers: Record<string, string> = {};
    if (purpose !== null) headers['x-purpose-of-use'] = purpose;
    if (purpose === 'HQUALIMP' || purpose === 'HOPERAT') headers['x-purpose-text'] = 'To learn from it';
    if (actor.onBehalfOf) headers['x-on-behalf-of'] = `Practitioner/${this.#practitioner(actor.onBehalfOf)}`;
    if (actor.kind === 'parent' || actor.kind === 'proxy') headers['x-acting-for'] = `Patient/${this.patientId}`;
    return headers;
  }

  resourceReference(): string {
    const { type, id } = this.#facts.resource;
    if (type === 'Patient') return `Patient/${this.patientId}`;
    return `${type}/${this.id(id ?? 'of-the-case')}`;
  }

  /** Who is both staff and the citizen has a Practitioner of another id. */
  #practitioner(name: string): string {
    return name === this.#facts.patient.id ? this.id(`staff-${name}`) : this.id(name);
  }

  #roleOf(name: string): string {
    return `${this.#practitioner(name)}-role`;
  }

  #ownPatient(): string | undefined {
    const { actor, patient } = this.#facts;
    if (actor.kind !== 'staff') return undefined;
    if (actor.id === patient.id) return this.patientId;
    return actor.closeRelation ? this.id(`${actor.id}-as-citizen`) : undefined;
  }

  #organisations(): Resource[] {
    const { actor, relations, resource, blocks } = this.#facts;
    const pairs = new Map<string, string | undefined>();
    const add = (unit: string | undefined, org: string | undefined) => {
      if (org !== undefined && !pairs.has(org)) pairs.set(org, undefined);
      if (unit !== undefined && unit !== org && pairs.get(unit) === undefined) pairs.set(unit, org);
    };
    if (actor.kind === 'staff') add(actor.unit, actor.org);
    for (const { unit, org } of relations) add(unit, org);
    add(resource.custodianUnit, resource.custodianOrg);
    for (const { kind, target, custodian } of blocks) {
      if ((kind === 'org' || kind === 'unit') && !pairs.has(target)) pairs.set(target, undefined);
      if (custodian !== undefined && !pairs.has(custodian)) pairs.set(custodian, undefined);
    }
    for (const employer of [this.#facts.patient.employeeOf ?? []].flat())
      if (!pairs.has(employer)) pairs.set(employer, undefined);
    return [...pairs].map(([name, parent]) => ({
      resourceType: 'Organization',
      id: this.id(name),
      name,
      ...(parent === undefined ? {} : { partOf: { reference: `Organization/${this.id(parent)}` } }),
    }));
  }

  #people(): Resource[] {
    const { actor, relations, patient, now } = this.#facts;
    const made: Resource[] = [];
    const past = new Date(Date.parse(now) - 400 * 86_400_000).toISOString().slice(0, 10);
    const yesterday = new Date(Date.parse(now) - 86_400_000).toISOString().slice(0, 10);
    if (actor.kind === 'staff') {
      const practitioner = this.#practitioner(actor.id);
      made.push({
        resourceType: 'Practitioner',
        id: practitioner,
        ...(actor.hpr
          ? {
              qualification: [
                {
                  ...(actor.hpr.status === 'active'
                    ? {}
                    : { extension: [{ url: extensionOf('authorisation-status'), valueCode: actor.hpr.status }] }),
                  code: coded(systems.profession, actor.hpr.category),
                },
              ],
            }
          : {}),
      });
      const extension: JsonObject[] = [];
      const about = (name: string, whom: string) => ({
        url: extensionOf(name),
        valueReference: { reference: `Practitioner/${this.#practitioner(whom)}` },
      });
      if (actor.supervisor) extension.push(about('supervisor', actor.supervisor));
      if (actor.onBehalfOf) extension.push(about('acts-for', actor.onBehalfOf));
      made.push({
        resourceType: 'PractitionerRole',
        id: this.#roleOf(actor.id),
        ...(extension.length === 0 ? {} : { extension }),
        active: true,
        period: actor.employed === false ? { start: past, end: yesterday } : { start: past },
        practitioner: { reference: `Practitioner/${practitioner}` },
        organization: { reference: `Organization/${this.id(actor.unit ?? '')}` },
        code: [coded(systems.accessRole, actor.role ?? '')],
      });
    }
    const others = new Set<string>();
    for (const { person, participants = [], createdBy } of relations) {
      for (const name of [person, createdBy, ...participants])
        if (name !== undefined && name !== actor.id) others.add(name);
    }
    if (actor.onBehalfOf) others.add(actor.onBehalfOf);
    if (actor.supervisor) others.add(actor.supervisor);
    for (const name of others) {
      made.push({ resourceType: 'Practitioner', id: this.#practitioner(name) });
    }
    for (const employer of [patient.employeeOf ?? []].flat()) {
      const id = this.id('the-patient-at-work');
      made.push({ resourceType: 'Practitioner', id, identifier: [this.#number(patient.id)] });
      made.push({
        resourceType: 'PractitionerRole',
        id: `${id}-role`,
        active: true,
        practitioner: { reference: `Practitioner/${id}` },
        organization: { reference: `Organization/${this.id(employer)}` },
      });
    }
    return made;
  }

  #number(name: string): JsonObject {
    const known = this.#numbers.get(name) ?? (numbers.next().value as string);
    this.#numbers.set(name, known);
    return { system: systems.nationalNumber, value: known };
  }

  #patients(): Resource[] {
    const { actor, patient, relations, now, btg } = this.#facts;
    const gps = relations.filter(({ type }) => type === 'fastlege');
    const generalPractitioner = gps.flatMap(({ unit, person, from, to }) => {
      const period = { start: from, ...(to ? { end: to } : {}) };
      const at = { extension: [{ url: extensionOf('gp-period'), valuePeriod: period }] };
      const whom = person === undefined ? [] : [{ reference: `Practitioner/${this.#practitioner(person)}` }];
      return [{ ...at, reference: `Organization/${this.id(unit)}` }, ...whom];
    });
    const own: Resource = {
      resourceType: 'Patient',
      id: this.patientId,
      ...(patient.address === 'none'
        ? {}
        : { extension: [{ url: extensionOf('address-protection'), valueCode: patient.address }] }),
      identifier: [this.#number(patient.id)],
      name: [{ family: 'Testdal', given: ['Kari'] }],
      telecom: [{ system: 'phone', value: '99 99 99 99' }],
      gender: 'female',
      birthDate: patient.birthDate ?? bornOn(Date.parse(now), patient.age ?? 40),
      ...(patient.deceased ? { deceasedBoolean: true } : {}),
      address: [{ line: ['Hemmelig vei 1'], city: 'Fjordvik' }],
      ...(generalPractitioner.length === 0 ? {} : { generalPractitioner }),
      ...(patient.mergedInto
        ? { link: [{ other: { reference: `Patient/${this.id(patient.mergedInto)}` }, type: 'replaced-by' }] }
        : {}),
    };
    const made = [own];
    const citizen = (name: string, address?: string): Resource => ({
      resourceType: 'Patient',
      id: this.id(name),
      ...(address === undefined || address === 'none'
        ? {}
        : { extension: [{ url: extensionOf('address-protection'), valueCode: address }] }),
      identifier: [this.#number(name)],
    });
    if (actor.kind !== 'staff' && actor.kind !== 'system' && actor.id !== patient.id) {
      made.push(citizen(actor.id, actor.address));
    }
    if (patient.mergedInto) made.push(citizen(patient.mergedInto));
    if (btg !== null && btg.patient !== patient.id) made.push(citizen(btg.patient));
    if (actor.closeRelation) {
      made.push(citizen(`${actor.id}-as-citizen`));
      made.push({
        resourceType: 'RelatedPerson',
        id: this.id('close'),
        identifier: [this.#number(`${actor.id}-as-citizen`)],
        patient: { reference: `Patient/${this.patientId}` },
        relationship: [{ text: actor.closeRelation }],
      });
    }
    return made;
  }

  #names(): Names {
    return {
      prefix: this.#prefix,
      patientId: this.patientId,
      id: (name) => this.id(name),
      practitioner: (name) => this.#practitioner(name),
    };
  }

  #relations(): Resource[] {
    return this.#facts.relations.flatMap((one, n) => relationResources(one, this.id(`relation-${n}`), this.#names()));
  }

  #blocks(): Resource[] {
    return this.#facts.blocks.map(({ kind, target, marker, from, to, custodian }, n) => {
      const actor = (role: string, reference: string) => ({
        role: coded(systems.participation, role),
        reference: { reference },
      });
      const actors: JsonObject[] = [];
      if (kind === 'org' || kind === 'unit') actors.push(actor('IRCP', `Organization/${this.id(target)}`));
      if (kind === 'person') actors.push(actor('IRCP', this.#agent(target)));
      if (custodian !== undefined) actors.push(actor('CST', `Organization/${this.id(custodian)}`));
      const purpose = { learning: 'HQUALIMP', 'secondary-use': 'HRESCH' }[kind];
      if (kind === 'register') {
        const period = { start: from, ...(to ? { end: to } : {}) };
        const provision = { type: 'deny', period, code: [coded(systems.healthRegister, target)] };
        return consent(this.id(`block-${n}`), this.patientId, 'register-reservation', { dateTime: from, provision });
      }
      return consent(this.id(`block-${n}`), this.patientId, 'sperring', {
        ...(marker ? {} : { extension: [{ url: extensionOf('block-marker'), valueBoolean: false }] }),
        dateTime: from,
        provision: {
          type: 'deny',
          period: { start: from, ...(to ? { end: to } : {}) },
          ...(actors.length === 0 ? {} : { actor: actors }),
          ...(purpose === undefined ? {} : { purpose: [{ system: hl7('v3-ActReason'), code: purpose }] }),
          ...(kind === 'category' ? { class: [{ system: categorySystem, code: target }] } : {}),
          ...(kind === 'document' ? { data: [datum(this.#document(target))] } : {}),
          ...(kind === 'all' ? { data: [datum(`Patient/${this.patientId}`)] } : {}),
        },
      });
    });
  }

  #agent(target: string): string {
    const { actor, kin } = this.#facts;
    if (kin !== null && target === actor.id) return `RelatedPerson/${this.id('kin')}`;
    return target.startsWith('RelatedPerson/')
      ? `RelatedPerson/${this.id('kin')}`
      : `Practitioner/${this.#practitioner(target)}`;
  }

  /** A document that is named by its id, or by type and id. */
  #document(target: string): string {
    const { resource } = this.#facts;
    const name = target.includes('/') ? target.split('/')[1]! : target;
    return name === resource.id || resource.id === undefined
      ? this.resourceReference()
      : `${resource.type}/${this.id(name)}`;
  }

  /** What was opened, agreed to and asked for in the situation. */
  #situation(): Resource[] {
    const { btg, consentInSitu, namedForAddress = [], now, actor } = this.#facts;
    const made: Resource[] = [];
    if (btg !== null) {
      const end = btg.revokedAt ?? new Date(Date.parse(btg.startedAt) + 3_600_000).toISOString();
      made.push({
        resourceType: 'Task',
        id: this.id('opening'),
        status: 'requested',
        intent: 'order',
        code: coded(systems.taskCode, 'emergency-review'),
        description: btg.reasonText ?? '-',
        for: { reference: `Patient/${this.id(btg.patient)}` },
        authoredOn: btg.startedAt,
        requester: { reference: `Practitioner/${this.#practitioner(btg.actor)}` },
        restriction: { period: { start: btg.startedAt, end } },
      });
    }
    if (consentInSitu?.given) {
      const by = consentInSitu.recordedBy ?? actor.id;
      const { scope } = consentInSitu;
      const isCategory = scope !== undefined && scope !== 'all';
      made.push(
        consent(this.id('in-situ'), this.patientId, 'consent-in-situ', {
          provision: {
            type: 'permit',
            period: { start: now },
            actor: [
              {
                role: coded(systems.participation, 'IRCP'),
                reference: { reference: `Practitioner/${this.#practitioner(by)}` },
              },
            ],
            ...(isCategory ? { class: [{ system: categorySystem, code: scope }] } : {}),
          },
        }),
      );
    }
    namedForAddress.forEach((name, n) => {
      made.push(
        consent(this.id(`address-${n}`), this.patientId, 'address-access', {
          dateTime: '2020-01-01',
          provision: {
            type: 'permit',
            actor: [
              {
                role: coded(systems.participation, 'IRCP'),
                reference: { reference: `Practitioner/${this.#practitioner(name)}` },
              },
            ],
          },
        }),
      );
    });
    return made;
  }

  #kin(): Resource[] {
    const { actor, kin, mandate } = this.#facts;
    const patient = { reference: `Patient/${this.patientId}` };
    const made: Resource[] = [];
    if (kin !== null) {
      const limits: string[] = [];
      if (kin.courtRestriction) limits.push('court-restriction');
      if (kin.careOrder) limits.push(kin.careOrder);
      if (kin.hasDocumentedNeed) limits.push('documented-need');
      const relationship = [
        ...(kin.parentalResponsibility ? [coded(systems.parentalResponsibility, 'felles')] : []),
        ...limits.map((code) => coded(systems.parentalLimit, code)),
        coded(systems.kinship, 'FA'),
      ];
      made.push({
        resourceType: 'RelatedPerson',
        id: this.id('kin'),
        identifier: [this.#number(actor.id)],
        active: true,
        patient,
        relationship,
      });
    }
    if (mandate !== null) {
      const isGuardian = mandate.kind === 'guardian';
      const end = mandate.revokedAt ?? mandate.to;
      const categories = mandate.scopes.filter((scope) => !['read-record', 'personal'].includes(scope));
      made.push({
        resourceType: 'Consent',
        id: this.id('mandate'),
        status: 'active',
        scope: coded(systems.consentScope, 'patient-privacy'),
        category: [coded(systems.representation, isGuardian ? 'VE' : 'FU')],
        patient,
        dateTime: mandate.from,
        policyRule: { text: 'Fullmakt' },
        provision: {
          type: 'permit',
          period: { start: mandate.from, ...(end ? { end } : {}) },
          actor: [
            {
              role: coded(systems.participation, 'IRCP'),
              reference: { identifier: this.#number(actor.id), display: 'Proxy' },
            },
          ],
          ...(categories.length === 0 ? {} : { class: categories.map((code) => ({ system: categorySystem, code })) }),
        },
      });
    }
    return made;
  }

  #research(): Resource[] {
    const { project, actor } = this.#facts;
    if (project === null) return [];
    return [
      {
        resourceType: 'ResearchStudy',
        id: this.id('study'),
        extension: [{ url: extensionOf('smallest-group'), valuePositiveInt: project.k }],
        status: project.approved ? 'active' : 'in-review',
        ...(project.pseudonymised
          ? { category: [coded('https://enjournal.no/fhir/CodeSystem/research-data', 'pseudonymised')] }
          : {}),
        principalInvestigator: { reference: `Practitioner/${this.#practitioner(actor.id)}` },
      },
    ];
  }

  #resource(): Resource[] {
    const { resource } = this.#facts;
    const { type, category, labels, custodianUnit, custodianOrg, author, created } = resource;
    if (type === 'Patient' || type === 'AuditEvent') return [];
    const security = [
      { system: categorySystem, code: category },
      ...labels.map((code) => ({ system: labelSystem, code: code === 'withheld-from-patient' ? 'withheld' : code })),
    ];
    const tag = [custodianUnit, custodianOrg].flatMap((name) =>
      name === undefined ? [] : [{ system: systems.custodian, code: this.id(name) }],
    );
    if (author !== undefined) {
      const writer = author.startsWith('Patient/') ? `Patient/${this.id(author.slice(8))}` : this.#practitioner(author);
      tag.push({ system: systems.recorder, code: writer });
    }
    const meta = { security, tag };
    const [, id = ''] = this.resourceReference().split('/');
    return [{ resourceType: type, id, meta, ...contentOf(type, { reference: `Patient/${this.patientId}` }, created) }];
  }
}
