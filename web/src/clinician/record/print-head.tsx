import { useTranslation } from 'react-i18next';
import type { Patient } from '../../shared/fhir/types.ts';
import { fullDate, timeOf } from '../../shared/format/date.ts';
import { nameOf, nationalIdOf, spacedId } from '../../shared/format/person.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useUser } from '../bar/use-user.ts';

/** On every printed page: whose it is, when it was printed and by whom. */
export function PrintHead({ patient }: { patient: Patient | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const user = useUser();
  const now = new Date().toISOString();
  const who = [user.name ?? t('bar.noName'), user.role?.toLocaleLowerCase(language), user.organization]
    .filter(Boolean)
    .join(', ');
  return (
    <div className="ej-print-only ej-print-head" aria-hidden>
      <strong>{nameOf(patient)}</strong> {spacedId((patient && nationalIdOf(patient)) ?? '')} ·{' '}
      {t('record.printed', { when: `${fullDate(now, language)} ${timeOf(now, language)}`, who })}
    </div>
  );
}
