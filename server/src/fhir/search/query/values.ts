import { problem } from '../../issue.ts';
import { canonicalQuantity, isUnit } from '../../ucum.ts';
import { dateRange } from '../values/dates.ts';
import { decimalOf } from './decimal.ts';
import { splitEscaped, unescapeValue } from './escape.ts';
import type { Modifier, ParameterFilter, Prefix, SearchedParameter, TokenValue, Value } from './parsed.ts';
import { referenceOf } from './references.ts';

/** What values are read by: this server's address, and the time for `ap` on dates. */
export type Reading = {
  base: string | undefined;
  now: number;
  /** The parameter of a composite's part. */
  partOf: (code: string) => SearchedParameter | undefined;
};

const mostValues = 2000;

/** The modifiers of each type of parameter, besides `missing` and a reference's type (FHIR R4, search.html#modifiers). */
const modifiers: Record<SearchedParameter['type'], readonly Modifier[]> = {
  token: ['not', 'text', 'in', 'not-in', 'below', 'above', 'of-type'],
  string: ['exact', 'contains'],
  reference: ['identifier'],
  uri: ['below', 'above'],
  date: [],
  number: [],
  quantity: [],
  composite: [],
  special: [],
};

/**
 * The filter of one parameter with its written values. Undefined when nothing is written.
 * @throws Problem invalid, when the modifier is not one of the parameter's type or a value cannot be read.
 */
export function filterOf(
  parameter: SearchedParameter,
  modifier: string | undefined,
  written: string,
  reading: Reading,
): ParameterFilter | undefined {
  const checked = modifier === undefined ? undefined : modifierOf(parameter, modifier);
  const texts = splitEscaped(written, ',').filter((text) => text !== '');
  if (texts.length === 0) return undefined;
  if (texts.length > mostValues)
    throw invalid('too-many-values', `${parameter.code} has more than ${mostValues} values`);
  const target = checked === undefined ? modifier : undefined;
  const values = texts.map((text) => readValue(parameter, checked, target, text, reading));
  return { kind: 'parameter', parameter, values, ...(checked === undefined ? {} : { modifier: checked }) };
}

/** Undefined for a reference's `:Type`, which is part of its values. */
function modifierOf(parameter: SearchedParameter, text: string): Modifier | undefined {
  const { code, type, targets } = parameter;
  if (text === 'missing' && code !== '_text' && code !== '_content') return 'missing';
  const known = modifiers[type].find((modifier) => modifier === text);
  if (known !== undefined) return known;
  if (type === 'reference' && /^[A-Z]/.test(text) && (targets.length === 0 || targets.includes(text))) return undefined;
  throw invalid('modifier-unknown', `${code} is a ${type} parameter and has no modifier of this name`);
}

function readValue(
  parameter: SearchedParameter,
  modifier: Modifier | undefined,
  target: string | undefined,
  text: string,
  reading: Reading,
): Value {
  const { code, type } = parameter;
  switch (modifier) {
    case 'missing':
      if (text !== 'true' && text !== 'false') throw unreadable(code, 'true or false');
      return { is: 'missing', missing: text === 'true' };
    case 'in':
    case 'not-in': {
      const own = `${reading.base}/`;
      const named = unescapeValue(text);
      return { is: 'text', text: named.startsWith(own) ? named.slice(own.length) : named };
    }
    case 'text':
      return { is: 'text', text: unescapeValue(text) };
    case 'of-type':
      return ofType(code, text);
    case 'identifier':
      return tokenOf(text);
    case 'below':
    case 'above':
      return type === 'uri' ? { is: 'text', text: unescapeValue(text) } : hierarchyCode(parameter, text);
  }
  switch (type) {
    case 'token':
      return tokenOf(text);
    case 'string':
    case 'uri':
      return { is: 'text', text: unescapeValue(text) };
    case 'date':
      return dateOf(code, text, reading.now);
    case 'number':
      return numberOf(code, text);
    case 'quantity':
      return quantityOf(code, text);
    case 'reference':
      return { is: 'reference', references: referenceOf(parameter, target, unescapeValue(text), reading.base) };
    case 'composite':
      return compositeOf(parameter, text, reading);
    case 'special':
      return nearOf(code, text);
  }
}

function tokenOf(text: string): TokenValue {
  const [first = '', ...rest] = splitEscaped(text, '|');
  if (rest.length === 0) return { is: 'token', code: unescapeValue(first) };
  const system = unescapeValue(first);
  // A bar in the code itself is common (`urn:x|a|b`) and cannot mean anything else.
  const code = unescapeValue(rest.join('|'));
  return code === '' ? { is: 'token', system } : { is: 'token', system, code };
}

