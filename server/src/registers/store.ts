import type { Issue } from '../fhir/issue.ts';
import type { JsonObject, Resource } from '../fhir/resource.ts';

/**
 * The record store as the registers need it: FHIR, whether over HTTP or in the same process. All go by the one gate, as
 * a system with a purpose.
 */
export type RegisterStore = {
  /** All resources that match; criteria go in a body, for they carry numbers of persons. */
  search(type: string, criteria: readonly (readonly [string, string])[]): Promise<Resource[]>;
  /** All of the entries, or none. */
  transact(entries: readonly Entry[]): Promise<Transacted>;
};

export type Entry =
  | { method: 'POST'; resource: Resource; fullUrl?: string; ifNoneExist?: string }
  | { method: 'PUT'; resource: Resource; ifMatch?: string }
  /** `reference` is `Type/id`. */
  | { method: 'DELETE'; reference: string; ifMatch?: string };

export type Transacted = { done: true } | { done: false; status: number; issues: readonly Issue[] };

/** Entries as the transaction Bundle that is sent. */
export function transactionOf(entries: readonly Entry[]): Resource {
  return { resourceType: 'Bundle', type: 'transaction', entry: entries.map(bundled) };
}

function bundled(entry: Entry): JsonObject {
  if (entry.method === 'POST') {
    const { method, resource, fullUrl, ifNoneExist } = entry;
    return {
      ...(fullUrl === undefined ? {} : { fullUrl }),
      resource,
      request: { method, url: resource.resourceType, ...(ifNoneExist === undefined ? {} : { ifNoneExist }) },
    };
  }
  const condition = entry.ifMatch === undefined ? {} : { ifMatch: entry.ifMatch };
  if (entry.method === 'DELETE') return { request: { method: 'DELETE', url: entry.reference, ...condition } };
  const { method, resource } = entry;
  return { resource, request: { method, url: `${resource.resourceType}/${resource.id}`, ...condition } };
}

/** The change of a resource that was read, if it is one: PUT in place of the version that was read. */
export function changeOf(before: Resource, after: Resource): Entry[] {
  if (isSame(before, after)) return [];
  const { versionId, lastUpdated, ...meta } = after.meta ?? {};
  const version = before.meta?.versionId;
  return [
    {
      method: 'PUT',
      resource: Object.keys(meta).length === 0 ? withoutMeta(after) : { ...after, meta },
      ...(version === undefined ? {} : { ifMatch: `W/"${version}"` }),
    },
  ];
}

function withoutMeta({ meta, ...rest }: Resource): Resource {
  return rest as Resource;
}

/** Whether two resources say the same, whatever the order of their members. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((one, i) => isSame(one, b[i]));
  }
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  for (const name of names) if (!isSame(left[name], right[name])) return false;
  return true;
}
