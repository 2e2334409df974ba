import type { CaseFacts } from '../access/cases/read-cases.ts';
import { extensionOf, systems } from '../access/rules/codes.ts';
import type { JsonObject } from '../fhir/resource.ts';
import { coded, type Names, type Resource } from './world-contents.ts';

/** The units that a case names, and what they are part of. */
export function organisations(facts: CaseFacts, names: Names): Resource[] {
  const { actor, relations, resource, blocks } = facts;
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
  for (const employer of [facts.patient.employeeOf ?? []].flat())
    if (!pairs.has(employer)) pairs.set(employer, undefined);
  return [...pairs].map(([name, parent]) => ({
    resourceType: 'Organization',
    id: names.id(name),
    name,
    ...(parent === undefined ? {} : { partOf: { reference: `Organization/${names.id(parent)}` } }),
  }));
}

/** Who works where, and who else the case names. */
export function people(facts: CaseFacts, names: Names): Resource[] {
  const { actor, relations, patient, now } = facts;
  const made: Resource[] = [];
  const past = new Date(Date.parse(now) - 400 * 86_400_000).toISOString().slice(0, 10);
  const yesterday = new Date(Date.parse(now) - 86_400_000).toISOString().slice(0, 10);
  if (actor.kind === 'staff') {
    const practitioner = names.practitioner(actor.id);
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
      valueReference: { reference: `Practitioner/${names.practitioner(whom)}` },
    });
    if (actor.supervisor) extension.push(about('supervisor', actor.supervisor));
    if (actor.onBehalfOf) extension.push(about('acts-for', actor.onBehalfOf));
    made.push({
      resourceType: 'PractitionerRole',
      id: names.roleOf(actor.id),
      ...(extension.length === 0 ? {} : { extension }),
      active: true,
      period: actor.employed === false ? { start: past, end: yesterday } : { start: past },
      practitioner: { reference: `Practitioner/${practitioner}` },
      organization: { reference: `Organization/${names.id(actor.unit ?? '')}` },
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
    made.push({ resourceType: 'Practitioner', id: names.practitioner(name) });
  }
  for (const employer of [patient.employeeOf ?? []].flat()) {
    const id = names.id('the-patient-at-work');
    made.push({ resourceType: 'Practitioner', id, identifier: [names.number(patient.id)] });
    made.push({
      resourceType: 'PractitionerRole',
      id: `${id}-role`,
      active: true,
      practitioner: { reference: `Practitioner/${id}` },
      organization: { reference: `Organization/${names.id(employer)}` },
    });
  }
  return made;
}
