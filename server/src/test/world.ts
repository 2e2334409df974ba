import type { Actor } from '../access/actor.ts';
import { bornOn } from '../access/age.ts';
import type { AccessCase, CaseFacts } from '../access/cases/read-cases.ts';
import { categorySystem, labelSystem } from '../access/categories.ts';
import { extensionOf, systems } from '../access/rules/codes.ts';
import type { JsonObject } from '../fhir/resource.ts';
import { nationalNumbers } from './national-numbers.ts';
import type { TestServer } from './server.ts';
import { store } from './stored.ts';
import { blocks, situation } from './world-consents.ts';
import { contentOf, type Names, type Resource } from './world-contents.ts';
import { kin, research } from './world-kin.ts';
import { organisations, people } from './world-people.ts';
import { relationResources } from './world-relations.ts';

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
  await store(server, world.all());
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
    const facts = this.#facts;
    const names = this.#names();
    return [
      ...organisations(facts, names),
      ...people(facts, names),
      ...this.#patients(),
      ...facts.relations.flatMap((one, n) => relationResources(one, this.id(`relation-${n}`), names)),
      ...blocks(facts, names),
      ...situation(facts, names),
      ...kin(facts, names),
      ...research(facts, names),
      ...this.#resource(),
    ];
  }

  actor(): Actor {
    const { actor } = this.#facts;
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
      roleOf: (name) => this.#roleOf(name),
      number: (name) => this.#number(name),
      resource: this.resourceReference(),
    };
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
