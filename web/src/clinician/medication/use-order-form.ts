import { amountIssues, dosagesOf, medicationRuleWords, orderIssues, unitsFor } from '@enjournal/server/care/medication';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { callOperation, type Parameter } from '../../shared/fhir/parameters.ts';
import { systems } from '../../shared/fhir/systems.ts';
import type { CodeableConcept, Coding, Dosage, MedicationRequest } from '../../shared/fhir/types.ts';
import { type Said, saidOf, write } from '../../shared/fhir/write.ts';
import { dayOf } from '../../shared/format/date.ts';
import { parseDate } from '../../shared/format/parse-date.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { recordKey } from '../../shared/record/record-queries.ts';
import { useKept } from '../../shared/session/kept.ts';
import { tellDone } from '../../shared/ui/done.tsx';
import { type DoseDraft, doseFrom, emptyDose, isUnread, planOf, unitsOf } from './dose-draft.ts';
import { dosesOf, useMedicine } from './use-medicines.ts';
import { type Prescriber, usePrescriber } from './use-prescriber.ts';

export type OrderDraft = {
  medicine?: CodeableConcept;
  /** Where only a substance was found: its strength and form, as `tablett 40 mg`. */
  strength: string;
  dose: DoseDraft;
  indication?: CodeableConcept;
  /** What is planned: when to look at it again, what to aim for. */
  plan: string;
  /** First day, as typed; from now when empty. */
  start: string;
};

const VOLVEN_9101 = 'urn:oid:2.16.578.1.12.4.1.1.9101';
const uses: Readonly<Record<'1' | '2' | '3', string>> = { 1: 'Fast', 2: 'Kur', 3: 'Ved behov' };

/** What is being ordered, or changed, and what is wrong with it by the rules that the server has too. */
export function useOrderForm(id: string, changes: MedicationRequest | undefined, onClose: () => void) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const prescriber = usePrescriber();
  const name = changes === undefined ? 'new order' : `change ${changes.id}`;
  const [draft, setDraft] = useKept<OrderDraft>(name, () => draftFrom(changes));
  const [said, setSaid] = useState<readonly Said[]>([]);
  const [now] = useState(() => Date.now());
  const medicine = useMedicine(draft.medicine);
  const known = dosesOf(medicine.data);
  const form = medicine.data?.doseForm?.text ?? '';
  const isSubstance = draft.medicine !== undefined && isOnlySubstance(draft.medicine);
  const concept = conceptIn(draft);
  const units = unitsFor(conceptText(concept), form);
  const counted = unitsOf(draft.dose.kind, units);
  const unit =
    draft.dose.unit ||
    (known.unit !== undefined && counted.includes(known.unit) ? known.unit : (counted[0] ?? 'tablett'));
  // what was kept before a field was new has it too
  const dose = { ...emptyDose, ...draft.dose, unit };
  const order = orderFrom(id, { ...draft, dose }, concept, prescriber, now, changes);
  const issues =
    order === undefined
      ? []
      : issuesOf(order, form, prescriber, now).map((issue) => ({
          ...issue,
          text: medicationRuleWords[issue.key]?.[language] ?? issue.key,
        }));
  const save = useMutation({
    mutationFn: async (made: MedicationRequest): Promise<unknown> =>
      changes === undefined
        ? write([made])
        : callOperation(`MedicationRequest/${changes.id}/$change`, changeOf(made, draft.plan)),
    onError: (error) =>
      setSaid(
        saidOf(error, []).map(({ expression, text }) => ({
          expression: expression.replace(/^.*\.resource\./, 'MedicationRequest.'),
          text,
        })),
      ),
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: recordKey(id, ['MedicationRequest']) });
      tellDone(
        t(changes !== undefined ? 'order.changed' : prescriber.isPrescriber ? 'order.ordered' : 'order.proposed', {
          what: conceptText(concept),
        }),
      );
      onClose();
    },
  });
  const missing: Said[] = [
    ...(concept === undefined ? [{ expression: 'MedicationRequest.medication', text: t('order.noMedicine') }] : []),
    ...(concept !== undefined && isSubstance && draft.strength.trim() === ''
      ? [{ expression: 'strength', text: t('order.noStrength') }]
      : []),
    ...(isUnread(draft.dose) ? [{ expression: 'MedicationRequest.dosageInstruction', text: t('order.unread') }] : []),
    ...(planOf(dose) === undefined && !isUnread(draft.dose)
      ? [{ expression: 'MedicationRequest.dosageInstruction', text: t('order.noDose') }]
      : []),
    ...(startOf(draft, now) === null ? [{ expression: 'start', text: t('order.startWrong') }] : []),
  ];
  return {
    draft: { ...draft, dose },
    change(part: Partial<OrderDraft>) {
      setDraft({ ...draft, ...part });
      setSaid([]);
    },
    units,
    texts: known.texts,
    isSubstance,
    isPrescriber: prescriber.isPrescriber,
    order,
    now,
    /** Of a field, by the places of what is wrong. */
    errorOf: (places: RegExp): string | undefined =>
      [...said, ...issues].find(({ expression = '' }) => places.test(expression))?.text,
    submit() {
      if (order === undefined || missing.length > 0) return setSaid(missing);
      if (issues.length === 0) save.mutate(order);
    },
    isPending: save.isPending,
    failure: said.length === 0 ? save.error : null,
  };
}

