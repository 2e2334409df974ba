import type { Issue } from '../issue.ts';
import { brokenIdentifierRule } from '../norwegian/identifiers.ts';
import type { Json, JsonObject } from '../resource.ts';
import { isUnit } from '../ucum.ts';
import type { Findings } from './findings.ts';
import { handWritten, isDistinct } from './invariants.ts';
import { narrativeFault } from './narrative.ts';
import * as primitives from './primitives.ts';
import { checkContainedAreUsed, checkReference } from './references.ts';

/** A generated check of one type: reports what is wrong with `object`, by paths relative to it. */
export type Check = (object: JsonObject, findings: Findings) => void;
type Predicate = (value: unknown) => boolean;
type ReferenceCheck = (object: JsonObject, findings: Findings, targets: Targets) => void;
type Targets = readonly string[] | undefined;

/** What the generated validator calls: the checks that are the same for every type. */
export const runtime = {
  ...primitives,
  ...{ bad, empty, missing, rule, twice, unknown, many, one, each, extra, extras, reference, references, concept },
  ...{ narrative, contained, nested, tooMany, identifier, isDistinct, matches, isNotWhole, handWritten },
  ...{ isMimeType, isCurrency, isUcum },
  /** The check of Extension; the generated module puts it here. */
  extension: (() => {}) as Check,
  /** The check of a resource type; the generated module's loader puts it here. */
  resourceCheck: (() => undefined) as (type: string) => Check | undefined,
};

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null;

/** A member holds one object. An array passes here; its indices are then unknown elements, and `unknown` tells why. */
function one(value: unknown, check: Check, findings: Findings, path: string): void {
  if (isObject(value)) {
    const before = findings.count;
    check(value, findings);
    if (findings.count !== before) findings.prefix(before, path);
  } else notAnObject(value, findings, path);
}

function each(value: unknown, check: Check, findings: Findings, path: string): void {
  if (!isFilledArray(value, findings, path)) return;
  for (let i = 0; i < value.length; i++) {
    const item = value[i];
    if (isObject(item)) {
      const before = findings.count;
      check(item, findings);
      if (findings.count !== before) findings.prefix(before, `${path}[${i}]`);
    } else notAnObject(item, findings, `${path}[${i}]`);
  }
}

function reference(value: unknown, check: ReferenceCheck, targets: Targets, findings: Findings, path: string): void {
  if (!isObject(value)) {
    notAnObject(value, findings, path);
    return;
  }
  const before = findings.count;
  check(value, findings, targets);
  if (findings.count === before) checkReference(value, targets, findings);
  if (findings.count !== before) findings.prefix(before, path);
}

function references(value: unknown, check: ReferenceCheck, targets: Targets, findings: Findings, path: string): void {
  if (!isFilledArray(value, findings, path)) return;
  for (let i = 0; i < value.length; i++) {
    const item = value[i];
    if (isObject(item)) {
      const before = findings.count;
      check(item, findings, targets);
      if (findings.count === before) checkReference(item, targets, findings);
      if (findings.count !== before) findings.prefix(before, `${path}[${i}]`);
    } else notAnObject(item, findings, `${path}[${i}]`);
  }
}

function isFilledArray(value: unknown, findings: Findings, path: string): value is Json[] {
  if (!Array.isArray(value)) {
    findings.error('structure', 'not-an-array', path, 'This element repeats; expected an array');
    return false;
  }
  if (value.length === 0) findings.error('structure', 'empty-array', path, 'An array must not be empty');
  return true;
}

function notAnObject(value: unknown, findings: Findings, path: string): void {
  const what = value === null ? 'null' : Array.isArray(value) ? 'an array' : `a ${typeof value}`;
  findings.error('structure', 'not-an-object', path, `Expected an object, found ${what}`);
}

/** A repeating primitive. A null keeps the place of an item that has only extensions, `extensions[i]`. */
function many(
  value: unknown,
  extensions: unknown,
  predicate: Predicate,
  findings: Findings,
  path: string,
  type: string,
  valueSet?: string,
): void {
  if (!isFilledArray(value, findings, path)) return;
  for (let i = 0; i < value.length; i++) {
    const item = value[i];
    if (predicate(item)) continue;
    const isPlace = item === null && Array.isArray(extensions) && isObject(extensions[i]);
    if (!isPlace) bad(findings, `${path}[${i}]`, item, type, valueSet);
  }
}

/** `_birthDate`: id and extensions of a primitive. Without a value beside it there must be an extension (ele-1). */
function extra(value: unknown, primitive: unknown, findings: Findings, path: string): void {
  if (isObject(value) && !Array.isArray(value)) elementOf(value, primitive !== undefined, findings, path);
  else notAnObject(value, findings, path);
}

