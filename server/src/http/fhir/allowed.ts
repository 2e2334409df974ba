import type { FhirService } from './service.ts';

const reads = ['GET', 'HEAD'];

/**
 * The methods that an address takes, for the answer to one that it does not.
 * @source RFC 9110, section 15.5.6; FHIR R4 http.html
 */
export function allowedAt({ operations }: Pick<FhirService, 'operations'>, path: readonly string[]): string[] {
  const last = path.at(-1) ?? '';
  if (last.startsWith('$'))
    return operations.some(({ name, get }) => name === last.slice(1) && get) ? [...reads, 'POST'] : ['POST'];
  if (last === '_search' || path.length === 0) return [...reads, 'POST'];
  if (path[0] === 'AuditEvent' || path[0] === 'metadata' || last === '_history' || path.length > 2) return reads;
  return path.length === 1 ? [...reads, 'POST', 'PUT', 'PATCH', 'DELETE'] : [...reads, 'PUT', 'PATCH', 'DELETE'];
}
