import type { Json } from '../../fhir/resource.ts';
import { isPersonNumber } from '../numbers.ts';
import { Fields } from '../rows/fields.ts';
import type { Setting } from './kind.ts';

export type PersonName = { given: string; middle?: string; family: string };

const STATUSES = [
  'bosatt',
  'utflyttet',
  'forsvunnet',
  'doed',
  'opphoert',
  'foedselsregistrert',
  'midlertidig',
  'inaktiv',
  'ikkeBosatt',
  'aktiv',
] as const;
const PROTECTIONS = ['ugradert', 'klientadresse', 'fortrolig', 'strengtFortrolig'] as const;
const RESPONSIBILITIES = ['felles', 'mor', 'far', 'medmor', 'andre', 'ukjent'] as const;
const SCOPES = [
  'personligeOgOekonomiskeInteresser',
  'personligeInteresser',
  'oekonomiskeInteresser',
  'utlendingssakerPersonligeOgOekonomiskeInteresser',
] as const;

type Near = { number: string; name: PersonName; from?: string; to?: string };

/** A parent, or another, with parental responsibility for the person. */
export type Custodian = Near & {
  kin?: 'mor' | 'far' | 'medmor';
  responsibility: (typeof RESPONSIBILITIES)[number];
};

/** A guardian of the person (vergemål). */
export type Guardian = Near & { scope: (typeof SCOPES)[number]; from: string };

const CARE_ROLES = ['taken-from', 'child-welfare', 'foster-parent'] as const;

/**
 * One whom a decision to take over the care of the child is about (barnevernsloven § 5-1): a parent it is taken from, who decides for
 * the child welfare service, a foster parent.
 */
export type CareOrder = Near & {
  role: (typeof CARE_ROLES)[number];
  from: string;
  /** The office that decided, or for whom somebody decides. */
  office?: string;
};

/** What the population register says of a person. */
export type PersonRow = {
  /** The number in force. */
  number: string;
  /** Numbers that have ceased: D-number before the national identity number, number changed. */
  previous: readonly { number: string; to?: string }[];
  name: PersonName;
  sex: 'male' | 'female' | 'unknown';
  birthDate?: string;
  deathDate?: string;
  status?: (typeof STATUSES)[number];
  protection: (typeof PROTECTIONS)[number];
  address?: { line: string; postalCode: string; city: string; municipalityNumber?: string; municipality?: string };
  /** Volven 3103. */
  maritalStatus?: string;
  /** Undefined when the register does not say; an empty list when there are none. */
  custodians?: readonly Custodian[];
  guardians?: readonly Guardian[];
  /** As the child welfare service says: it is no part of the population register. */
  careOrders?: readonly CareOrder[];
};

/**
 * A person as NDJSON, or as a row of CSV with the same names: there `previousNumbers` are separated by spaces, the
 * address stands flat, and who has custody cannot be told.
 */
export function parsePerson(value: Json, setting: Setting): PersonRow {
  const fields = new Fields(value);
  const isNumber = (text: string): boolean => isPersonNumber(text, setting.series);
  const person: PersonRow = {
    number: fields.number('nationalNumber', isNumber),
    previous: previousOf(value, fields, isNumber),
    name: nameOf(fields.object('name') ?? fields),
    sex: fields.optionalCode('sex', ['male', 'female', 'unknown']) ?? 'unknown',
    protection: fields.optionalCode('addressProtection', PROTECTIONS) ?? 'ugradert',
  };
  const optional = {
    birthDate: fields.optionalDate('birthDate'),
    deathDate: fields.optionalDate('deathDate'),
    status: fields.optionalCode('status', STATUSES),
    address: addressOf(fields.object('address') ?? fields),
    maritalStatus: fields.optionalCode('maritalStatus', ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']),
    custodians: listed(value, 'custodians')
      ? fields.list('custodians').map((one) => custodian(one, isNumber))
      : undefined,
    guardians: listed(value, 'guardians') ? fields.list('guardians').map((one) => guardian(one, isNumber)) : undefined,
    careOrders: listed(value, 'careOrders')
      ? fields.list('careOrders').map((one) => careOrder(one, isNumber))
      : undefined,
  };
  if (person.previous.some(({ number }) => number === person.number)) {
    fields.refuse('previousNumbers', 'has the number that is in force');
  }
  if (optional.deathDate !== undefined && optional.deathDate > setting.today) fields.refuse('deathDate', 'is not yet');
  fields.end();
  return { ...person, ...defined(optional) };
}

const listed = (value: Json, name: string): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Array.isArray(value[name]);

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function defined<T extends object>(members: T): Defined<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Defined<T>;
}

function previousOf(value: Json, fields: Fields, isNumber: (text: string) => boolean): PersonRow['previous'] {
  if (listed(value, 'previousNumbers')) {
    return fields.list('previousNumbers').map((one) => {
      const to = one.optionalDate('to');
      const number = one.number('number', isNumber);
      return to === undefined ? { number } : { number, to };
    });
  }
  const numbers = fields.optional('previousNumbers')?.split(/\s+/) ?? [];
  if (!numbers.every(isNumber)) fields.refuse('previousNumbers', 'has what is no valid number');
  return numbers.map((number) => ({ number }));
}

function nameOf(fields: Fields): PersonName {
  const middle = fields.optional('middle');
  const name = { given: fields.text('given'), family: fields.text('family') };
  return middle === undefined ? name : { ...name, middle };
}

function addressOf(fields: Fields): PersonRow['address'] {
  const line = fields.optional('line');
  if (line === undefined) return undefined;
  const postalCode = fields.number('postalCode', (text) => /^\d{4}$/.test(text));
  const municipalityNumber = fields.optionalNumber('municipalityNumber', (text) => /^\d{4}$/.test(text));
  const municipality = fields.optional('municipality');
  return {
    line,
    postalCode,
    city: fields.text('city'),
    ...(municipalityNumber === undefined ? {} : { municipalityNumber }),
    ...(municipality === undefined ? {} : { municipality }),
  };
}

function near(fields: Fields, isNumber: (text: string) => boolean): Near {
  const [from, to] = [fields.optionalDate('from'), fields.optionalDate('to')];
  return {
    number: fields.number('nationalNumber', isNumber),
    name: nameOf(fields.object('name') ?? fields),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

function custodian(fields: Fields, isNumber: (text: string) => boolean): Custodian {
  const kin = fields.optionalCode('kin', ['mor', 'far', 'medmor']);
  const responsibility = fields.code('responsibility', RESPONSIBILITIES);
  return { ...near(fields, isNumber), responsibility, ...(kin === undefined ? {} : { kin }) };
}

function guardian(fields: Fields, isNumber: (text: string) => boolean): Guardian {
  return { ...near(fields, isNumber), scope: fields.code('scope', SCOPES), from: fields.date('from') };
}

function careOrder(fields: Fields, isNumber: (text: string) => boolean): CareOrder {
  const office = fields.optional('office');
  return {
    ...near(fields, isNumber),
    role: fields.code('role', CARE_ROLES),
    from: fields.date('from'),
    ...(office === undefined ? {} : { office }),
  };
}
