import { type ElementInfo, elementNamed, isPrimitive, primitiveTypes } from '../definitions/elements.ts';
import { Decimals, isLossy, type Parsed } from '../json/index.ts';
import type { Json, JsonObject } from '../resource.ts';
import { isResourceType } from '../types.ts';
import { type OpenTag, XmlReader } from './reader.ts';
import { readDiv, xhtmlNamespace } from './xhtml.ts';

export const fhirNamespace = 'http://hl7.org/fhir';
const schemaInstanceNamespace = 'http://www.w3.org/2001/XMLSchema-instance';

/** As deep as JSON may be: objects and arrays within each other. */
const maxDepth = 64;

/**
 * Reads a resource in FHIR XML into the JSON form. Elements may come in any order; unknown ones, text between
 * elements and values that are not of their type are refused. Decimals are remembered as written, the narrative's
 * `div` keeps its characters. Document types, entities and processing instructions are refused.
 * @throws Problem `invalid`; `expression` is the line and column
 * @source FHIR R4, xml.html
 */
export function xmlToJson(text: string): Parsed {
  const converter = new Converter(text.startsWith('\uFEFF') ? text.slice(1) : text);
  const value = converter.document();
  return { value, decimals: converter.decimals, members: converter.members };
}

/** What has been read of one element of an object: values, and what stands beside each in the `_` member. */
type Found = { element: ElementInfo; values: Json[]; extras: Json[]; texts: (string | undefined)[] };

class Converter {
  readonly decimals = new Decimals();
  members = 0;
  readonly #reader: XmlReader;

  constructor(text: string) {
    this.#reader = new XmlReader(text);
  }

  document(): JsonObject {
    const root = this.#reader.next();
    if (root.kind !== 'open') throw this.#problem('xml-syntax', 'There is no element', root.start);
    const resource = this.#resource(root, 1, true);
    const rest = this.#reader.next();
    if (rest.kind !== 'end') throw this.#problem('xml-syntax', 'There is text after the resource', rest.start);
    return resource;
  }

