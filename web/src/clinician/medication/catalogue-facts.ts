import { extensionUrl } from '../../shared/fhir/systems.ts';
import type { CodeableConcept, Coding, Extension, MedicationKnowledge, Period } from '../../shared/fhir/types.ts';

export type Refund = { provision: string; use: string; codes: string[]; conditions: string[] };

/** What the catalogue says that a prescriber must know of a medicine, beside what it is. */
export type CatalogueFacts = {
  /** `Reseptgruppe C`. */
  group: string | undefined;
  /** The group within which a pharmacy may exchange it; empty when the group has no name, undefined when it has none. */
  exchange: string | undefined;
  refunds: Refund[];
  /** What must hold for it to be prescribed at all. */
  conditions: string[];
};

type Known = MedicationKnowledge & {
  regulatory?: {
    schedule?: { schedule?: CodeableConcept }[];
    substitution?: { type?: CodeableConcept; allowed?: boolean }[];
  }[];
};

/** @param today as 2026-11-29: what is refunded no longer, or not yet, is left out */
export function factsOf(medicine: MedicationKnowledge | null | undefined, today: string): CatalogueFacts | undefined {
  if (!medicine) return undefined;
  const regulatory = (medicine as Known).regulatory ?? [];
  const extensions = medicine.extension ?? [];
  const [schedule] = regulatory.flatMap((one) => one.schedule ?? []);
  const [exchange] = regulatory.flatMap((one) => one.substitution ?? []).filter(({ allowed }) => allowed === true);
  const named = (name: string): Extension[] => extensions.filter(({ url }) => url === extensionUrl(name));
  const facts: CatalogueFacts = {
    group: schedule?.schedule?.coding?.[0]?.display ?? schedule?.schedule?.text,
    exchange: exchange === undefined ? undefined : (exchange.type?.text ?? ''),
    refunds: named('refund').filter(standsOn(today)).map(refundOf),
    conditions: named('prescribing-condition').flatMap(({ valueString }) => String(valueString ?? '') || []),
  };
  const isNothing =
    facts.group === undefined &&
    facts.exchange === undefined &&
    facts.refunds.length === 0 &&
    facts.conditions.length === 0;
  return isNothing ? undefined : facts;
}

const partsOf = (extension: Extension, name: string): Extension[] =>
  (extension.extension ?? []).filter(({ url }) => url === name);
const textOf = (extension: Extension, name: string): string => String(partsOf(extension, name)[0]?.valueString ?? '');
const codingOf = (one: Extension | undefined): Coding | undefined => one?.valueCoding as Coding | undefined;

const standsOn =
  (today: string) =>
  (refund: Extension): boolean => {
    const { start = '', end = '9999' } = (partsOf(refund, 'period')[0]?.valuePeriod ?? {}) as Period;
    return start <= today && today <= end;
  };

function refundOf(refund: Extension): Refund {
  const group = codingOf(partsOf(refund, 'group')[0]);
  return {
    provision: codingOf(partsOf(refund, 'provision')[0])?.display ?? '',
    use: textOf(refund, 'use') || (group?.display ?? ''),
    codes: partsOf(refund, 'code').flatMap((one) => codingOf(one)?.code ?? []),
    conditions: partsOf(refund, 'condition').flatMap(({ valueString }) => String(valueString ?? '') || []),
  };
}
