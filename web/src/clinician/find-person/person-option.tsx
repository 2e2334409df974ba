import { ShieldLockIcon } from '@navikt/aksel-icons';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { isAddressProtected } from '../../shared/fhir/protection.ts';
import type { Patient } from '../../shared/fhir/types.ts';
import { ageOf, fullDate } from '../../shared/format/date.ts';
import { addressOf, addressText, municipalityOf, nameOf, nationalIdOf, spacedId } from '../../shared/format/person.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';

type Props = { id: string; person: Patient; active: boolean; onPoint: () => void; onChoose: () => void };

/** One person in the list: enough to tell two of the same name apart. */
export function PersonOption({ id, person, active, onPoint, onChoose }: Props) {
  const option = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) option.current?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the keys are the combobox's
    <div
      ref={option}
      id={id}
      role="option"
      aria-selected={active}
      className="ej-person"
      onPointerMove={onPoint}
      onClick={onChoose}
    >
      <PersonLine person={person} />
    </div>
  );
}

/** Name, age, birth date, number and place of one person on a line, two on a phone. */
export function PersonLine({ person }: { person: Patient }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const address = addressOf(person);
  const number = nationalIdOf(person);
  const dead = person.deceasedBoolean || person.deceasedDateTime !== undefined;
  return (
    <>
      <span className="ej-person-name">{nameOf(person)}</span>
      <span className="ej-person-age">{dead ? t('find.dead') : ageOf(person.birthDate, language)}</span>
      <span className="ej-person-number ej-num">
        {fullDate(person.birthDate, language)}
        {number && ` · ${spacedId(number)}`}
      </span>
      <span className="ej-person-place">
        {isAddressProtected(person) ? (
          <>
            <ShieldLockIcon aria-hidden /> {t('find.addressHidden')}
          </>
        ) : (
          [addressText(address), municipalityOf(address)].filter(Boolean).join(' · ')
        )}
      </span>
    </>
  );
}
