import { amountText, norway, plannedDoses, ratesOf } from '@enjournal/server/care/medication';
import { useTranslation } from 'react-i18next';
import type { MedicationRequest, Quantity } from '../../shared/fhir/types.ts';
import { dayHeading, dayOf, instantOf, timeOf } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { dosageText } from '../../shared/resource/dosage.ts';
import { Voiced } from '../../shared/ui/voiced.tsx';

const WEEK_MS = 7 * 86_400_000;

const doseText = (dose: Quantity | undefined): string => amountText(dose?.value ?? 0, dose?.unit ?? '');

/** The order in words, and the doses of its first week as they will be asked for. */
export function FirstWeek({ order, from }: { order: MedicationRequest; from: number }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const starts = (order.dosageInstruction ?? []).map(({ timing }) => instantOf(timing?.repeat?.boundsPeriod?.start));
  const begin = Math.max(from, Math.min(...starts.map((start) => (Number.isNaN(start) ? from : start))));
  const doses = plannedDoses(order as never, begin, begin + WEEK_MS, norway);
  const days = new Map<string, string[]>();
  for (const { at, dose } of doses) {
    const text = new Date(at).toISOString();
    const day = dayOf(text);
    days.set(day, [...(days.get(day) ?? []), `${timeOf(text, language)} ${doseText(dose as Quantity | undefined)}`]);
  }
  return (
    <div className="ej-preview" role="status" aria-label={t('order.preview')}>
      <p className="ej-strong">
        <Voiced>{dosageText(order.dosageInstruction, language, t)}</Voiced>
      </p>
      {days.size === 0 ? (
        <p className="ej-meta">{t(ratesOf(order as never) === undefined ? 'order.noTimes' : 'order.inPump')}</p>
      ) : (
        <ul>
          {[...days].map(([day, times]) => (
            <li key={day}>
              <span className="ej-meta">{dayHeading(day, language)}</span>{' '}
              <span className="ej-num">{times.join(' · ')}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
