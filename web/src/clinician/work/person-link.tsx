import { ShieldLockIcon } from '@navikt/aksel-icons';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { isAddressProtected } from '../../shared/fhir/protection.ts';
import type { Patient } from '../../shared/fhir/types.ts';
import { ageOf } from '../../shared/format/date.ts';
import { nameOf } from '../../shared/format/person.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import type { Section } from '../record/sections.ts';

type Props = {
  id: string | undefined;
  person: Patient | undefined;
  /** What the list itself calls the person, where more may not be seen. */
  display?: string | undefined;
  to?: Section;
  /** In a list with one tab stop the row has it. */
  inList?: boolean;
};

/** A person's name with age, as the way to the record: one click from any list. */
export function PersonLink({ id, person, display, to, inList = false }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = nameOf(person) || display || '';
  const age = ageOf(person?.birthDate, language)?.replace(/ (år|years)$/, '');
  const rest = (
    <>
      {age && <span className="ej-num">{` ${age}`}</span>}
      {person && isAddressProtected(person) && (
        <ShieldLockIcon className="ej-work-shield" title={t('find.addressHidden')} />
      )}
    </>
  );
  if (!id) return <span>{name}</span>;
  return (
    <span className="ej-work-person">
      <Link
        className="ej-link"
        to="/pasient/$id/{-$section}"
        params={{ id, section: to }}
        {...(inList ? { tabIndex: -1 } : {})}
      >
        {name || t('work.open')}
      </Link>
      {rest}
    </span>
  );
}
