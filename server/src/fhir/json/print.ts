import type { Json } from '../resource.ts';
import type { Decimals } from './decimals.ts';

/** Compact JSON. Numbers that `decimals` remembers come out as they were written. Strings must hold no NUL. */
export function printJson(value: Json, decimals?: Decimals): string {
  return decimals === undefined || decimals.isEmpty ? JSON.stringify(value) : print(value, decimals);
}

function print(value: Json, decimals: Decimals): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) {
    return `[${value.map((item, index) => printPart(value, index, item, decimals)).join(',')}]`;
  }
  let text = '';
  for (const name of Object.keys(value)) {
    const item = value[name];
    // As JSON.stringify does; a member set to undefined is not there.
    if (item === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${printPart(value, name, item, decimals)}`;
  }
  return `{${text}}`;
}

function printPart(holder: object, key: string | number, value: Json, decimals: Decimals): string {
  if (typeof value !== 'number') return print(value ?? null, decimals);
  return decimals.textOf(holder, key, value) ?? JSON.stringify(value);
}
