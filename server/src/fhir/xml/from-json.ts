import { type ElementInfo, elementsOf, isPrimitive } from '../definitions/elements.ts';
import { problem } from '../issue.ts';
import type { Decimals } from '../json/index.ts';
import type { Json, JsonObject } from '../resource.ts';
import { isResourceType } from '../types.ts';
import { escapeAttribute } from './characters.ts';
import { fhirNamespace } from './to-json.ts';
import { printDiv } from './xhtml.ts';

/**
 * A resource in FHIR XML, elements in the order of the specification. Numbers that `decimals` remembers come out as
 * they were written.
 * @throws Problem `fault` when the resource has a member that its type does not know, for that would be lost
 * @source FHIR R4, xml.html
 */
export function jsonToXml(resource: JsonObject, decimals?: Decimals): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new Writer(decimals).resource(resource, ` xmlns="${fhirNamespace}"`)}`;
}

class Writer {
  readonly #decimals: Decimals | undefined;

  constructor(decimals: Decimals | undefined) {
    this.#decimals = decimals?.isEmpty ? undefined : decimals;
  }

  resource(resource: JsonObject, declaration = ''): string {
    const { resourceType: type } = resource;
    if (typeof type !== 'string' || !isResourceType(type)) throw unknown('a resource type');
    return this.#tag(type, declaration, resource, type, 1);
  }

  /** An element with the attributes and children of an object; `known` members of it are seen to elsewhere. */
  #tag(name: string, attributes: string, object: JsonObject, type: string, known = 0): string {
    const elements = elementsOf(type);
    let start = attributes;
    let content = '';
    let written = known;
    for (const element of elements) {
      for (const jsonName of element.jsonNames) {
        const value = object[jsonName];
        const extra = object[`_${jsonName}`];
        if (value === undefined && extra === undefined) continue;
        written += Number(value !== undefined) + Number(extra !== undefined);
        if (element.xml === 'attribute') start += this.#attribute(jsonName, value, extra);
        else content += this.#element(element, jsonName, object, value, extra);
      }
    }
    const members = Object.values(object).filter((value) => value !== undefined).length;
    if (written !== members) throw unknown('a member');
    return content === '' ? `<${name}${start}/>` : `<${name}${start}>${content}</${name}>`;
  }

  #attribute(name: string, value: Json | undefined, extra: Json | undefined): string {
    if (typeof value !== 'string' || extra !== undefined) throw unknown('a value');
    return ` ${name}="${escapeAttribute(value)}"`;
  }

  #element(element: ElementInfo, name: string, holder: JsonObject, value: Json | undefined, extra: Json | undefined) {
    const type = element.types[element.jsonNames.indexOf(name)] as string;
    if (!Array.isArray(value) && !Array.isArray(extra)) return this.#item(type, name, holder, name, value, extra);
    const values = Array.isArray(value) ? value : [];
    const extras = Array.isArray(extra) ? extra : [];
    let xml = '';
    for (let index = 0; index < Math.max(values.length, extras.length); index++) {
      xml += this.#item(type, name, values, index, values[index], extras[index]);
    }
    return xml;
  }

  #item(
    type: string,
    name: string,
    holder: object,
    key: string | number,
    value: Json | undefined,
    extra: Json | undefined,
  ): string {
    if (type === 'xhtml' && typeof value === 'string') return printDiv(value);
    if (isPrimitive(type)) return this.#primitive(type, name, holder, key, value ?? null, extra ?? null);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unknown('a value');
    return type === 'Resource' ? `<${name}>${this.resource(value)}</${name}>` : this.#tag(name, '', value, type);
  }

  #primitive(type: string, name: string, holder: object, key: string | number, value: Json, extra: Json): string {
    if (value === null && extra === null) return '';
    if (typeof value === 'object' && value !== null) throw unknown('a value');
    const text = typeof value === 'number' ? this.#decimals?.textOf(holder, key, value) : undefined;
    const attribute = value === null ? '' : ` value="${escapeAttribute(text ?? String(value))}"`;
    if (extra === null) return `<${name}${attribute}/>`;
    if (typeof extra !== 'object' || Array.isArray(extra)) throw unknown('a value');
    return this.#tag(name, attribute, extra, type);
  }
}

function unknown(what: string) {
  return problem('fault', 'xml-cannot-be-written', {
    diagnostics: `The resource holds ${what} that FHIR R4 does not know, and cannot be written as XML`,
  });
}
