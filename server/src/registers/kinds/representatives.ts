import { randomUUID } from 'node:crypto';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { systemOfNumber } from '../numbers.ts';
import { changeOf, type Entry } from '../store.ts';
import { codeSystems, extensionUrl, isPersonSystem, volven } from '../systems.ts';
import { compact, hasCode, humanName, objects, type Setting, withMembers } from './kind.ts';
import type { CareOrder, Custodian, Guardian, PersonName } from './person-row.ts';

const KIN = { mor: ['MO', 'mor'], far: ['FA', 'far'], medmor: ['MM', 'medmor'] } as const;

/** Those near a person, as they stand and as they shall be: one who is both parent and guardian is changed once. */
class Near {
  readonly #patient: string;
  readonly #all: { before?: Resource; after: Resource; fullUrl: string }[];

  constructor(patient: string, related: readonly Resource[]) {
    this.#patient = patient;
    this.#all = related.map((before) => ({ before, after: before, fullUrl: `RelatedPerson/${before.id}` }));
  }

  /** Gives someone a relationship in place of those that `replaced` picks. @returns the reference to that person */
  give(number: string, name: PersonName, replaced: (concept: JsonObject) => boolean, own: JsonObject[]): string {
    let one = this.#all.find(({ after }) => numbersIn(after).includes(number));
    if (one === undefined) {
      one = { after: relatedPerson(this.#patient, number, name), fullUrl: `urn:uuid:${randomUUID()}` };
      this.#all.push(one);
    }
    const kept = objects(one.after.relationship).filter((concept) => !replaced(concept));
    const more = own.filter((concept) => !kept.some((other) => coversAll(other, concept)));
    one.after = withMembers(one.after, { active: true, relationship: [...kept, ...more] });
    return one.fullUrl;
  }

  /** Takes a relationship from all but those with these numbers. */
  take(picked: (concept: JsonObject) => boolean, but: ReadonlySet<string>): void {
    for (const one of this.#all) {
      if (numbersIn(one.after).some((number) => but.has(number))) continue;
      const all = objects(one.after.relationship);
      const left = all.filter((concept) => !picked(concept));
      if (left.length === all.length) continue;
      one.after = withMembers(one.after, { relationship: left, ...(left.length === 0 ? { active: false } : {}) });
    }
  }

  entries(): Entry[] {
    return this.#all.flatMap(({ before, after, fullUrl }): Entry[] =>
      before === undefined ? [{ method: 'POST', resource: after, fullUrl }] : changeOf(before, after),
    );
  }
}

const isResponsibility = (concept: JsonObject): boolean => hasCode([concept], codeSystems.parentalResponsibility);
const isCareOrder = (concept: JsonObject): boolean =>
  (['taken-from', 'child-welfare', 'foster-parent'] as const).some((role) =>
    hasCode([concept], codeSystems.parentalLimit, role),
  );
const isGuardian = (concept: JsonObject): boolean => hasCode([concept], volven(7611), 'VE');

/** Whether a concept has every coding of another. */
const coversAll = (concept: JsonObject, other: JsonObject): boolean =>
  objects(other.coding).every(({ system, code }) => hasCode([concept], system as string, code as string)) &&
  concept.text === other.text;

/** What must change for custodians and guardians to be those of the register; undefined lists are not touched. */
export function representativeEntries(
  told: { custodians?: readonly Custodian[]; guardians?: readonly Guardian[]; careOrders?: readonly CareOrder[] },
  patient: string,
  known: { related: readonly Resource[]; mandates: readonly Resource[] },
  setting: Setting,
): Entry[] {
  const near = new Near(patient, known.related);
  if (told.custodians !== undefined) setCustody(near, told.custodians, setting);
  if (told.careOrders !== undefined) setCareOrders(near, told.careOrders, setting);
  const mandates =
    told.guardians === undefined ? [] : setGuardians(near, told.guardians, patient, known.mandates, setting);
  return [...near.entries(), ...mandates];
}

/**
 * Parental responsibility becomes a coding of the RelatedPerson (no-basis-parental-responsibility). Who no longer has it
 * stays near, without the coding: living with a child, or being its kin, is something else.
 */
function setCustody(near: Near, custodians: readonly Custodian[], setting: Setting): void {
  const holds = new Set<string>();
  for (const one of custodians) {
    if (isOver(one, setting)) continue;
    holds.add(one.number);
    const kin = one.kin === undefined ? undefined : KIN[one.kin];
    near.give(one.number, one.name, isResponsibility, [
      ...(kin === undefined
        ? []
        : [
            { coding: [{ system: volven(9033), code: kin[0] }] },
            { coding: [{ system: codeSystems.familyRelation, code: kin[1] }] },
          ]),
      { coding: [{ system: codeSystems.parentalResponsibility, code: one.responsibility }] },
    ]);
  }
  near.take(isResponsibility, holds);
}

/**
 * What a decision to take over the care says of each becomes a coding of the RelatedPerson (parental-limit) with the decision's own
 * time: parental responsibility stands beside it. @source pbrl § 3-4 sixth paragraph
 */
function setCareOrders(near: Near, orders: readonly CareOrder[], setting: Setting): void {
  const holds = new Set<string>();
  for (const one of orders) {
    if (isOver(one, setting)) continue;
    holds.add(one.number);
    near.give(one.number, one.name, isCareOrder, [
      compact({
        extension: [
          { url: extensionUrl('relationship-period'), valuePeriod: compact({ start: one.from, end: one.to }) },
        ],
        coding: [{ system: codeSystems.parentalLimit, code: one.role }],
        text: one.office,
      }),
    ]);
  }
  near.take(isCareOrder, holds);
}

/**
 * A guardian becomes a RelatedPerson (7611 VE) and, where the guardianship is of personal interests, a Consent that lets
 * the guardian act: one of means alone gives no say in health matters. @source vergemålsloven § 31, pbrl § 4-7
 */
function setGuardians(
  near: Near,
  guardians: readonly Guardian[],
  patient: string,
  mandates: readonly Resource[],
  setting: Setting,
): Entry[] {
  const entries: Entry[] = [];
  const holds = new Set<string>();
  const mayAct = new Set<string>();
  for (const one of guardians) {
    if (isOver(one, setting)) continue;
    holds.add(one.number);
    const isPersonal = one.scope !== 'oekonomiskeInteresser';
    const own = compact({
      coding: [{ system: volven(7611), code: 'VE' }],
      text: isPersonal ? undefined : 'Vergemål, bare økonomiske forhold',
    });
    const holder = near.give(one.number, one.name, isGuardian, [own]);
    if (!isPersonal) continue;
    mayAct.add(one.number);
    const mandate = mandates.find((consent) => consent.status === 'active' && holderOf(consent) === one.number);
    const provision = provisionOf(one, holder);
    if (mandate === undefined) entries.push({ method: 'POST', resource: mandateOf(patient, one, provision) });
    else {
      const stands = { ...(mandate.provision as JsonObject), period: provision.period! };
      entries.push(...changeOf(mandate, withMembers(mandate, { provision: stands })));
    }
  }
  for (const consent of mandates) {
    if (consent.status !== 'active' || mayAct.has(holderOf(consent) ?? '')) continue;
    entries.push(...changeOf(consent, endedMandate(consent, setting.today)));
  }
  near.take(isGuardian, holds);
  return entries;
}

/** A mandate that holds no longer, from a day on. */
export function endedMandate(consent: Resource, day: string): Resource {
  const provision = (consent.provision ?? {}) as JsonObject;
  const period = (provision.period ?? {}) as JsonObject;
  const end = typeof period.end === 'string' && period.end < day ? period.end : day;
  return { ...consent, status: 'inactive', provision: { ...provision, period: { ...period, end } } };
}

const isOver = ({ to }: { to?: string }, { today }: Setting): boolean => to !== undefined && to < today;

const numbersIn = (related: Resource): string[] =>
  objects(related.identifier)
    .filter(({ system }) => isPersonSystem(system))
    .map(({ value }) => value as string);

/** The number of the one a mandate is given to. */
function holderOf(consent: Resource): string | undefined {
  const actors = objects((consent.provision as JsonObject | undefined)?.actor);
  for (const { reference } of actors) {
    const identifier = (reference as { identifier?: JsonObject } | undefined)?.identifier;
    if (isPersonSystem(identifier?.system)) return identifier?.value as string;
  }
  return undefined;
}

function relatedPerson(patient: string, number: string, name: PersonName): Resource {
  return {
    resourceType: 'RelatedPerson',
    identifier: [{ use: 'official', system: systemOfNumber(number), value: number }],
    active: true,
    patient: { reference: patient },
    name: [humanName(name)],
  };
}

function provisionOf(guardian: Guardian, holder: string): JsonObject {
  return {
    type: 'permit',
    period: compact({ start: guardian.from, end: guardian.to }),
    code: [{ text: 'Vergemål som omfatter personlige forhold' }],
    actor: [
      {
        role: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code: 'GUARD' }] },
        reference: {
          reference: holder,
          identifier: { system: systemOfNumber(guardian.number), value: guardian.number },
        },
      },
    ],
  };
}

function mandateOf(patient: string, guardian: Guardian, provision: JsonObject): Resource {
  return {
    resourceType: 'Consent',
    status: 'active',
    scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'treatment' }] },
    category: [{ coding: [{ system: volven(7611), code: 'VE' }] }],
    patient: { reference: patient },
    dateTime: guardian.from,
    policyRule: { text: 'Vergemålsloven § 31, pasient- og brukerrettighetsloven § 4-7' },
    provision,
  };
}
