import './emergency.css';
import '../problems/problems.css';
import { ShieldCheckmarkIcon } from '@navikt/aksel-icons';
import { Button } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { useAccess } from '../../shared/access/use-access.ts';
import { kindOf } from '../../shared/banner/critical.ts';
import { ongoing } from '../../shared/banner/patient-banner.tsx';
import { byRecency, seriesOf } from '../../shared/chart/series.ts';
import { principalDateOf } from '../../shared/fhir/principal-date.ts';
import { sourceOf } from '../../shared/fhir/source.ts';
import type { Composition, Encounter, Flag } from '../../shared/fhir/types.ts';
import { dayOf, shortDate, shortDateTime } from '../../shared/format/date.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { written } from '../../shared/i18n/written.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { lineOf } from '../../shared/resource/line.ts';
import { useSay } from '../../shared/resource/use-say.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { later } from '../../shared/ui/later.tsx';
import { Part, Waiting } from '../../shared/ui/part.tsx';
import { Value } from '../../shared/ui/value.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { ContactsCard } from '../record/contacts-card.tsx';
import { OwnWords, ownOf } from '../record/plan-card.tsx';
import { ProblemsCard } from '../record/problems-card.tsx';
import { manyNotes, useGoals, useNotes, useObservations, usePlans, useVaccinesGiven } from '../record/record-data.ts';
import { SectionLink } from '../record/section-link.tsx';
import { ServicesCard } from '../record/services-card.tsx';
import { functionBefore, ifThenOf } from './before.ts';
import { MedicinesNow } from './medicines-now.tsx';
import { VitalsRow } from './vitals-row.tsx';
import { WhyHere } from './why-here.tsx';

const ReferralForm = later(() => import('../referral/referral-form.tsx'));

/** One page for who has never met the person: on what ground, why they are here, how they are, and what to know before acting. */
export default function EmergencyPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const [isReferring, setIsReferring] = useKept('referring', false);
  const notes = useNotes(id, manyNotes);
  const contacts = useRecordSearch<Encounter>(id, 'Encounter', ongoing, { limit: 20 });
  const here = [...(contacts.data?.resources ?? [])].sort((a, b) =>
    (b.period?.start ?? '').localeCompare(a.period?.start ?? ''),
  )[0];
  const all = notes.data?.resources ?? [];
  return (
    <div className="ej-acute">
      <div className="ej-ground">
        <Ground id={id} since={here?.period?.start} />
        <div className="ej-acts ej-noprint">
          <Button
            type="button"
            size="small"
            className="ej-xs"
            variant="secondary"
            onClick={() => setIsReferring(!isReferring)}
            aria-expanded={isReferring}
          >
            {t('emergency.refer')}
          </Button>
          <SectionLink id={id} to="oversikt">
            {t('emergency.overview')}
          </SectionLink>
        </div>
      </div>
      {isReferring && (
        <Card title={t('refer.title')}>
          <ReferralForm
            id={id}
            encounter={here?.id ? `Encounter/${here.id}` : undefined}
            onClose={() => setIsReferring(false)}
            waiting={<Waiting what={t('card.services.what')} rows={4} />}
          />
        </Card>
      )}
      <div className="ej-card ej-now">
        <WhyHere id={id} notes={all} />
        <VitalsRow id={id} />
      </div>
      <div className="ej-overview ej-acute-columns">
        <div>
          <MedicinesNow id={id} />
          <TestsCard id={id} />
          <VaccinesCard id={id} />
        </div>
        <div>
          <ProblemsCard id={id} />
          <PlanNow id={id} />
          <LastContacts id={id} notes={all} />
        </div>
        <div>
          <ServicesCard id={id} />
          <ContactsCard id={id} isBrief />
          <Before notes={all} before={here?.period?.start ?? new Date().toISOString()} />
        </div>
      </div>
    </div>
  );
}

