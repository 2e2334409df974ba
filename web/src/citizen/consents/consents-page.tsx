import '../acting/acting.css';
import { Select, TextField } from '@navikt/ds-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { create, searchAll, update } from '../../shared/fhir/client.ts';
import { callOperation } from '../../shared/fhir/parameters.ts';
import type { Consent, Organization } from '../../shared/fhir/types.ts';
import { longDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { focusFirstWrong } from '../../shared/keyboard/focus.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { useKept } from '../../shared/session/kept.ts';
import { announce } from '../../shared/ui/announcer.tsx';
import { FailureNotice } from '../../shared/ui/failure-notice.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { DayField } from '../acting/day-field.tsx';
import { Page } from '../frame/page.tsx';
import { PageLink } from '../frame/page-link.tsx';
import { useSubject } from '../subject.ts';
import { AppsCard } from './apps-card.tsx';
import { isInForce, kindOf, outsideOf, reservationConsent, reservations, shareConsent, whatOf } from './consent.ts';

/** All that the citizen has said yes or no to, in one place and with what was before; and what may be said. */
export default function ConsentsPage() {
  const { t } = useTranslation();
  const { patient } = useSubject();
  const found = useRecordSearch<Consent>(patient, 'Consent', { _sort: '-date' }, { limit: 300 });
  return (
    <Page title={t('me.place.consents')} lead={t('consents.lead')}>
      <Part of={found} what={t('consents.what')} rows={6}>
        {({ resources }) => {
          const known = resources.filter((one) => kindOf(one) !== undefined);
          return (
            <div className="ej-c-columns">
              <div>
                <Reservations patient={patient} consents={known} />
                <Outside patient={patient} consents={known} />
              </div>
              <div>
                <AppsCard />
                <section className="ej-c-card" aria-labelledby="consents-more">
                  <h2 id="consents-more">{t('consents.more')}</h2>
                  <ul className="ej-c-lines">
                    {(
                      [
                        ['/tilgang', 'consents.more.blocks'],
                        ['/fullmakter', 'me.place.powers'],
                        ['/deling', 'me.place.sharing'],
                      ] as const
                    ).map(([to, label]) => (
                      <li key={to}>
                        <PageLink to={to} className="ej-c-more">
                          {t(label)}
                        </PageLink>
                      </li>
                    ))}
                  </ul>
                </section>
                <History consents={known} />
              </div>
            </div>
          );
        }}
      </Part>
    </Page>
  );
}

type Props = { patient: string; consents: readonly Consent[] };

function useConsentAct(patient: string) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (act: () => Promise<unknown>) => act(),
    onSuccess: () => {
      announce(t('me.saved'));
      return queries.invalidateQueries({ queryKey: ['record', patient] });
    },
  });
}

const endNow = (consent: Consent, patient: string) =>
  update<Consent>({ ...consent, status: 'inactive' }, { record: patient });

/** What the law lets one reserve against; a yes or no each, in effect at once. */
function Reservations({ patient, consents }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const act = useConsentAct(patient);
  return (
    <section className="ej-c-card" aria-labelledby="reservations">
      <h2 id="reservations">{t('consents.reservations')}</h2>
      <ul className="ej-c-lines">
        {reservations.map((kind) => {
          const standing = consents.find((one) => whatOf(one) === kind && isInForce(one, Date.now()));
          const isBlock = kind === 'research' || kind === 'learning';
          const reserve = () =>
            isBlock
              ? callOperation(`Patient/${patient}/$block`, [
                  { name: 'kind', valueCode: kind === 'research' ? 'secondary-use' : 'learning' },
                ])
              : create<Consent>(reservationConsent(patient, kind, Date.now()), { record: patient });
          const lift = () =>
            isBlock
              ? callOperation(`Patient/${patient}/$unblock`, [
                  { name: 'block', valueReference: { reference: `Consent/${standing?.id}` } },
                ])
              : endNow(standing as Consent, patient);
          return (
            <li key={kind}>
              <div className="ej-c-person">
                <div>
                  <b>{t(`consents.${kind}`)}</b>
                  <div>{t(`consents.${kind}.text`)}</div>
                  <div className="ej-meta">
                    {standing === undefined
                      ? t('consents.notReserved')
                      : t('consents.reserved', { date: longDate(standing.dateTime, language) })}
                  </div>
                </div>
                <button
                  type="button"
                  className="ej-c-button"
                  aria-label={t(standing === undefined ? 'consents.reserve.what' : 'consents.lift.what', {
                    what: t(`consents.${kind}`).toLowerCase(),
                  })}
                  aria-disabled={act.isPending}
                  onClick={() => !act.isPending && act.mutate(standing === undefined ? reserve : lift)}
                >
                  {t(standing === undefined ? 'consents.reserve' : 'consents.lift')}
                </button>
              </div>
            </li>
          );
        })}
      </ul>
      <p className="ej-meta">{t('consents.reservations.law')}</p>
      {act.isError && <FailureNotice error={act.error} />}
    </section>
  );
}

type Draft = { whom: string; what: string; until: string };
const inAYear = () => new Date(Date.now() + 365 * 86_400_000).toISOString().slice(0, 10);