/** `_given`: as `extra`, one for each item, null for an item that has only a value. */
function extras(value: unknown, primitives: unknown, findings: Findings, path: string): void {
  if (!isFilledArray(value, findings, path)) return;
  const values: unknown[] = Array.isArray(primitives) ? primitives : [];
  for (let i = 0; i < value.length; i++) {
    const item = value[i];
    const hasValue = values[i] !== undefined && values[i] !== null;
    if (item === null && hasValue) continue;
    if (item === null) {
      // Where the values have a null too, `many` has said so.
      if (i >= values.length) empty(undefined, findings, `${path}[${i}]`);
    } else extra(item, hasValue ? true : undefined, findings, `${path}[${i}]`);
  }
}

function elementOf(object: JsonObject, hasValue: boolean, findings: Findings, path: string): void {
  const before = findings.count;
  let hasContent = hasValue;
  let isEmpty = true;
  for (const name in object) {
    isEmpty = false;
    if (name === 'id') {
      if (!primitives.isString(object.id)) bad(findings, '.id', object.id, 'string');
    } else if (name === 'extension') {
      hasContent = true;
      each(object.extension, runtime.extension, findings, '.extension');
    } else unknown(object, name, findings);
  }
  if (isEmpty || !hasContent) empty(object, findings);
  if (findings.count !== before) findings.prefix(before, path);
}

const jsonTypes: Record<string, string> = {
  ...{ boolean: 'boolean', decimal: 'number', integer: 'number', positiveInt: 'number', unsignedInt: 'number' },
};

/** A primitive that is not as it should be: says whether it is of another JSON type, no such code, or ill-formed. */
function bad(findings: Findings, path: string, value: unknown, type: string, valueSet?: string): void {
  const expected = jsonTypes[type] ?? 'string';
  if (typeof value !== expected) {
    const what = value === null ? 'null' : Array.isArray(value) ? 'an array' : `a JSON ${typeof value}`;
    findings.error('structure', 'wrong-type', path, `A ${type} is a JSON ${expected}, not ${what}`);
  } else if (value === '') {
    findings.error('value', 'empty-string', path, 'A string must not be empty');
  } else if (valueSet !== undefined) {
    findings.error('code-invalid', 'not-in-value-set', path, `The code is not in the value set ${valueSet}`);
  } else {
    findings.error('value', `format-${type.toLowerCase()}`, path, `The value is not a valid ${type}`);
  }
}

function missing(findings: Findings, name: string): void {
  findings.error('required', 'required-element', '', `The element ${name} is required`);
}

function twice(findings: Findings, name: string): void {
  findings.error('structure', 'choice-twice', `.${name}`, `Only one type of ${name}[x] may be present`);
}

function rule(findings: Findings, path: string, key: string, human: string, severity: Issue['severity'] = 'error') {
  findings.add(severity, 'invariant', key, path, human);
}

function empty(object: unknown, findings: Findings, path = ''): void {
  // An array in the place of an object.
  if (Array.isArray(object)) notAnObject(object, findings, path);
  else findings.error('invariant', 'ele-1', path, 'An element must have a value or children');
}

function tooMany(value: unknown, max: number, findings: Findings, path: string): void {
  if (Array.isArray(value) && value.length > max) {
    findings.error('structure', 'too-many', path, `At most ${max} may be present`);
  }
}

/** A member no definition knows. Its name is told only if it looks like one, for a name can hold anything. */
function unknown(object: JsonObject, name: string, findings: Findings): void {
  if (Array.isArray(object)) {
    if (name === '0') findings.error('structure', 'not-an-object', '', 'Expected an object, found an array');
  } else if (/^_?[A-Za-z]{1,64}$/.test(name)) {
    findings.error('structure', 'unknown-element', `.${name}`, `The element ${name} is not known here`);
  } else {
    findings.error('structure', 'unknown-element', '', 'A member has a name that no element has');
  }
}

/** A required binding of a CodeableConcept: one of its codings is in the value set. */
function concept(
  value: unknown,
  isMember: (code: unknown, system?: unknown) => boolean,
  findings: Findings,
  path: string,
  valueSet: string,
): void {
  const concepts = Array.isArray(value) ? value : [value];
  for (let i = 0; i < concepts.length; i++) {
    const codings = (concepts[i] as { coding?: unknown } | null)?.coding;
    if (Array.isArray(codings) && codings.some((coding) => isMember(coding?.code, coding?.system))) continue;
    const place = Array.isArray(value) ? `${path}[${i}]` : path;
    findings.error('code-invalid', 'not-in-value-set', place, `No coding is in the value set ${valueSet}`);
  }
}

