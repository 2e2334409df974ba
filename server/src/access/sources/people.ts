import type { Resource } from '../../fhir/resource.ts';
import { codeAt, extensionAt, hasCode, idAt, listAt, periodAt, textAt } from '../reading.ts';
import { extensionOf, systems } from '../rules/codes.ts';
import { always, dataOf, type Fact, type Source } from './fact.ts';
import { identityFacts } from './patient.ts';

/** In which professions somebody is authorised; one that is withdrawn says so. */
export const practitionerFacts: Source = (resource) => [
  ...identityFacts(resource),
  ...listAt(resource.qualification).flatMap((one): Fact[] => {
    const category = codeAt(one.code, systems.profession);
    if (category === undefined || resource.id === undefined) return [];
    const status = textAt(extensionAt(one, extensionOf('authorisation-status'))?.valueCode) ?? 'active';
    return [{ kind: 'authorisation', person: resource.id, ...periodAt(one.period), data: { category, status } }];
  }),
];

/** Where somebody works, as what, from when to when; whom they may write for, and who supervises them. */
export const roleFacts: Source = (resource) => {
  const person = idAt(resource.practitioner, 'Practitioner');
  const unit = idAt(resource.organization, 'Organization');
  if (person === undefined || unit === undefined || resource.active === false) return [];
  const data = dataOf({
    id: resource.id,
    role: codeAt(resource.code, systems.accessRole),
    supervisor: referred(resource, 'supervisor')[0],
    actsFor: someOf(referred(resource, 'acts-for')),
  });
  return [{ kind: 'employment', person, unit, ...periodAt(resource.period), data }];
};

const referred = (resource: Resource, name: string): string[] =>
  listAt(resource.extension)
    .filter(({ url }) => url === extensionOf(name))
    .flatMap(({ valueReference }) => idAt(valueReference, 'Practitioner') ?? []);

const someOf = <T>(list: readonly T[]): readonly T[] | undefined => (list.length === 0 ? undefined : list);

/**
 * For whom an organisation gives care, and for how long: the contract. Or, of one that has no privacy officer of its own,
 * which other's looks after it by agreement.
 */
export const affiliationFacts: Source = (resource) => {
  const unit = idAt(resource.participatingOrganization, 'Organization');
  if (unit === undefined || resource.active === false) return [];
  const data = dataOf({ for: idAt(resource.organization, 'Organization') });
  const kind = hasCode(resource.code, systems.affiliationKind, 'privacy-officer') ? 'privacy-agreement' : 'affiliation';
  return [{ kind, unit, ...periodAt(resource.period), data }];
};

/** Where an organisation stands, which units' citizens it serves too, and whether it is outside of the health service. */
export const organisationFacts: Source = (resource) => {
  if (resource.id === undefined || resource.active === false) return [];
  const serves = listAt(resource.extension)
    .filter(({ url }) => url === extensionOf('serves-unit'))
    .flatMap(({ valueReference }) => idAt(valueReference, 'Organization') ?? []);
  const isOutside =
    hasCode(resource.type, systems.serviceKind, 'outside-health') ||
    hasCode(resource.type, systems.organisationType, 'edu');
  const data = dataOf({ partOf: idAt(resource.partOf, 'Organization'), serves: someOf(serves), outside: isOutside });
  return [{ kind: 'organisation', unit: resource.id, ...always, data }];
};
