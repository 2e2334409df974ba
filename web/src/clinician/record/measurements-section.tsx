import { ChevronDownIcon, PlusIcon } from '@navikt/aksel-icons';
import { Button } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { withLaterTexts } from '../../i18n.ts';
import { measureOf } from '../../shared/chart/growth/growth-measures.ts';
import { MeasurementChart } from '../../shared/chart/measurement-chart.tsx';
import { pointsSince } from '../../shared/chart/scale.ts';
import { byUrgency, isDoubted, type Series, seriesOf } from '../../shared/chart/series.ts';
import { principalDateOf } from '../../shared/fhir/principal-date.ts';
import { keyOf } from '../../shared/fhir/references.ts';
import type { Patient } from '../../shared/fhir/types.ts';
import { shortDate } from '../../shared/format/date.ts';
import { rangeText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useLive } from '../../shared/record/live.ts';
import { usePatient } from '../../shared/record/record-queries.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { later } from '../../shared/ui/later.tsx';
import { Part, Waiting } from '../../shared/ui/part.tsx';
import { NewMark } from '../../shared/ui/row-list.tsx';
import { Value } from '../../shared/ui/value.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { usePrescriber } from '../medication/use-prescriber.ts';
import { UnsignedResults } from '../work/record-work.tsx';
import { SectionPage } from './section-page.tsx';
import { useSeries } from './use-series.ts';
import { SeriesRows } from './values-card.tsx';

const spans = ['1', '3', '10', 'all'] as const;

const LaboratoryForm = later(() => withLaterTexts(import('../referral/laboratory-form.tsx')));
/** With its tables of how children grow: no part of what is loaded for other citizens. */
const GrowthChart = later(() => import('../../shared/chart/growth/growth-chart.tsx'));

/** Everything measured, as curves; what was measured once, or is a word and no number, as a list. */
export default function MeasurementsSection({ id, laboratory }: { id: string; laboratory: boolean }) {
  const { t } = useTranslation();
  const { data: patient, isPending: isPatientAwaited } = usePatient(id);
  const [years, setYears] = useKept<(typeof spans)[number]>('years', '3');
  const query = useSeries(
    id,
    laboratory ? 'laboratory' : 'vital-signs',
    years === 'all' || mayGrow(patient) ? undefined : Number(years),
    !isPatientAwaited,
  );
  const { isPrescriber } = usePrescriber();
  const [isOrdering, setOrdering] = useKept('ordering tests', false);
  const since = years === 'all' ? 0 : Date.now() - Number(years) * 365.25 * 86_400_000;
  const what = t(laboratory ? 'card.results.what' : 'card.measurements.what');
  return (
    <SectionPage
      title={t(laboratory ? 'section.provesvar' : 'section.malinger')}
      action={
        <div className="ej-acts ej-noprint">
          <label className="ej-select">
            <span className="ej-sr">{t('timeline.period')}</span>
            <select value={years} onChange={(event) => setYears(event.target.value as typeof years)}>
              {spans.map((span) => (
                <option key={span} value={span}>
                  {t(`card.span.${span}`)}
                </option>
              ))}
            </select>
            <ChevronDownIcon aria-hidden className="ej-select-mark" />
          </label>
          {laboratory && isPrescriber && !isOrdering && (
            <Button
              type="button"
              size="small"
              className="ej-xs"
              icon={<PlusIcon aria-hidden />}
              onClick={() => setOrdering(true)}
            >
              {t('lab.new')}
            </Button>
          )}
        </div>
      }
    >
      {laboratory && isOrdering && (
        <Card title={t('lab.new')}>
          <LaboratoryForm id={id} onClose={() => setOrdering(false)} waiting={<Waiting what={what} rows={3} />} />
        </Card>
      )}
      {laboratory && <UnsignedResults id={id} />}
      <Part of={query} what={what} rows={10}>
        {(observations) => {
          const series = byUrgency(seriesOf(observations));
          const isDrawn = (one: Series) => one.points.length > 1 || isGrowth(one, patient);
          const drawn = series.filter(isDrawn);
          const single = series.filter((one) => !isDrawn(one));
          if (series.length === 0) return <p>{t(laboratory ? 'card.results.none' : 'card.measurements.none')}</p>;
          return (
            <>
              <div className="ej-charts">
                {drawn.map((one) =>
                  isGrowth(one, patient) ? (
                    <ChartCard key={one.key} series={one} child={patient} />
                  ) : (
                    <ChartCard key={one.key} series={{ ...one, points: pointsSince(one.points, since) }} />
                  ),
                )}
              </div>
              {single.length > 0 && (
                <div className="ej-card ej-single-values">
                  <SeriesRows series={single} label={what} />
                </div>
              )}
            </>
          );
        }}
      </Part>
    </SectionPage>
  );
}

/** Whether somebody is still so young that a whole childhood is seen. */
const mayGrow = (patient: Patient | undefined): boolean =>
  Date.now() - Date.parse(patient?.birthDate ?? '') < Math.max(...Object.values(grownAfter)) * 365.25 * 86_400_000;

/** Whether it is to be seen among other children, all through childhood: weight, height or head of somebody who grows. */
function isGrowth(series: Series, patient: Patient | undefined): patient is Patient {
  const { birthDate, gender } = patient ?? {};
  const isKnown = birthDate?.length === 10 && (gender === 'male' || gender === 'female');
  const last = series.points.at(-1);
  const measure = measureOf(series);
  if (!isKnown || last === undefined || measure === undefined) return false;
  return last.at - Date.parse(birthDate) < grownAfter[measure] * 365.25 * 86_400_000;
}

/** To what age, in years, children are compared. */
const grownAfter = { weight: 10, height: 19, head: 5, bmi: 19 } as const;

function ChartCard({ series, child }: { series: Series; child?: Patient }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { changes } = useLive();
  const usual = rangeText(series.range, language);
  return (
    <section className="ej-card ej-chart-card" aria-label={series.name}>
      <div className="ej-card-head">
        <h3>
          <NewMark shown={changes.has(keyOf(series.latest))}>
            <Voiced isWritten>{series.name}</Voiced>
          </NewMark>
        </h3>
        <Value of={series.latestPart} decimals={series.decimals} />
        {isDoubted({ of: series.latest }) && <span className="ej-tag ej-tag-inline">{t('resource.unverified')}</span>}
        <span className="ej-card-action ej-meta ej-num">{shortDate(principalDateOf(series.latest), language)}</span>
      </div>
      <div className="ej-card-body">
        {child ? (
          <GrowthChart series={series} child={child} waiting={<div className="ej-growth-waiting" />} />
        ) : (
          <MeasurementChart series={series} />
        )}
        {usual && (
          <p className="ej-meta ej-num">
            {t('resource.reference')} {usual}
          </p>
        )}
      </div>
    </section>
  );
}
