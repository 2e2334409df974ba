import { localReference } from './references.ts';
import { systems } from './systems.ts';
import type { Reference, Resource } from './types.ts';

/** Who wrote a resource, and where: what every value on the screen can be traced to. */
export type Source = {
  author: Reference | undefined;
  organization: string | undefined;
  /** Code of the service, for its name in the reader's language. */
  service: string | undefined;
};

/** Elements that name who stands behind a resource, most responsible first. */
const authors = [
  'author',
  'recorder',
  'asserter',
  'requester',
  'performer',
  'sender',
  'source',
  'informationSource',
  'participant',
  'assessor',
  'careManager',
  'expressedBy',
] as const;
const organizations = ['custodian', 'serviceProvider', 'managingOrganization', 'insurer'] as const;

export function sourceOf(resource: Resource): Source {
  const loose = resource as unknown as Record<string, unknown>;
  const tags = resource.meta?.tag ?? [];
  const custodian = tags.find(({ system }) => system === systems.custodian);
  const referred = authors.flatMap((name) => referencesIn(loose[name]));
  const author =
    referred.find((reference) => isPerson(reference)) ??
    referred.find(
      (reference) =>
        !/^(Organization|Patient|Location|HealthcareService|Device)\//.test(localReference(reference) ?? ''),
    );
  const organization =
    custodian?.display ??
    organizations.flatMap((name) => referencesIn(loose[name])).find(({ display }) => display)?.display ??
    referred.find((reference) => localReference(reference)?.startsWith('Organization/'))?.display;
  return { author, organization, service: tags.find(({ system }) => system === systems.serviceKind)?.code };
}

function isPerson(reference: Reference): boolean {
  return /^(Practitioner|PractitionerRole|RelatedPerson)\//.test(localReference(reference) ?? '');
}

/** References in an element that is one, a list of them, or a list of `{ actor | individual | member }`. */
function referencesIn(value: unknown): Reference[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  const { reference, display, actor, individual, onBehalfOf } = value as Record<string, unknown>;
  if (typeof reference === 'string' || typeof display === 'string') return [value as Reference];
  return [actor, individual, onBehalfOf].flatMap(referencesIn);
}
