/**
 * The rules of the numbers Norway gives people, personnel and organisations, as far as a number alone can tell.
 * Whether real or only synthetic numbers are accepted is for the configuration to say, not for these.
 * @source docs of Skatteetaten on national identity numbers (and the change of 2032), KITH 1001:2010,
 *   Brønnøysundregistrene on organisation numbers, HL7 Norway's identifier systems
 */

/** National identity number: the person's own, or the D-number of somebody who has none. Eleven digits. */
export function isNationalIdentityNumber(value: string): boolean {
  return isDatedNumber(value, 0);
}

/** D-number: as a national identity number, with 40 added to the day. */
export function isDNumber(value: string): boolean {
  return isDatedNumber(value, 40);
}

/** Felles hjelpenummer, for a patient without a known identity: eleven digits, the first 8 or 9, no date in it. */
export function isFhNumber(value: string): boolean {
  return /^[89][0-9]{10}$/.test(value);
}

/** Number in the register of health personnel: seven to nine digits, no check digit. */
export function isHprNumber(value: string): boolean {
  return /^[1-9][0-9]{6,8}$/.test(value);
}

/** Number of an enterprise or sub-entity: nine digits, the last a check digit; 2 and 3 begin the synthetic ones of Tenor. */
export function isOrganisationNumber(value: string): boolean {
  return /^[2389][0-9]{8}$/.test(value) && weightedSum(value, organisationWeights) % 11 === 0;
}

/** Number of a communication party in Adresseregisteret: a positive integer. */
export function isHerId(value: string): boolean {
  return /^[1-9][0-9]{0,8}$/.test(value);
}

const firstWeights = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1];
const secondWeights = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
const organisationWeights = [3, 2, 7, 6, 5, 4, 3, 2, 1];

function isDatedNumber(value: string, dayOffset: number): boolean {
  if (!/^[0-9]{11}$/.test(value)) return false;
  const day = Number(value.slice(0, 2)) - dayOffset;
  const month = plainMonth(Number(value.slice(2, 4)));
  if (month === undefined || day < 1 || day > daysOf(month, Number(value.slice(4, 6)))) return false;
  // Numbers given out from 2032 may leave 1, 2 or 3; those before leave 0, and nothing in a number tells its year of issue.
  return weightedSum(value, firstWeights) % 11 <= 3 && weightedSum(value, secondWeights) % 11 === 0;
}

/** Synthetic numbers add to the month: 80 in Tenor, 65 in NHN's synthetic population, 40 in NAV's Dolly. */
function plainMonth(month: number): number | undefined {
  return [0, 40, 65, 80].map((offset) => month - offset).find((plain) => plain >= 1 && plain <= 12);
}

/** The century is not in the digits alone, so every fourth year may have a 29 February. */
function daysOf(month: number, year: number): number {
  if (month === 2) return year % 4 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function weightedSum(value: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * (value.charCodeAt(index) - 48), 0);
}

type Rule = { name: string; isRight: (value: string) => boolean };

const rules: ReadonlyMap<string, Rule> = new Map(
  (
    [
      ['FNR', '4.1', 'national identity number', isNationalIdentityNumber],
      ['DNR', '4.2', 'D-number', isDNumber],
      ['FHNR', '4.3', 'FH number', isFhNumber],
      ['HPR', '4.4', 'HPR number', isHprNumber],
      ['ENH', '4.101', 'organisation number', isOrganisationNumber],
      ['HERid', '2', 'HER-id', isHerId],
    ] as const
  ).flatMap(([alias, arc, name, isRight]) => [
    [`urn:oid:2.16.578.1.12.4.1.${arc}`, { name, isRight }],
    [`http://hl7.no/fhir/NamingSystem/${alias}`, { name, isRight }],
  ]),
);

/**
 * What is wrong with an identifier of one of Norway's systems (by OID, or by HL7 Norway's other URIs for the same).
 * @returns the name of the number whose rules the value breaks; undefined when it breaks none or the system is another
 */
export function brokenIdentifierRule(system: string, value: string): string | undefined {
  const rule = rules.get(system);
  return rule === undefined || rule.isRight(value) ? undefined : rule.name;
}
