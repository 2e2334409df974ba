import type { Json, JsonObject } from '../fhir/resource.ts';

/** A string in a resource that may have to be replaced when ids are given: where it stands, and what it says. */
export type Link = { holder: JsonObject | Json[]; key: string | number; text: string };

/** Members whose strings are never links, whatever they look like. */
const NOT_LINKS = new Set(['value', 'system', 'id', 'div']);

/**
 * The places in a resource that may name another entry of the same Bundle: `urn:` strings and absolute or relative
 * references, wherever their type is uri, canonical or Reference, and conditional references (`Patient?identifier=…`).
 * @source FHIR R4 http.html#trules
 */
export function linksOf(resource: JsonObject): Link[] {
  const links: Link[] = [];
  collect(resource, links);
  return links;
}

function collect(value: JsonObject | Json[], links: Link[]): void {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i += 1) visit(value, i, value[i] as Json, links);
    return;
  }
  for (const key in value) {
    if (NOT_LINKS.has(key)) {
      const inner = value[key];
      if (typeof inner === 'object' && inner !== null) collect(inner, links);
    } else visit(value, key, value[key] as Json, links);
  }
}

function visit(holder: JsonObject | Json[], key: string | number, value: Json, links: Link[]): void {
  if (typeof value === 'string') {
    if (key === 'reference' || value.startsWith('urn:') || value.startsWith('http'))
      links.push({ holder, key, text: value });
  } else if (typeof value === 'object' && value !== null) collect(value, links);
}

export function replaceLink(link: Link, text: string): void {
  (link.holder as JsonObject)[link.key as string] = text;
  link.text = text;
}

const CONDITIONAL = /^([A-Z][A-Za-z]+)\?(.+)$/;

/** The criteria of a conditional reference. */
export function conditionalReference(link: Link): { type: string; query: string } | undefined {
  if (link.key !== 'reference') return undefined;
  const match = CONDITIONAL.exec(link.text);
  return match === null ? undefined : { type: match[1]!, query: match[2]! };
}

/** Links in narrative (`href`, `src`) to entries of the Bundle. */
export function replaceNarrativeLinks(resource: JsonObject, urls: ReadonlyMap<string, string>): void {
  const text = resource.text as JsonObject | undefined;
  const div = text?.div;
  if (typeof div !== 'string' || !/(href|src)="urn:/.test(div)) return;
  (text as JsonObject).div = div.replace(/\b(href|src)="(urn:[^"]+)"/g, (whole, attribute: string, url: string) => {
    const target = urls.get(url);
    return target === undefined ? whole : `${attribute}="${target}"`;
  });
}
