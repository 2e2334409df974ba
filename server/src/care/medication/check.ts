import { Temporal } from 'temporal-polyfill';
import type { Issue } from '../../fhir/issue.ts';
import type { Coding, JsonObject, Resource } from '../../fhir/resource.ts';
import { type Governed, refused } from '../process.ts';
import { fitOf, isWrong } from './packages.ts';
import { norway } from './schedule.ts';

/** What was read, and from what, when person and medicine were checked before a dose was given. */
export const checkExtension = 'https://enjournal.no/fhir/StructureDefinition/dose-check';

export type DoseCheck = {
  /** `Patient/…` whose band was read, and what stood on it: the national `number`, or a `code` of the record. */
  person?: string;
  personBy?: 'number' | 'code';
  /** The number on the package, as the catalogue has it. */
  item?: Coding;
  batch?: string;
  /** `2027-03-31`. */
  expiry?: string;
  serial?: string;
  /** How the package stood to the order; `by-eye` when a person compared them, for the catalogue could not. */
  fit?: 'same' | 'exchange' | 'by-eye';
};

type Part = { url: string } & JsonObject;

export function checkOf({ extension }: Resource): DoseCheck | undefined {
  const found = ((extension ?? []) as (Part & { extension?: Part[] })[]).find(({ url }) => url === checkExtension);
  if (found === undefined) return undefined;
  const of = (url: string): Part | undefined => found.extension?.find((one) => one.url === url);
  const text = (url: string, member: string) => of(url)?.[member] as string | undefined;
  const said = {
    person: (of('person')?.valueReference as JsonObject | undefined)?.reference as string | undefined,
    personBy: text('personBy', 'valueCode'),
    item: of('item')?.valueCoding as Coding | undefined,
    batch: text('batch', 'valueString'),
    expiry: text('expiry', 'valueDate'),
    serial: text('serial', 'valueString'),
    fit: text('fit', 'valueCode'),
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as DoseCheck;
}

/** The check as it stands on a MedicationAdministration. */
export function checkExtensionOf(check: DoseCheck): { url: string; extension: Part[] } {
  const { person, personBy, item, batch, expiry, serial, fit } = check;
  const parts: (Part | undefined)[] = [
    person === undefined ? undefined : { url: 'person', valueReference: { reference: person } },
    personBy && { url: 'personBy', valueCode: personBy },
    item && { url: 'item', valueCoding: item as JsonObject },
    batch === undefined ? undefined : { url: 'batch', valueString: batch },
    expiry === undefined ? undefined : { url: 'expiry', valueDate: expiry },
    serial === undefined ? undefined : { url: 'serial', valueString: serial },
    fit && { url: 'fit', valueCode: fit },
  ];
  return { url: checkExtension, extension: parts.filter((one) => one !== undefined) };
}

/** Whether a package could be used to the end of this day, Norway's. @param expiry `2027-03-31` */
export const isExpired = (expiry: string, at: number): boolean =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(norway.zone).toPlainDate().toString() > expiry;

const PATH = `MedicationAdministration.extension.where(url = '${checkExtension}')`;
const ATC = 'http://www.whocc.no/atc';
const MOST = 200;

/**
 * A check that is recorded says what is true: whose band it was, and that the package was the order's. What the catalogue does
 * not know is not judged. @param deviation what the giver says went otherwise
 */
export async function checkIssues(
  { find }: Pick<Governed, 'find'>,
  dose: Resource,
  order: Resource | undefined,
  at: number | undefined,
  deviation: string | undefined,
): Promise<Issue[]> {
  const check = checkOf(dose);
  if (check === undefined || dose.status === 'not-done') return [];
  const issues: Issue[] = [];
  const subject = (dose.subject as { reference?: string } | undefined)?.reference;
  if (check.person !== undefined && check.person !== subject) {
    issues.push(refused('check-wrong-person', PATH, 'The band that was read is of somebody else.'));
  }
  if (check.expiry !== undefined && at !== undefined && deviation !== 'expired' && isExpired(check.expiry, at)) {
    issues.push(refused('check-expired', PATH, 'The package could not be used any longer.'));
  }
  const { item } = check;
  if (item?.code === undefined || order === undefined || deviation === 'wrong-medicine') return issues;
  const byCode = (code: string) => find('MedicationKnowledge', `code=${encodeURIComponent(code)}`, MOST);
  const [read] = await byCode(item.system === undefined ? item.code : `${item.system}|${item.code}`);
  if (read === undefined) return issues;
  const codes = (concept: unknown): string[] =>
    (((concept as JsonObject | undefined)?.coding ?? []) as JsonObject[]).flatMap(({ system, code }) =>
      typeof system === 'string' && typeof code === 'string' ? [`${system}|${code}`] : [],
    );
  // with what it may be exchanged for, which has the same ATC
  const all = new Set([
    ...codes(order.medicationCodeableConcept),
    ...codes(read.code).filter((one) => one.startsWith(ATC)),
  ]);
  const known = (await Promise.all([...all].slice(0, 6).map(byCode))).flat();
  if (isWrong(fitOf(order, read, known))) {
    issues.push(refused('check-wrong-medicine', PATH, 'The package that was read is not what the order says.'));
  }
  return issues;
}
