import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Patient } from '../../shared/fhir/types.ts';
import { fullDate, timeOf } from '../../shared/format/date.ts';
import { nameOf, nationalIdOf, spacedId } from '../../shared/format/person.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useUser } from '../bar/use-user.ts';

/** At the foot of every printed page (print.css): whose it is, when it was printed and by whom. */
export function usePrintLine(patient: Patient | undefined): void {
  const { t } = useTranslation();
  const language = useLanguage();
  const user = useUser();
  useEffect(() => {
    const root = document.documentElement;
    const write = () => {
      const now = new Date().toISOString();
      const who = [user.name, user.role?.toLocaleLowerCase(language), user.organization].filter(Boolean).join(', ');
      const whose = [nameOf(patient), spacedId((patient && nationalIdOf(patient)) ?? '')].filter(Boolean).join(' ');
      const said = t('record.printed', { when: `${fullDate(now, language)} ${timeOf(now, language)}`, who });
      root.style.setProperty('--ej-print-line', JSON.stringify(`${whose} · ${said}`));
    };
    const forget = () => root.style.removeProperty('--ej-print-line');
    window.addEventListener('beforeprint', write);
    window.addEventListener('afterprint', forget);
    return () => {
      window.removeEventListener('beforeprint', write);
      window.removeEventListener('afterprint', forget);
      forget();
    };
  }, [patient, language, t, user]);
}