export type OrderForm = ReturnType<typeof useOrderForm>;

function draftFrom(changes: MedicationRequest | undefined): OrderDraft {
  return {
    ...(changes?.medicationCodeableConcept ? { medicine: changes.medicationCodeableConcept } : {}),
    ...(changes?.reasonCode?.[0] ? { indication: changes.reasonCode[0] } : {}),
    strength: '',
    dose: doseFrom(changes),
    plan: '',
    start: '',
  };
}

/** Found by ATC alone, and so without strength and form. */
const isOnlySubstance = ({ coding = [], text = '' }: CodeableConcept): boolean =>
  coding.every(({ system }) => system === systems.atc) && !/\d/.test(text);

function conceptIn({ medicine, strength }: OrderDraft): CodeableConcept | undefined {
  if (medicine === undefined || !isOnlySubstance(medicine)) return medicine;
  return { ...medicine, text: [conceptText(medicine), strength.trim()].filter(Boolean).join(' ') };
}

/** The first day; undefined for now, null for what cannot be read. */
function startOf({ start }: OrderDraft, now: number): string | undefined | null {
  if (start.trim() === '') return undefined;
  const day = parseDate(start, now);
  return day?.length === 10 ? day : null;
}

function orderFrom(
  id: string,
  draft: OrderDraft,
  concept: CodeableConcept | undefined,
  { self, isPrescriber }: Prescriber,
  now: number,
  changes: MedicationRequest | undefined,
): MedicationRequest | undefined {
  const plan = planOf(draft.dose);
  const start = startOf(draft, now);
  if (concept === undefined || plan === undefined || start === null) return undefined;
  const today = dayOf(now);
  const lasts = Number(draft.dose.lasts);
  const end = lasts > 0 && plan.kind !== 'taper' ? dayAfter(start ?? today, lasts - 1) : undefined;
  const frame = {
    unit: draft.dose.unit,
    start,
    end,
    basis: draft.dose.basis || undefined,
    isObserved: draft.dose.isObserved,
  };
  const lines = dosagesOf(plan, frame, today) as Dosage[];
  const use = plan.kind === 'as-needed' ? '3' : end !== undefined ? '2' : '1';
  const authored = new Date(now).toISOString();
  return {
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: isPrescriber ? 'order' : 'proposal',
    category: [{ coding: [{ system: VOLVEN_9101, code: use, display: uses[use] }] }],
    medicationCodeableConcept: concept,
    ...({ subject: { reference: `Patient/${id}` } } as object),
    authoredOn: authored,
    requester: self,
    ...(draft.indication ? { reasonCode: [draft.indication] } : {}),
    ...(draft.plan.trim()
      ? { note: [{ text: draft.plan.trim(), time: authored, authorString: self.display ?? '' }] }
      : {}),
    ...(changes ? { priorPrescription: { reference: `MedicationRequest/${changes.id}` } } : {}),
    dosageInstruction: lines,
    dispenseRequest: { validityPeriod: { start: start ?? today, end: yearAfter(today) } },
  };
}

function issuesOf(order: MedicationRequest, form: string, { role }: Prescriber, now: number) {
  const change = { resource: order as never, before: undefined, actor: { kind: 'staff', role } as const, now };
  const issues = orderIssues(change);
  const more = form === '' ? [] : amountIssues(order as never, form);
  return [...issues, ...more.filter(({ key }) => !issues.some((one) => one.key === key))] as {
    key: string;
    expression?: string;
  }[];
}

function changeOf(order: MedicationRequest, why: string): Parameter[] {
  const use = order.category?.[0]?.coding?.[0] as Coding | undefined;
  const start = order.dosageInstruction?.[0]?.timing?.repeat?.boundsPeriod?.start;
  const isLater = start !== undefined && start > dayOf(Date.now());
  return [
    ...(order.dosageInstruction ?? []).map((valueDosage) => ({ name: 'dosage', valueDosage })),
    ...(order.medicationCodeableConcept
      ? [{ name: 'medication', valueCodeableConcept: order.medicationCodeableConcept }]
      : []),
    ...(order.reasonCode?.[0] ? [{ name: 'indication', valueCodeableConcept: order.reasonCode[0] }] : []),
    ...(use ? [{ name: 'use', valueCoding: use }] : []),
    ...(why.trim() ? [{ name: 'text', valueString: why.trim() }] : []),
    ...(isLater ? [{ name: 'at', valueInstant: `${start}T00:00:00${osloOffset(start)}` }] : []),
  ];
}

/** Midnight of a day in Norway, as the zone stands then. */
function osloOffset(day: string): string {
  const part = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Oslo', timeZoneName: 'longOffset' })
    .formatToParts(Date.parse(`${day}T00:00:00Z`))
    .find(({ type }) => type === 'timeZoneName')?.value;
  return part?.replace('GMT', '') || '+00:00';
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

const yearAfter = (day: string): string => `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`.replace('-02-29', '-02-28');
