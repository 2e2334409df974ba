import type { Json } from '../../resource.ts';

/** A value that is exactly the fixed one. @source FHIR R4, elementdefinition.html#ElementDefinition.fixed[x] */
export function isEqual(value: Json | undefined, fixed: Json): boolean {
  if (value === fixed) return true;
  if (typeof value !== 'object' || typeof fixed !== 'object' || value === null || fixed === null) return false;
  if (Array.isArray(value) || Array.isArray(fixed)) {
    if (!Array.isArray(value) || !Array.isArray(fixed) || value.length !== fixed.length) return false;
    return value.every((item, index) => isEqual(item, fixed[index] as Json));
  }
  const names = Object.keys(fixed);
  return names.length === Object.keys(value).length && names.every((name) => isEqual(value[name], fixed[name] as Json));
}

/** A value that holds at least the pattern: of objects the members, of arrays each item somewhere. */
export function fitsPattern(value: Json | undefined, pattern: Json): boolean {
  if (value === pattern) return true;
  if (typeof value !== 'object' || typeof pattern !== 'object' || value === null || pattern === null) return false;
  if (Array.isArray(pattern)) {
    return Array.isArray(value) && pattern.every((part) => value.some((item) => fitsPattern(item, part)));
  }
  if (Array.isArray(value)) return false;
  return Object.keys(pattern).every((name) => fitsPattern(value[name], pattern[name] as Json));
}

/** The values at a path of member names, through arrays. */
export function dig(value: Json | undefined, path: readonly string[]): Json[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item) => dig(item, path));
  const [name, ...rest] = path;
  if (name === undefined) return [value];
  return typeof value === 'object' ? dig(value[name], rest) : [];
}
