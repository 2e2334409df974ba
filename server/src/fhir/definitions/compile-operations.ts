import type { JsonObject } from '../resource.ts';
import { readBundle } from './sources.ts';

/** The parameters of R4's own operations, by the canonical URL of their OperationDefinition. */
export function compileOperations(): string {
  const definitions = readBundle('profiles-resources.json').filter(
    ({ resourceType }) => resourceType === 'OperationDefinition',
  );
  return JSON.stringify(
    Object.fromEntries(definitions.map(({ url, parameter = [] }) => [url, parameter as JsonObject[]])),
  );
}
