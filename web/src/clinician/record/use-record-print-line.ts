import { useTranslation } from 'react-i18next';
import type { Patient } from '../../shared/fhir/types.ts';
import { fullDate, timeOf } from '../../shared/format/date.ts';
import { nameOf, nationalIdOf, spacedId } from '../../shared/format/person.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { usePrintLine } from '../../shared/ui/use-print-line.ts';
import { useUser } from '../bar/use-user.ts';

/** At the foot of every printed page of a record: whose it is, when it was printed and by whom. */
export function useRecordPrintLine(patient: Patient | undefined): void {
  const { t } = useTranslation();
  const language = useLanguage();
  const user = useUser();
  usePrintLine((now) => {
    const who = [user.name, user.role?.toLocaleLowerCase(language), user.organization].filter(Boolean).join(', ');
    const whose = [nameOf(patient), spacedId((patient && nationalIdOf(patient)) ?? '')].filter(Boolean).join(' ');
    return `${whose} · ${t('record.printed', { when: `${fullDate(now, language)} ${timeOf(now, language)}`, who })}`;
  });
}
