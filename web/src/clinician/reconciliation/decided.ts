import {
  amountIssues,
  dosagesOf,
  isObserved,
  medicationRuleWords,
  type Typed,
  typedDose,
} from '@enjournal/server/care/medication';
import type { Parameter } from '../../shared/fhir/parameters.ts';
import type { CodeableConcept, Dosage } from '../../shared/fhir/types.ts';
import { dayOf } from '../../shared/format/date.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import type { Language } from '../../shared/i18n/words.ts';
import type { Row } from './use-sources.ts';

export const onList = ['keep', 'change', 'stop', 'ask'] as const;
export const offList = ['add', 'leave', 'ask'] as const;
export type Decision = (typeof onList)[number] | (typeof offList)[number];

/** What is decided of one medicine so far, as it was typed. */
export type Decided = {
  decision: Decision | undefined;
  typed: string;
  reason: string;
  /** Volven 7494. */
  stopReason: string;
};
export const nothingYet: Decided = { decision: undefined, typed: '', reason: '', stopReason: '' };

/** Whether nothing is missing. */
export function isWhole(row: Row, { decision, typed, stopReason }: Decided): boolean {
  if (decision === undefined) return false;
  if (decision === 'stop') return stopReason !== '';
  if (decision !== 'change' && decision !== 'add') return true;
  return dosesIn(row, typed) !== undefined && wrongWith(row, typed, 'nb') === undefined;
}

/** In what the dose is counted: as typed, else as the order does. */
function unitOf(row: Row, read: Typed): string {
  const known = row.sources.flatMap(({ dosage }) =>
    dosage.flatMap(({ doseAndRate }) => doseAndRate?.[0]?.doseQuantity?.unit ?? []),
  )[0];
  return read.unit ?? typedDose(`1 ${known}`)?.unit ?? known ?? 'tablett';
}

/** The dosage that was typed; undefined when not all of it is understood. */
export function dosesIn(row: Row, typed: string): Dosage[] | undefined {
  const read = typedDose(typed);
  if (read === undefined) return undefined;
  const today = dayOf(Date.now());
  const end = read.days === undefined ? undefined : dayOf(Date.now() + (read.days - 1) * 86_400_000);
  // what is seen taken is so still when its dose is another
  const seen = row.sources.some(({ dosage }) => isObserved({ dosageInstruction: dosage } as never));
  return dosagesOf(read.plan, { unit: unitOf(row, read), end, isObserved: seen }, today) as Dosage[];
}

/** What the rules say of a typed dose. */
export function wrongWith(row: Row, typed: string, language: Language): string | undefined {
  const dosageInstruction = dosesIn(row, typed);
  if (dosageInstruction === undefined) return undefined;
  const order = { resourceType: 'MedicationRequest', medicationCodeableConcept: row.medication, dosageInstruction };
  const [issue] = amountIssues(order as never);
  return issue && medicationRuleWords[issue.key ?? '']?.[language];
}

/** The decisions as `$reconcile` takes them; what is not whole is left out. */
export function linesOf(rows: readonly Row[], decided: (key: string) => Decided): Parameter[] {
  return rows.flatMap((row) => {
    const one = decided(row.key);
    if (!isWhole(row, one)) return [];
    const { decision, typed, reason, stopReason } = one;
    const doses = decision === 'change' || decision === 'add' ? (dosesIn(row, typed) ?? []) : [];
    const said = row.sources.filter(({ reference }) => reference.startsWith('MedicationStatement/'));
    const isAsNeeded = doses.some(
      ({ asNeededBoolean, asNeededCodeableConcept }) => asNeededBoolean || asNeededCodeableConcept,
    );
    const use = isAsNeeded ? '3' : typedDose(typed)?.days === undefined ? '1' : '2';
    const part: Parameter[] = [
      { name: 'decision', valueCode: decision as string },
      ...(row.order ? [{ name: 'order', valueReference: { reference: row.order } }] : []),
      ...(row.order && row.version ? [{ name: 'version', valueString: row.version }] : []),
      ...(decision === 'add' ? [{ name: 'medication', valueCodeableConcept: row.medication }] : []),
      ...doses.map((valueDosage) => ({ name: 'dosage', valueDosage })),
      ...(doses.length > 0
        ? [{ name: 'use', valueCoding: { system: 'urn:oid:2.16.578.1.12.4.1.1.9101', code: use } }]
        : []),
      ...(reason.trim() ? [{ name: 'reason', valueString: reason.trim() }] : []),
      ...(decision === 'stop' ? [{ name: 'stopReason', valueCode: stopReason }] : []),
      ...said.map(({ reference }) => ({ name: 'statement', valueReference: { reference } })),
    ];
    return [{ name: 'line', part }];
  });
}

/** A medicine that somebody adds on the page, and no source names. */
export const addedRow = (key: string, medication: CodeableConcept): Row => ({
  key,
  medication,
  order: undefined,
  version: undefined,
  differences: [],
  sources: [],
});

export const nameOf = (row: Row): string => conceptText(row.medication);
