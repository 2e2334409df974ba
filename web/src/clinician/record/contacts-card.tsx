import { useTranslation } from 'react-i18next';
import { contactsOf } from '../../shared/banner/contacts.ts';
import { isAddressProtected } from '../../shared/fhir/protection.ts';
import type { RelatedPerson } from '../../shared/fhir/types.ts';
import { addressOf, addressText, nameOf, phoneText } from '../../shared/format/person.ts';
import { usePatient, useRecordSearch } from '../../shared/record/record-queries.ts';
import { Card } from '../../shared/ui/card.tsx';

/** Everyone there is to call, and where the person lives unless that is protected. */
export function ContactsCard({ id, isBrief = false }: { id: string; isBrief?: boolean }) {
  const { t } = useTranslation();
  const { data: patient } = usePatient(id);
  const related = useRecordSearch<RelatedPerson>(id, 'RelatedPerson', {}, { limit: 50 });
  const contacts = contactsOf(patient, related.data?.resources ?? []);
  const hidden = patient !== undefined && isAddressProtected(patient);
  const phone = patient?.telecom?.find(({ system }) => system === 'phone')?.value;
  return (
    <Card title={t('card.contacts')}>
      <ul className="ej-contacts" data-brief={isBrief}>
        {patient && (
          <li>
            <span>
              <span className="ej-strong">{t('card.contacts.self', { name: nameOf(patient).split(' ')[0] })}</span>
              <span className="ej-sub">{hidden ? t('banner.addressHidden') : addressText(addressOf(patient))}</span>
            </span>
            {phone && !hidden && <Phone number={phone} />}
          </li>
        )}
        {contacts.map((contact) => (
          <li key={contact.name}>
            <span>
              {contact.name}
              <span className="ej-sub">
                {[
                  contact.relation,
                  contact.standing !== 'kin' &&
                    contact.standing !== 'parent' &&
                    t(`banner.${contact.standing}`).toLocaleLowerCase('nb'),
                ]
                  .filter(Boolean)
                  .join(', ')}
              </span>
            </span>
            {contact.phone && <Phone number={contact.phone} />}
          </li>
        ))}
        {related.isSuccess && contacts.length === 0 && <li className="ej-meta">{t('card.contacts.none')}</li>}
      </ul>
    </Card>
  );
}

function Phone({ number }: { number: string }) {
  return (
    <a className="ej-link ej-num ej-nowrap" href={`tel:${number.replace(/\s/g, '')}`}>
      {phoneText(number)}
    </a>
  );
}
