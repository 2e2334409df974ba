import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { callOperation, type Parameter } from '../../shared/fhir/parameters.ts';
import type { Consent } from '../../shared/fhir/types.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { announce } from '../../shared/ui/announcer.tsx';

const representation = 'urn:oid:2.16.578.1.12.4.1.1.7611';

export type Power = {
  id: string;
  name: string;
  isGuardian: boolean;
  categories: readonly string[];
  from: string | undefined;
  until: string | undefined;
  isActive: boolean;
};

/** The powers of attorney and guardianships of a record, those that hold first. */
export const usePowers = (patient: string) =>
  useRecordSearch<Consent>(patient, 'Consent', { category: `${representation}|`, _sort: '-date' }, { limit: 100 });

/** @param now epoch ms */
export function powerOf(consent: Consent, now: number): Power {
  const { provision, category, status } = consent;
  const { start, end } = provision?.period ?? {};
  const over =
    end === undefined ? Number.POSITIVE_INFINITY : Date.parse(end.length === 10 ? `${end}T23:59:59+01:00` : end);
  return {
    id: consent.id ?? '',
    name: provision?.actor?.[0]?.reference?.display ?? '',
    isGuardian: category?.some(({ coding }) => coding?.some(({ code }) => code === 'VE')) === true,
    categories: (provision?.class ?? []).flatMap(({ code }) => code ?? []),
    from: start ?? consent.dateTime,
    until: end,
    isActive: status === 'active' && now < over,
  };
}

/** Gives and withdraws; whatever is shown of the record is then asked for anew. */
export function usePowerAct(patient: string) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ name, given }: { name: 'give-power' | 'withdraw-power'; given: Parameter[] }) =>
      callOperation(`Patient/${patient}/$${name}`, given),
    onSuccess: (_done, { name }) => {
      if (name === 'withdraw-power') announce(t('me.saved'));
      return queries.invalidateQueries({ queryKey: ['record', patient] });
    },
  });
}

/** The last day of a year from now, or of several. @returns YYYY-MM-DD */
export function inYears(years: number, now = Date.now()): string {
  const day = new Date(now);
  day.setFullYear(day.getFullYear() + years);
  return day.toISOString().slice(0, 10);
}
