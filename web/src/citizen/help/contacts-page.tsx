import { PhoneIcon } from '@navikt/aksel-icons';
import { useTranslation } from 'react-i18next';
import { type Contact, contactsOf } from '../../shared/banner/contacts.ts';
import type { RelatedPerson } from '../../shared/fhir/types.ts';
import { phoneText } from '../../shared/format/person.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { written } from '../../shared/i18n/written.ts';
import { usePatient, useRecordSearch } from '../../shared/record/record-queries.ts';
import { Part } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { RecordPart } from '../journal/record-part.tsx';
import { useTeams } from '../own-data.ts';
import { useSubject } from '../subject.ts';

/** Those around the citizen: the GP, the team, and those who are near. */
export default function ContactsPage() {
  const { t } = useTranslation();
  const { patient: id } = useSubject();
  const patient = usePatient(id);
  const teams = useTeams(id).data?.resources ?? [];
  const related = useRecordSearch<RelatedPerson>(id, 'RelatedPerson', {}, { limit: 100 });
  const near = contactsOf(patient.data, related.data?.resources ?? []);
  const gp = patient.data?.generalPractitioner?.flatMap(({ display }) => display ?? []) ?? [];
  return (
    <RecordPart title={t('me.place.contacts')} lead={t('contacts.lead')}>
      <section className="ej-c-card" aria-label={t('contacts.gp')}>
        <h2>{t('contacts.gp')}</h2>
        <Part of={patient} what={t('contacts.what')} rows={2}>
          {() => (
            <p>
              <Voiced>{written(gp.join(', ')) || t('contacts.gp.none')}</Voiced>
            </p>
          )}
        </Part>
      </section>
      {teams.map(({ id: team, name, participant = [] }) => (
        <section key={team} className="ej-c-card" aria-label={name ?? t('contacts.team')}>
          <h2>
            <Voiced isWritten={name !== undefined}>{name ?? t('contacts.team')}</Voiced>
          </h2>
          <ul className="ej-c-lines">
            {participant.map(({ role, member }) => {
              const who = member?.display;
              return (
                who && (
                  <li key={`${member?.reference} ${who}`}>
                    <b>{who}</b>
                    <span className="ej-meta">
                      <Voiced isWritten>{conceptText(role?.[0])}</Voiced>
                    </span>
                  </li>
                )
              );
            })}
          </ul>
        </section>
      ))}
      <section className="ej-c-card" aria-label={t('contacts.near')}>
        <h2>{t('contacts.near')}</h2>
        <Part of={related} what={t('contacts.what')} rows={3}>
          {() =>
            near.length === 0 ? (
              <p>{t('contacts.near.none')}</p>
            ) : (
              <ul className="ej-c-lines">
                {near.map((one) => (
                  <Near key={one.name} of={one} />
                ))}
              </ul>
            )
          }
        </Part>
      </section>
    </RecordPart>
  );
}

function Near({ of: { name, relation, phone, standing } }: { of: Contact }) {
  const { t } = useTranslation();
  return (
    <li>
      <b>{name}</b>
      <span className="ej-meta">
        <Voiced>
          {[relation && written(relation), standing !== 'kin' && t(`contacts.standing.${standing}`)]
            .filter(Boolean)
            .join(', ')}
        </Voiced>
      </span>
      {phone && (
        <a className="ej-c-more" href={`tel:${phone}`}>
          <PhoneIcon aria-hidden /> {phoneText(phone)}
        </a>
      )}
    </li>
  );
}
