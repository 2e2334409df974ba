import type { JsonObject } from '../../resource.ts';
import type { Item } from './items.ts';

type Code = { system: string | undefined; code: string };

/** The codes an item carries: itself, a Coding's, those of a concept, a Quantity's unit. */
export function codesOf({ value }: Item): Code[] {
  if (typeof value === 'string') return [{ system: undefined, code: value }];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  if (Array.isArray(value.coding)) return value.coding.flatMap((coding) => codeOf(coding as JsonObject));
  return codeOf(value);
}

function codeOf({ system, code }: JsonObject): Code[] {
  return typeof code === 'string' ? [{ system: typeof system === 'string' ? system : undefined, code }] : [];
}
