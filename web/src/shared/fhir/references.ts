import type { Reference, Resource } from './types.ts';

/** `Type/id` of a reference to this server, without version or address; undefined for anything else. */
export function localReference(reference: Reference | string | undefined): string | undefined {
  const text = typeof reference === 'string' ? reference : reference?.reference;
  return text?.match(/(?:^|\/)([A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64})(?:\/_history\/[^/]+)?$/)?.[1];
}

export function keyOf(resource: Resource): string {
  return `${resource.resourceType}/${resource.id ?? ''}`;
}
