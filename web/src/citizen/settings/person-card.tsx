import { useTranslation } from 'react-i18next';
import { fullDate } from '../../shared/format/date.ts';
import { addressOf, addressText, nameOf, nationalIdOf, phoneText, spacedId } from '../../shared/format/person.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { usePatient } from '../../shared/record/record-queries.ts';
import { Facts } from '../../shared/ui/facts.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { useSubject } from '../subject.ts';

/** What is known of who I am. */
export function PersonCard() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { patient } = useSubject();
  return (
    <section className="ej-c-card" aria-labelledby="person">
      <h2 id="person">{t('settings.person')}</h2>
      <Part of={usePatient(patient)} what={t('settings.person.what')} rows={5}>
        {(person) => {
          const number = nationalIdOf(person);
          const phone = person.telecom?.find(({ system }) => system === 'phone')?.value;
          return (
            <Facts
              rows={[
                [t('settings.name'), nameOf(person)],
                [t('settings.born'), fullDate(person.birthDate, language)],
                [t('settings.number'), number && <span className="ej-num">{spacedId(number)}</span>],
                [t('settings.address'), addressText(addressOf(person))],
                [t('settings.phone'), phone && phoneText(phone)],
                [
                  t('settings.gp'),
                  person.generalPractitioner
                    ?.map(({ display }) => display)
                    .filter(Boolean)
                    .join(', '),
                ],
              ]}
            />
          );
        }}
      </Part>
    </section>
  );
}
