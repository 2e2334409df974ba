import '../acting/acting.css';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ageOn, type ParentsStanding, standingForParents } from '../../shared/access/parents-standing.ts';
import { callOperation } from '../../shared/fhir/parameters.ts';
import type { Composition, DocumentReference, Immunization, Observation, Resource } from '../../shared/fhir/types.ts';
import { longDate } from '../../shared/format/date.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { usePatient, useRecordSearch } from '../../shared/record/record-queries.ts';
import { announce } from '../../shared/ui/announcer.tsx';
import { FailureNotice } from '../../shared/ui/failure-notice.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { Page } from '../frame/page.tsx';
import { useSubject } from '../subject.ts';

type Item = { reference: string; title: string; date: string | undefined; standing: ParentsStanding };

const itemOf = (one: Resource, title: string, date: string | undefined): Item => ({
  reference: `${one.resourceType}/${one.id}`,
  title: title.charAt(0).toLocaleUpperCase('nb') + title.slice(1),
  date,
  standing: standingForParents(one),
});

/** For who is 12 to 17: what parents see, one item at a time, and what they never see. */
export default function ParentsPage() {
  const { t } = useTranslation();
  const { patient } = useSubject();
  const own = usePatient(patient);
  const age = ageOn(own.data?.birthDate, new Date());
  const isGrown = age !== undefined && age >= 18;
  return (
    <Page title={t('me.place.parents')} lead={t('parents.lead')}>
      <Part of={own} what={t('parents.what')} rows={4}>
        {() =>
          age === undefined || age < 12 || isGrown ? (
            <p>{t(isGrown ? 'parents.grown' : 'parents.young')}</p>
          ) : (
            <OfYouth patient={patient} />
          )
        }
      </Part>
    </Page>
  );
}

function OfYouth({ patient }: { patient: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const notes = useRecordSearch<Composition>(patient, 'Composition', { _sort: '-date' }, { limit: 100 });
  const letters = useRecordSearch<DocumentReference>(patient, 'DocumentReference', { _sort: '-date' }, { limit: 100 });
  const vaccines = useRecordSearch<Immunization>(patient, 'Immunization', { _sort: '-date' }, { limit: 50 });
  const laboratory = { category: 'laboratory', _sort: '-date' };
  const results = useRecordSearch<Observation>(patient, 'Observation', laboratory, { limit: 50 });
  const decide = useMutation({
    mutationFn: ({ reference, standing }: Item) =>
      callOperation(`Patient/${patient}/$parents-access`, [
        { name: 'item', valueReference: { reference } },
        { name: 'decision', valueCode: standing === 'shared' ? 'restore' : 'share' },
      ]),
    onSuccess: () => {
      announce(t('me.saved'));
      return queries.invalidateQueries({ queryKey: ['record', patient] });
    },
  });
  const items = [
    ...(notes.data?.resources ?? []).map((one) => itemOf(one, one.title ?? conceptText(one.type), one.date)),
    ...(letters.data?.resources ?? []).map((one) =>
      itemOf(one, [conceptText(one.type), one.description].filter(Boolean).join(': '), one.date),
    ),
    ...(results.data?.resources ?? []).map((one) => itemOf(one, conceptText(one.code), one.effectiveDateTime)),
    ...(vaccines.data?.resources ?? []).map((one) => itemOf(one, conceptText(one.vaccineCode), one.occurrenceDateTime)),
  ].sort((a, b) => (b.date ?? '').localeCompare(a.date ?? ''));
  const seen = items.filter(({ standing }) => standing === 'shared' || standing === 'released');
  const list = (some: readonly Item[]) => (
    <Items items={some} isBusy={decide.isPending} onDecide={(item) => decide.mutate(item)} />
  );
  return (
    <div className="ej-c-stack">
      <p className="ej-c-said">{t('parents.never')}</p>
      {decide.isError && <FailureNotice error={decide.error} />}
      <section className="ej-c-card" aria-labelledby="parents-see">
        <h2 id="parents-see">{t('parents.see')}</h2>
        {seen.length === 0 ? <p>{t('parents.see.none')}</p> : list(seen)}
      </section>
      <section className="ej-c-card" aria-labelledby="parents-rest">
        <h2 id="parents-rest">{t('parents.rest')}</h2>
        {list(items.filter((one) => !seen.includes(one)))}
      </section>
    </div>
  );
}

type ItemsProps = { items: readonly Item[]; isBusy: boolean; onDecide: (item: Item) => void };

function Items({ items, isBusy, onDecide }: ItemsProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <ul className="ej-c-lines">
      {items.map((item) => {
        const { reference, title, date, standing } = item;
        const text = t(standing === 'shared' ? 'parents.stop' : 'parents.share');
        const when = longDate(date, language);
        return (
          <li key={reference}>
            <div className="ej-c-person">
              <div>
                <b>{title}</b>
                <div className="ej-meta">
                  {when}
                  {standing !== 'none' && ` · ${t(`parents.standing.${standing}`)}`}
                </div>
              </div>
              {(standing === 'none' || standing === 'shared') && (
                <button
                  type="button"
                  className="ej-c-button"
                  aria-label={`${text}: ${title}, ${when}`}
                  aria-disabled={isBusy}
                  onClick={() => !isBusy && onDecide(item)}
                >
                  {text}
                </button>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