  #problem(key: string, diagnostics: string, at: number) {
    return this.#reader.problem(key, diagnostics, at);
  }

  #resource(tag: OpenTag, depth: number, isRoot = false): JsonObject {
    this.#requireFhir(tag);
    if (!isResourceType(tag.name)) {
      throw this.#problem('xml-unknown-resource', 'The element is no resource type of FHIR R4', tag.start);
    }
    const attributes = isRoot
      ? tag.attributes.filter((each) => each.namespace !== schemaInstanceNamespace)
      : tag.attributes;
    this.members++;
    const resource: JsonObject = { resourceType: tag.name };
    this.#fill(resource, { ...tag, attributes }, tag.name, depth);
    return resource;
  }

  /** Reads attributes and children of an element into an object of a type or backbone element. */
  #fill(object: JsonObject, tag: OpenTag, type: string, depth: number): void {
    if (depth > maxDepth) throw this.#problem('xml-too-deep', `Nested deeper than ${maxDepth} levels`, tag.start);
    for (const { namespace, name, value } of tag.attributes) {
      const element = namespace === '' ? elementNamed(type, name)?.element : undefined;
      if (element?.xml !== 'attribute') {
        throw this.#problem(
          'xml-unknown-attribute',
          `An element of type ${type} has no attribute of this name`,
          tag.start,
        );
      }
      if (value === '') throw this.#problem('xml-value', 'An attribute must not be empty', tag.start);
      object[name] = value;
      this.members++;
    }
    const found = new Map<string, Found>();
    for (const child of this.#children(tag)) this.#child(found, child, type, depth);
    for (const [name, each] of found) this.#put(object, name, each);
  }

  /** The child elements; each must be read to its end before the next is asked for. */
  *#children(tag: OpenTag): Generator<OpenTag> {
    if (tag.isEmpty) return;
    for (;;) {
      const token = this.#reader.next();
      if (token.kind === 'close' || token.kind === 'end') return;
      if (token.kind === 'open') yield token;
      else if (/[^ \t\r\n]/.test(token.text)) {
        throw this.#problem('xml-text', 'Text is not allowed between elements', token.start);
      }
    }
  }

  #child(found: Map<string, Found>, tag: OpenTag, type: string, depth: number): void {
    const known = elementNamed(type, tag.name);
    const isDiv = known?.element.xml === 'xhtml' && tag.namespace === xhtmlNamespace;
    if (!isDiv) this.#requireFhir(tag);
    if (!known || known.element.xml === 'attribute') {
      throw this.#problem('xml-unknown-element', `${type} has no element of this name`, tag.start);
    }
    if (known.element.xml === 'xhtml' && !isDiv) {
      throw this.#problem('xml-namespace', 'The div of a narrative must be in the namespace of XHTML', tag.start);
    }
    let each = found.get(tag.name);
    if (each && !known.element.isArray) {
      throw this.#problem('xml-repeated-element', 'The element occurs twice and does not repeat', tag.start);
    }
    each ??= { element: known.element, values: [], extras: [], texts: [] };
    found.set(tag.name, each);
    const inner = depth + (known.element.isArray ? 2 : 1);
    if (isDiv) this.#add(each, readDiv(this.#reader, tag));
    else if (known.type === 'Resource') this.#add(each, this.#wrapped(tag, inner));
    else if (isPrimitive(known.type)) this.#primitive(each, tag, known.type, inner);
    else this.#add(each, this.#complex(tag, known.type, inner));
  }

  #add(found: Found, value: Json, extra: Json = null, text?: string): void {
    found.values.push(value);
    found.extras.push(extra);
    found.texts.push(text);
  }

  #complex(tag: OpenTag, type: string, depth: number): JsonObject {
    const object: JsonObject = {};
    this.#fill(object, tag, type, depth);
    this.#requireContent(object, tag);
    return object;
  }

  /** A resource within an element, as in `contained` and `Bundle.entry.resource`. */
  #wrapped(tag: OpenTag, depth: number): JsonObject {
    if (tag.attributes.length > 0) {
      throw this.#problem('xml-unknown-attribute', 'An element that holds a resource has no attributes', tag.start);
    }
    const resources: JsonObject[] = [];
    for (const child of this.#children(tag)) resources.push(this.#resource(child, depth));
    if (resources.length !== 1) {
      throw this.#problem('xml-resource-count', 'The element must hold exactly one resource', tag.start);
    }
    return resources[0] as JsonObject;
  }

  #primitive(found: Found, tag: OpenTag, type: string, depth: number): void {
    const written = tag.attributes.find((each) => each.name === 'value' && each.namespace === '');
    const extra: JsonObject = {};
    this.#fill(extra, { ...tag, attributes: tag.attributes.filter((each) => each !== written) }, type, depth);
    if (!written) {
      this.#requireContent(extra, tag);
      this.#add(found, null, extra);
      return;
    }
    const value = valueOfType(type, written.value);
    if (value === undefined) {
      throw this.#problem('xml-value', `The value is not of the type ${type}`, tag.start);
    }
    const text = typeof value === 'number' ? written.value.replace(/^\+/, '') : undefined;
    this.#add(found, value, Object.keys(extra).length > 0 ? extra : null, text);
  }

  #requireContent(object: JsonObject, tag: OpenTag): void {
    for (const _ in object) return;
    throw this.#problem('xml-empty-element', 'An element must have a value or content', tag.start);
  }

  #requireFhir(tag: OpenTag): void {
    if (tag.namespace !== fhirNamespace) {
      throw this.#problem('xml-namespace', `The element must be in the namespace ${fhirNamespace}`, tag.start);
    }
  }

  #put(object: JsonObject, name: string, { element, values, extras, texts }: Found): void {
    const hasValues = values.some((value) => value !== null);
    if (hasValues) {
      object[name] = element.isArray ? values : (values[0] as Json);
      this.members++;
    }
    if (extras.some((extra) => extra !== null)) {
      object[`_${name}`] = element.isArray ? extras : (extras[0] as Json);
      this.members++;
    }
    for (const [index, text] of texts.entries()) {
      if (text === undefined || !isLossy(text)) continue;
      if (element.isArray) this.decimals.remember(values, index, text);
      else this.decimals.remember(object, name, text);
    }
  }
}

/** The JSON value of an attribute; undefined when it is not of the type. */
function valueOfType(type: string, text: string): Json | undefined {
  const kind = primitiveTypes.get(type);
  if (kind === 'boolean') return text === 'true' ? true : text === 'false' ? false : undefined;
  if (kind !== 'number') return text === '' ? undefined : text;
  const value = Number(text);
  return (type === 'decimal' ? decimal : integer).test(text) && Number.isFinite(value) ? value : undefined;
}

const decimal = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;
const integer = /^[+-]?(?:0|[1-9][0-9]*)$/;