/** Why the reader may see this, in the words that the citizen reads in the log. */
function Ground({ id, since }: { id: string; since: string | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const access = useAccess(id);
  if (!access.data) return <p className="ej-meta">{'\u00a0'}</p>;
  return (
    <p>
      <ShieldCheckmarkIcon aria-hidden fontSize="1.25rem" /> {t('emergency.because')}{' '}
      <span className="ej-strong">{access.data.text(language)}</span>{' '}
      {since && t('emergency.from', { when: shortDateTime(since, language) })}{' '}
      <span className="ej-meta">{t('emergency.logged')}</span>
    </p>
  );
}

function TestsCard({ id }: { id: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const results = useObservations(id, 'laboratory');
  const series = byRecency(seriesOf(results.data?.resources ?? [])).slice(0, 8);
  const newest = series[0];
  return (
    <Card
      title={t('emergency.tests')}
      count={
        newest &&
        [shortDate(principalDateOf(newest.latest), language), sourceOf(newest.latest).organization]
          .filter(Boolean)
          .join(', ')
      }
      action={
        <SectionLink id={id} to="provesvar">
          {t('card.results.all')}
        </SectionLink>
      }
    >
      <Part of={results} what={t('card.results.what')} rows={3}>
        {() =>
          series.length > 0 ? (
            <dl className="ej-tests">
              {series.map((one) => (
                <div key={one.key}>
                  <dt>{one.name}</dt>
                  <dd>
                    <Value of={one.latestPart} decimals={one.decimals} />
                  </dd>
                </div>
              ))}
            </dl>
          ) : (
            <div className="ej-card-body">
              <p>{t('card.results.none')}</p>
            </div>
          )
        }
      </Part>
    </Card>
  );
}

/** What matters to the person, and what the plan says to do when something happens. */
function PlanNow({ id }: { id: string }) {
  const { t } = useTranslation();
  const goals = useGoals(id);
  const plans = usePlans(id);
  return (
    <Card
      title={t('emergency.plan')}
      action={
        <SectionLink id={id} to="plan">
          {t('emergency.planOpen')}
        </SectionLink>
      }
    >
      <OwnWords id={id} goals={ownOf(id, goals.data?.resources ?? []).slice(0, 1)} />
      <Part of={plans} what={t('card.plan.what')} rows={2}>
        {({ resources }) => {
          const steps = ifThenOf(resources);
          return (
            <div className="ej-card-body">
              {steps.length === 0 && <p>{t('emergency.planNone')}</p>}
              {steps.map(({ when, act }) => (
                <p key={`${when} ${act}`}>
                  <b>{when}:</b> {act}
                </p>
              ))}
            </div>
          );
        }}
      </Part>
    </Card>
  );
}

function LastContacts({ id, notes }: { id: string; notes: readonly Composition[] }) {
  const { t } = useTranslation();
  const say = useSay();
  return (
    <Card
      title={t('emergency.contacts')}
      action={
        <SectionLink id={id} to="tidslinje">
          {t('section.tidslinje')}
        </SectionLink>
      }
    >
      {notes.length === 0 ? (
        <div className="ej-card-body">
          <p>{t('card.notes.none')}</p>
        </div>
      ) : (
        <ul className="ej-brief">
          {notes.slice(0, 4).map((note) => (
            <li key={note.id}>
              <span className="ej-num ej-nowrap">{shortDate(note.date, say.language)}</span>
              <SectionLink id={id} to="tidslinje" until={dayOf(note.date ?? '')} open={`Composition/${note.id}`}>
                <Voiced>
                  {[sourceOf(note).organization, note.title ? written(note.title) : lineOf(note, [], say).label]
                    .filter(Boolean)
                    .join(': ')}
                </Voiced>
              </SectionLink>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Before({ notes, before }: { notes: readonly Composition[]; before: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const found = functionBefore(notes, before);
  return (
    <Card title={t('emergency.was')}>
      <div className="ej-card-body">
        {found ? (
          <>
            <p>
              <Voiced isWritten>{found.text}</Voiced>
            </p>
            <p className="ej-meta">
              {[sourceOf(found.note).author?.display, shortDate(found.note.date, language)].filter(Boolean).join(', ')}
            </p>
          </>
        ) : (
          <p>{t('emergency.wasNone')}</p>
        )}
      </div>
    </Card>
  );
}

function VaccinesCard({ id }: { id: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const given = useVaccinesGiven(id);
  const flags = useRecordSearch<Flag>(id, 'Flag', {}, { limit: 100 });
  const newest = new Map<string, string>();
  for (const { vaccineCode, occurrenceDateTime } of given.data?.resources ?? []) {
    const name = conceptText(vaccineCode);
    if (name && !newest.has(name)) newest.set(name, shortDate(occurrenceDateTime, language));
  }
  const infections = (flags.data?.resources ?? []).filter(
    (flag) => flag.status === 'active' && kindOf(flag) === 'infection',
  );
  const said = [...newest].slice(0, 4).map(([name, when]) => `${written(name)} ${when}`);
  return (
    <Card title={t('emergency.vaccines')}>
      <Part of={given} what={t('card.changes.what')} rows={1}>
        {() => (
          <div className="ej-card-body">
            {infections.map((flag) => (
              <p key={flag.id} className="ej-strong">
                <Voiced isWritten>{conceptText(flag.code)}</Voiced>
              </p>
            ))}
            {said.length > 0 && (
              <p>
                <Voiced>{said.join(' · ')}</Voiced>
              </p>
            )}
            {said.length === 0 && infections.length === 0 && <p>{t('emergency.vaccinesNone')}</p>}
          </div>
        )}
      </Part>
    </Card>
  );
}
