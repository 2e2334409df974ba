import { isUnverified } from '@enjournal/server/care/devices';
import { type FormDefinition, type FormItem, isQuestion } from '@enjournal/server/care/forms';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { principalDateOf, principalInstantOf } from '../fhir/principal-date.ts';
import type { Coding, Observation } from '../fhir/types.ts';
import { valueText } from '../format/quantity.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { useRecordSearch } from '../record/record-queries.ts';
import type { PreviousValue } from './types.ts';

const measured = /^(?:integer|decimal|quantity)$/;

/** The last value in the record of whatever the form measures; one question for all of them. */
export function usePrevious(subject: string | undefined, form: FormDefinition) {
  const { t } = useTranslation();
  const language = useLanguage();
  const codes = useMemo(() => codesOf([...form.byLinkId.values()]), [form]);
  const { data } = useRecordSearch<Observation>(
    subject ?? '',
    'Observation',
    { code: codes.join(','), _sort: '-date', _count: '100' },
    { limit: 100, enabled: subject !== undefined && codes.length > 0 },
  );
  const resources = data?.resources;
  return useCallback(
    (wanted: readonly Coding[]): PreviousValue | undefined => {
      let last: { of: Observation; part: Observation | NonNullable<Observation['component']>[number] } | undefined;
      for (const of of resources ?? []) {
        if (of.status === 'entered-in-error' || of.status === 'cancelled') continue;
        const part = [of, ...(of.component ?? [])].find(({ code }) => isOneOf(code?.coding, wanted));
        if (part && (!last || principalInstantOf(of) > principalInstantOf(last.of))) last = { of, part };
      }
      const measured = last && valueText(last.part, language);
      const text = last && isUnverified(last.of as never) ? `${measured} (${t('resource.unverified')})` : measured;
      const at = last && principalDateOf(last.of);
      if (!last || !text || !at) return undefined;
      const value = last.part.valueQuantity?.value ?? last.part.valueInteger;
      return { text, at, ...(value === undefined ? {} : { value }) };
    },
    [resources, language, t],
  );
}

const isOneOf = (codings: readonly Coding[] | undefined, wanted: readonly Coding[]): boolean =>
  (codings ?? []).some(({ system, code }) => wanted.some((one) => one.code === code && one.system === system));

/** Systolic and diastolic pressure stand in the panel that they are found by. */
const panels: Readonly<Record<string, string>> = { '8480-6': '85354-9', '8462-4': '85354-9' };

function codesOf(items: readonly FormItem[]): string[] {
  const found = new Set<string>();
  for (const item of items) {
    if (!isQuestion(item) || !measured.test(item.type)) continue;
    for (const { system, code } of item.code) {
      if (!system || !code) continue;
      found.add(`${system}|${code}`);
      const panel = panels[code];
      if (panel) found.add(`${system}|${panel}`);
    }
  }
  return [...found].sort();
}
