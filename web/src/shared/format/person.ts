import { systems } from '../fhir/systems.ts';
import type { Address, HumanName, Patient } from '../fhir/types.ts';

type Named = { name?: HumanName[] };

const middleName = 'http://hl7.no/fhir/StructureDefinition/no-basis-middlename';

/** The name in use: official before usual before any, former names last. */
export function nameOf(person: Named | undefined): string {
  const names = person?.name ?? [];
  const best =
    names.find((name) => name.use === 'official' && !name.period?.end) ??
    names.find((name) => name.use === 'usual') ??
    names.find((name) => name.use !== 'old' && name.use !== 'maiden') ??
    names[0];
  return humanName(best);
}

export function humanName(name: HumanName | undefined): string {
  if (!name) return '';
  const middle = name.extension?.find(({ url }) => url === middleName)?.valueString;
  const parts = [...(name.given ?? []), typeof middle === 'string' ? middle : '', name.family ?? ''];
  return parts.filter(Boolean).join(' ') || (name.text ?? '');
}

/** First letters of first and last name, for the round mark beside the name. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => word?.charAt(0).toUpperCase() ?? '').join('');
}

/** National identity number, else D-number. */
export function nationalIdOf(patient: Patient): string | undefined {
  const of = (system: string) =>
    patient.identifier?.find((identifier) => identifier.system === system && identifier.use !== 'old')?.value;
  return of(systems.nationalId) ?? of(systems.dNumber);
}

/** `148342 12081`: the birth date and the rest, held together by a no-break space. */
export function spacedId(id: string): string {
  return /^\d{11}$/.test(id) ? `${id.slice(0, 6)}\u00a0${id.slice(6)}` : id;
}

export function addressOf(patient: Patient): Address | undefined {
  const addresses = patient.address ?? [];
  return addresses.find((address) => address.use === 'home') ?? addresses.find((address) => address.use !== 'old');
}

export function addressText(address: Address | undefined): string {
  if (!address) return '';
  const town = [address.postalCode, address.city].filter(Boolean).join(' ');
  return [...(address.line ?? []), town].filter(Boolean).join(', ') || (address.text ?? '');
}

/** The municipality where Norwegian addresses have it (no-basis: name in `district`), else the post town. */
export function municipalityOf(address: Address | undefined): string {
  return address?.district ?? address?.city ?? '';
}

/** One of five colours that say nothing but "still the same person", from the record's id. */
export function personColour(id: string): 1 | 2 | 3 | 4 | 5 {
  let hash = 0;
  for (const letter of id) hash = (hash * 31 + letter.charCodeAt(0)) >>> 0;
  return ((hash % 5) + 1) as 1 | 2 | 3 | 4 | 5;
}

/** Groups of two digits for eight, as a Norwegian number is read: `412 00 056`; others as they are. */
export function phoneText(value: string): string {
  const digits = value.replace(/[\s-]/g, '').replace(/^(\+47|0047)(?=\d{8}$)/, '');
  if (!/^\d{8}$/.test(digits)) return value;
  return /^[489]/.test(digits)
    ? `${digits.slice(0, 3)}\u00a0${digits.slice(3, 5)}\u00a0${digits.slice(5)}`
    : (digits.match(/../g) ?? []).join('\u00a0');
}