/** Types, subtypes and parameters by BCP 13, and the short names FHIR itself allows (`json`, `xml`, `ttl`). */
const mimeType =
  /^[A-Za-z0-9*][A-Za-z0-9!#$&^_.+*-]*(?:\/[A-Za-z0-9*][A-Za-z0-9!#$&^_.+*-]*)?(?:\s*;\s*[^\s;=]+=[^;]+)*$/;

function isMimeType(value: unknown): boolean {
  return typeof value === 'string' && mimeType.test(value);
}

function isCurrency(value: unknown): boolean {
  return typeof value === 'string' && /^[A-Z]{3}$/.test(value);
}

function isUcum(code: unknown, system?: unknown): boolean {
  return typeof code === 'string' && system === 'http://unitsofmeasure.org' && isUnit(code);
}

/** Whether an integer was written with a fraction or exponent, `1.0`: JavaScript's number no longer tells. */
function isNotWhole(object: JsonObject, name: string, value: unknown, findings: Findings): boolean {
  if (typeof value !== 'number') return true;
  const text = findings.decimals?.textOf(object, name, value);
  return text !== undefined && /[.eE]/.test(text);
}

function narrative(value: unknown, findings: Findings, path: string): void {
  if (typeof value !== 'string' || value === '') {
    bad(findings, path, value, 'xhtml');
    return;
  }
  const fault = narrativeFault(value);
  if (fault === 'txt-form') {
    findings.error('value', 'format-xhtml', path, 'Expected one well-formed div element in the XHTML namespace');
  } else if (fault === 'txt-1') {
    rule(findings, path, fault, 'Only formatting elements, and nothing that runs or is loaded from elsewhere');
  } else if (fault === 'txt-2') {
    rule(findings, path, fault, 'The narrative must have some content');
  }
}

function identifier(object: JsonObject, findings: Findings): void {
  const broken = brokenIdentifierRule(object.system as string, object.value as string);
  if (broken !== undefined) {
    findings.error('value', 'identifier-number', '.value', `The value is not a valid ${broken}`);
  }
}

const patterns = new Map<string, RegExp>();

/** FHIRPath's `matches` in an invariant, by the whole text, as R4's validators understand it. */
function matches(value: string, pattern: string): boolean {
  let compiled = patterns.get(pattern);
  if (!compiled) {
    compiled = new RegExp(`^(?:${pattern})$`);
    patterns.set(pattern, compiled);
  }
  return compiled.test(value);
}

/** A resource in a Bundle or Parameters: its own root for `#id`. */
function nested(value: unknown, findings: Findings, path: string): void {
  if (!isObject(value)) {
    notAnObject(value, findings, path);
    return;
  }
  const before = findings.count;
  const { root } = findings;
  checkResource(value, findings);
  findings.root = root;
  // A holder of resources (Bundle, Parameters) contains none of its own that its entries could have used.
  findings.forgetContained();
  if (findings.count !== before) findings.prefix(before, path);
}

function contained(value: unknown, findings: Findings, path: string): void {
  if (!isFilledArray(value, findings, path)) return;
  for (let i = 0; i < value.length; i++) {
    const item = value[i];
    if (!isObject(item)) {
      notAnObject(item, findings, `${path}[${i}]`);
      continue;
    }
    const before = findings.count;
    checkTyped(item, findings);
    checkContainedRules(item, findings);
    if (findings.count !== before) findings.prefix(before, `${path}[${i}]`);
  }
}

function checkContainedRules(resource: JsonObject, findings: Findings): void {
  if (resource.contained !== undefined) {
    rule(findings, '.contained', 'dom-2', 'A contained resource must not contain others');
  }
  const meta = isObject(resource.meta) ? resource.meta : {};
  if (meta.versionId !== undefined || meta.lastUpdated !== undefined) {
    rule(findings, '.meta', 'dom-4', 'A contained resource must not have a versionId or lastUpdated');
  }
  if (meta.security !== undefined) {
    rule(findings, '.meta.security', 'dom-5', 'A contained resource must not have a security label');
  }
}

/** A resource that stands on its own, with all it contains. */
export function checkResource(resource: JsonObject, findings: Findings): void {
  const before = findings.count;
  findings.root = resource;
  findings.forgetContained();
  checkTyped(resource, findings);
  if (resource.contained !== undefined && findings.count === before) checkContainedAreUsed(resource, findings);
}

function checkTyped(resource: JsonObject, findings: Findings): void {
  const type = resource.resourceType;
  const check = typeof type === 'string' ? runtime.resourceCheck(type) : undefined;
  if (!check) {
    if (Array.isArray(resource)) notAnObject(resource, findings, '');
    else if (type === undefined) findings.error('structure', 'resource-type', '', 'The member resourceType is missing');
    else findings.error('structure', 'resource-type', '.resourceType', 'R4 has no resource type of this name');
    return;
  }
  const outer = findings.resource;
  findings.resource = resource;
  check(resource, findings);
  findings.resource = outer;
}
