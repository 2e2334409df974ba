import './access.css';
import { PadlockLockedIcon } from '@navikt/aksel-icons';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAccess } from '../../shared/access/use-access.ts';
import type { FhirFailure } from '../../shared/fhir/client.ts';
import type { Patient } from '../../shared/fhir/types.ts';
import { ageOf, fullDate } from '../../shared/format/date.ts';
import { nameOf } from '../../shared/format/person.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { recordKey } from '../../shared/record/record-queries.ts';
import { Waiting } from '../../shared/ui/part.tsx';
import { ArrivalForm } from './arrival-form.tsx';
import { EmergencyForm } from './emergency-form.tsx';
import { PurposeForm } from './purpose-form.tsx';

/** The reader may not open this record: why, the ordinary ways in and, where the law allows it, emergency access. */
export function AccessRefused({ id, failure }: { id: string; failure: FhirFailure }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const access = useAccess(id);
  // who it is, the search has told; of a record that was opened by its address, nothing is known
  const person = useQueryClient().getQueryData<Patient>(recordKey(id, ['Patient']));
  const name = nameOf(person);
  const said = failure.outcome?.issue?.[0]?.details?.text ?? failure.outcome?.issue?.[0]?.diagnostics;
  return (
    <main id="content" className="ej-page ej-refused" tabIndex={-1}>
      <header className="ej-refused-head">
        <span className="ej-refused-mark" aria-hidden>
          <PadlockLockedIcon fontSize="1.5rem" />
        </span>
        <div>
          <h1 className="ej-title">{name ? t('access.refusedTo', { name }) : t('access.refused')}</h1>
          {person?.birthDate && (
            <p className="ej-meta ej-num">
              {ageOf(person.birthDate, language)} · {t('banner.born', { date: fullDate(person.birthDate, language) })}
            </p>
          )}
        </div>
      </header>
      <div className="ej-refused-columns">
        <div className="ej-refused-ways">
          <section>
            <h2>{t('access.why')}</h2>
            {access.data ? (
              <p>{access.data.text(language)}</p>
            ) : access.isPending ? (
              <Waiting what={t('access.what')} rows={2} />
            ) : (
              <p>{said}</p>
            )}
          </section>
          {access.data?.reason === 'purpose-text-missing' && <PurposeForm id={id} />}
          {access.data && access.data.arrival.length > 0 && <ArrivalForm id={id} ways={access.data.arrival} />}
          <p className="ej-meta">{t('access.attemptLogged')}</p>
        </div>
        {access.data?.emergency && <EmergencyForm id={id} offer={access.data.emergency} />}
      </div>
    </main>
  );
}