/** Schools, PPT, NAV and others outside of the health service that are known here. */
function usePlacesOutside(): readonly Organization[] {
  const { data } = useQuery({
    queryKey: ['places-outside'],
    queryFn: async ({ signal }) => (await searchAll<Organization>('Organization', outside, 200, signal)).resources,
  });
  return data ?? [];
}

const outside = { type: 'https://enjournal.no/fhir/CodeSystem/service-kind|outside-health', _sort: 'name' };

function placeNamed(whom: string, places: readonly Organization[]) {
  const said = whom.trim().toLowerCase();
  const place = places.find(({ name }) => name?.toLowerCase() === said);
  return place && { reference: `Organization/${place.id}`, display: place.name ?? whom.trim() };
}

/** What may be told to somebody outside the health service, until when. */
function Outside({ patient, consents }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [isGiving, setGiving] = useKept('giving a consent', false);
  const [draft, setDraft] = useKept<Draft>('consent draft', () => ({ whom: '', what: 'plan', until: inAYear() }));
  const [isAsked, setAsked] = useState(false);
  const act = useConsentAct(patient);
  const places = usePlacesOutside();
  const list = useId();
  const standing = consents.filter((one) => kindOf(one) === 'share-outside' && isInForce(one, Date.now()));
  const isMissing = draft.whom.trim() === '';
  const give = () => {
    setAsked(true);
    if (isMissing || act.isPending) return;
    const place = placeNamed(draft.whom, places);
    act.mutate(() => create<Consent>(shareConsent(patient, { ...draft, place }, Date.now()), { record: patient }), {
      onSuccess: () => {
        setGiving(false);
        setAsked(false);
        setDraft({ whom: '', what: 'plan', until: inAYear() });
      },
    });
  };
  return (
    <section className="ej-c-card" aria-labelledby="outside">
      <h2 id="outside">{t('consents.outside')}</h2>
      <p>{t('consents.outside.text')}</p>
      <ul className="ej-c-lines">
        {standing.map((one) => {
          const { whom, what } = outsideOf(one);
          return (
            <li key={one.id}>
              <div className="ej-c-person">
                <div>
                  <b>{whom}</b>
                  <div>{t(`consents.share.${what}`)}</div>
                  <div className="ej-meta">
                    {t('powers.period', {
                      from: longDate(one.dateTime, language),
                      until: longDate(one.provision?.period?.end, language),
                    })}
                  </div>
                </div>
                <button
                  type="button"
                  className="ej-c-button"
                  aria-label={t('consents.withdraw.whom', { whom })}
                  aria-disabled={act.isPending}
                  onClick={() => !act.isPending && act.mutate(() => endNow(one, patient))}
                >
                  {t('consents.withdraw')}
                </button>
              </div>
            </li>
          );
        })}
      </ul>
      {act.isError && <FailureNotice error={act.error} />}
      {isGiving ? (
        <form
          className="ej-c-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            give();
            focusFirstWrong(event.currentTarget);
          }}
        >
          <TextField
            label={t('consents.whom')}
            description={t('consents.whom.help')}
            list={list}
            value={draft.whom}
            onChange={({ target }) => setDraft({ ...draft, whom: target.value })}
            error={isAsked && isMissing ? t('consents.whom.missing') : undefined}
          />
          <datalist id={list}>
            {places.map(({ id, name }) => (
              <option key={id} value={name} />
            ))}
          </datalist>
          <Select
            label={t('consents.share')}
            value={draft.what}
            onChange={({ target }) => setDraft({ ...draft, what: target.value })}
          >
            {(['plan', 'services', 'contact'] as const).map((what) => (
              <option key={what} value={what}>
                {t(`consents.share.${what}`)}
              </option>
            ))}
          </Select>
          <DayField
            label={t('consents.until')}
            value={draft.until}
            onChange={(until) => setDraft({ ...draft, until })}
          />
          <div className="ej-c-acts-row">
            <button type="submit" className="ej-c-button" data-kind="primary" aria-disabled={act.isPending}>
              {t('consents.give')}
            </button>
            <button type="button" className="ej-c-button" onClick={() => setGiving(false)}>
              {t('rights.cancel')}
            </button>
          </div>
        </form>
      ) : (
        <button type="button" className="ej-c-button" onClick={() => setGiving(true)}>
          {t('consents.new')}
        </button>
      )}
    </section>
  );
}

/** What was, the newest first: nothing that was said yes or no to disappears. */
function History({ consents }: { consents: readonly Consent[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const past = consents.filter((one) => !isInForce(one, Date.now()));
  if (past.length === 0) return null;
  return (
    <section className="ej-c-card" aria-labelledby="consents-past">
      <h2 id="consents-past">{t('consents.past')}</h2>
      <ul className="ej-c-lines">
        {past.map((one) => {
          const kind = kindOf(one) ?? 'share-outside';
          const what = whatOf(one);
          return (
            <li key={one.id}>
              <b>{what === undefined ? t(`consents.kind.${kind}`) : t(`consents.${what}`)}</b>
              {kind === 'share-outside' && <span>{outsideOf(one).whom}</span>}
              <span className="ej-meta">
                {t('powers.period', {
                  from: longDate(one.dateTime, language),
                  until: longDate(one.provision?.period?.end ?? one.meta?.lastUpdated, language),
                })}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