/** `system|code`; a code alone where the parameter's codes are all of one system. */
function hierarchyCode(parameter: SearchedParameter, text: string): TokenValue {
  const token = tokenOf(text);
  const system = token.system ?? (parameter.systems?.length === 1 ? parameter.systems[0] : undefined);
  if (!system || token.code === undefined) throw unreadable(parameter.code, 'system|code');
  return { ...token, system };
}

function ofType(code: string, text: string): Value {
  const pieces = splitEscaped(text, '|').map(unescapeValue);
  if (pieces.length !== 3 || pieces[1] === '' || pieces[2] === '') throw unreadable(code, 'system|code|value');
  return { is: 'of-type', text: pieces.join('|') };
}

const prefixed = /^(eq|ne|gt|lt|ge|le|sa|eb|ap)?(.*)$/s;

function dateOf(code: string, text: string, now: number): Value {
  const [, prefix = 'eq', rest = ''] = prefixed.exec(unescapeValue(text))!;
  // A plus sign that was not escaped in the URL has become a space.
  const range = dateRange(rest.replace(/ (?=\d\d:\d\d$)/, '+'));
  if (range === undefined) throw unreadable(code, 'a date such as ge2026-03-14');
  const { from, to } = range;
  if (prefix !== 'ap') return { is: 'date', prefix: prefix as Prefix, from, to };
  const near = Math.abs(now - (from + to) / 2) / 10;
  return { is: 'date', prefix, from: Math.floor(from - near), to: Math.ceil(to + near) };
}

function numberOf(code: string, text: string): Value {
  const [, prefix = 'eq', rest = ''] = prefixed.exec(unescapeValue(text))!;
  const number = decimalOf(prefix as Prefix, rest);
  if (number === undefined) throw unreadable(code, 'a number such as 5.4 or gt5.4');
  return number;
}

function quantityOf(code: string, text: string): Value {
  const pieces = splitEscaped(text, '|').map(unescapeValue);
  const [, prefix = 'eq', rest = ''] = prefixed.exec(pieces[0]!)!;
  const number = decimalOf(prefix as Prefix, rest);
  const [, system = '', unit = ''] = pieces;
  if (number === undefined || pieces.length === 2 || pieces.length > 3 || (system !== '' && unit === '')) {
    throw unreadable(code, 'a quantity such as gt5.4|http://unitsofmeasure.org|mg, 5.4||mg or 5.4');
  }
  return unit === '' ? { ...number, is: 'quantity' } : { ...number, is: 'quantity', system, code: unit };
}

function compositeOf(parameter: SearchedParameter, text: string, reading: Reading): Value {
  const { code, components = [] } = parameter;
  const pieces = splitEscaped(text, '$');
  if (pieces.length !== components.length || pieces.includes('')) {
    throw unreadable(code, components.map((component) => component.code).join('$'));
  }
  const parts = components.map((component, i) => {
    const known = reading.partOf(component.code);
    // Where it is composed of another kind of value than the parameter of that name, the composite's own kind counts.
    const bare: SearchedParameter = { ...component, url: '', targets: [], multiple: true, isPrincipal: false };
    const part = known?.type === component.type ? known : bare;
    return withoutBoundSystem(part, readValue(part, undefined, undefined, pieces[i]!, reading));
  });
  return { is: 'composite', parts };
}

/** In a composite's token too, a plain code stands without the system that its binding says. */
function withoutBoundSystem({ systems }: SearchedParameter, value: Value): Value {
  return value.is === 'token' && value.system && systems?.includes(value.system) ? { ...value, system: '' } : value;
}

/** Default distance where none is given, in metres: what can be reached for a consultation. */
const nearby = 50_000;

/** `latitude|longitude|distance|unit`: degrees; the unit is UCUM, kilometres when it is left out. */
function nearOf(code: string, text: string): Value {
  const [lat = '', lon = '', distance = '', unit = 'km', ...more] = splitEscaped(text, '|').map(unescapeValue);
  const latitude = decimalOf('eq', lat)?.value;
  const longitude = decimalOf('eq', lon)?.value;
  const metres = distance === '' ? nearby : metresOf(decimalOf('eq', distance)?.value, unit === '' ? 'km' : unit);
  const isOnEarth =
    latitude !== undefined && longitude !== undefined && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  if (!isOnEarth || metres === undefined || more.length > 0) throw unreadable(code, 'latitude|longitude|distance|unit');
  return { is: 'near', latitude, longitude, metres };
}

function metresOf(distance: number | undefined, unit: string): number | undefined {
  if (distance === undefined || distance < 0 || !isUnit(unit)) return undefined;
  const canonical = canonicalQuantity(distance, unit);
  return canonical?.code === 'm' ? canonical.value : undefined;
}

/** Says which parameter and what it looks like; never the value, which may name a person. */
const unreadable = (code: string, form: string) =>
  invalid('search-value', `The value of ${code} cannot be read: write ${form}`);

const invalid = (key: string, diagnostics: string) => problem('invalid', key, { diagnostics });
