import type { Coding, JsonObject, Resource } from '../../fhir/resource.ts';

/** How the stock of a unit stands in FHIR, and how it is read. Why so: docs/decisions/0034. */

const extension = (name: string): string => `https://enjournal.no/fhir/StructureDefinition/${name}`;

export const stockCode: Coding = { system: 'https://enjournal.no/fhir/CodeSystem/stock', code: 'stock-line' };
/** `<unit>/<code of the medicine>`: on the line, and on each of its movements. */
export const stockSystem = 'https://enjournal.no/fhir/NamingSystem/stock-line';
/** `MedicationAdministration/<id>`: what was taken out for a dose is taken out once. */
export const stockDoseSystem = 'https://enjournal.no/fhir/NamingSystem/stock-dose';

export const stockExtensions = {
  medicine: extension('stock-medicine'),
  balance: extension('stock-balance'),
  movement: extension('stock-movement'),
  line: extension('stock-line'),
  signed: extension('stock-signed'),
  reason: extension('stock-reason'),
  dose: extension('stock-dose'),
  expected: extension('stock-expected'),
} as const;

/**
 * What happens to a stock: received from a pharmacy; taken out for a dose or for something that is told; discarded, with a
 * witness; counted, by two. The last two wait (`in-progress`) until another person has signed too.
 */
export const movementKinds = ['receive', 'issue', 'discard', 'count'] as const;
export type MovementKind = (typeof movementKinds)[number];
export const isByTwo = (kind: MovementKind | undefined): boolean => kind === 'discard' || kind === 'count';

export type Amount = { value: number; unit: string };
export type Signature = { who: string; amount: number | undefined };

export type Line = { id: string; unit: string; key: string; balance: Amount | undefined };

const extensionsOf = (resource: JsonObject | Resource, url: string): JsonObject[] =>
  ((resource.extension ?? []) as JsonObject[]).filter((one) => one.url === url);
const referenceOf = (value: unknown): string => String((value as JsonObject | undefined)?.reference ?? '');
const keyIn = ({ identifier }: Resource): string =>
  String(((identifier ?? []) as JsonObject[]).find(({ system }) => system === stockSystem)?.value ?? '');

function amountOf(value: unknown): Amount | undefined {
  const { value: number, unit } = (value ?? {}) as { value?: unknown; unit?: unknown };
  return typeof number === 'number' ? { value: number, unit: String(unit ?? '') } : undefined;
}

/** A medicine in the stock of a unit; undefined for any other Basic. */
export function lineOf(resource: Resource | undefined): Line | undefined {
  const codings = ((resource?.code as JsonObject | undefined)?.coding ?? []) as Coding[];
  if (
    resource === undefined ||
    !codings.some(({ system, code }) => system === stockCode.system && code === stockCode.code)
  )
    return undefined;
  return {
    id: resource.id ?? '',
    unit: referenceOf(resource.subject),
    key: keyIn(resource),
    balance: amountOf(extensionsOf(resource, stockExtensions.balance)[0]?.valueQuantity),
  };
}

export type Movement = {
  kind: MovementKind | undefined;
  status: string;
  /** `Basic/<id>` */
  line: string;
  key: string;
  amount: Amount | undefined;
  /** What stood in the book before a count. */
  expected: number | undefined;
  /** What stands after it. */
  balance: number | undefined;
  signatures: readonly Signature[];
  reason: string;
  dose: string | undefined;
};

/** Something that happened to a stock; undefined for any other SupplyDelivery. */
export function movementOf(resource: Resource | undefined): Movement | undefined {
  if (resource === undefined) return undefined;
  const of = (url: string): JsonObject | undefined => extensionsOf(resource, url)[0];
  const said = of(stockExtensions.movement);
  if (said === undefined) return undefined;
  const kind = movementKinds.find((one) => one === said.valueCode);
  const item = resource.suppliedItem as JsonObject | undefined;
  const dose = of(stockExtensions.dose)?.valueReference;
  return {
    kind,
    status: String(resource.status),
    line: referenceOf(of(stockExtensions.line)?.valueReference),
    key: keyIn(resource),
    amount: amountOf(item?.quantity),
    expected: amountOf(of(stockExtensions.expected)?.valueQuantity)?.value,
    balance: amountOf(of(stockExtensions.balance)?.valueQuantity)?.value,
    signatures: extensionsOf(resource, stockExtensions.signed).map((one) => {
      const part = (url: string) => extensionsOf(one, url)[0];
      return {
        who: referenceOf(part('who')?.valueReference),
        amount: amountOf(part('amount')?.valueQuantity)?.value,
      };
    }),
    reason: String(of(stockExtensions.reason)?.valueString ?? '').trim(),
    dose: dose === undefined ? undefined : referenceOf(dose),
  };
}

/** What the book says after a movement. Amounts are of tablets, millilitres and their like: three decimals are enough. */
export function balanceAfter(before: number, kind: MovementKind, amount: number): number {
  const after = kind === 'count' ? amount : kind === 'receive' ? before + amount : before - amount;
  return Math.round(after * 1000) / 1000;
}
