import { urgencyOf } from '@enjournal/server/care/chart';
import { isUnverified } from '@enjournal/server/care/devices';
import { Button } from '@navikt/ds-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Flag } from '../../shared/fhir/types.ts';
import { shortDate } from '../../shared/format/date.ts';
import { quantityText, valueText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { recordKey } from '../../shared/record/record-queries.ts';
import { useRecordWrite } from '../../shared/record/use-record-write.ts';
import { Card } from '../../shared/ui/card.tsx';
import { tellDone } from '../../shared/ui/done.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { useRole, useUser } from '../bar/use-user.ts';
import { drawDose } from './draw-lanes.ts';
import { type DueDose, giveNow, isOpen, readDueDoses } from './due-doses.ts';
import { News2Badge } from './news2-badge.tsx';
import { hourText } from './norway-time.ts';
import { paper, svgPen } from './pen.ts';
import { DAY, HOUR } from './time-window.ts';
import { consciousnessOf, latestOf, onOxygen, type VitalSet } from './vitals.ts';

const keys = ['pressure', 'pulse', 'respiration', 'saturation', 'temperature', 'consciousness'] as const;

/** The newest of each, with the time of what is older than the newest set. */
export function NowCard({
  id,
  sets,
  next,
  scales,
}: {
  id: string;
  sets: readonly VitalSet[];
  next: number | undefined;
  scales: readonly Flag[];
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { set, of } = latestOf(sets);
  const newest = sets.at(-1)?.at ?? 0;
  const air = onOxygen(of.oxygen);
  const letter = (level: string | undefined) =>
    level && { alert: 'A', confused: 'C', voice: 'V', pain: 'P', unresponsive: 'U' }[level];
  return (
    <Card title={t('kurve.side.now')}>
      <dl className="ej-kurve-now ej-num">
        {keys.map((key) => {
          const one = of[key];
          if (one === undefined) return null;
          const at = Date.parse(one.effectiveDateTime ?? '');
          const value =
            key === 'consciousness'
              ? (letter(consciousnessOf(one)) ?? valueText(one, language))
              : valueText(one, language);
          return (
            <div key={key}>
              <dt>
                {t(`kurve.field.${key}`)}
                {newest - at > HOUR && (
                  <span className="ej-meta">
                    {' '}
                    {shortDate(one.effectiveDateTime, language)} {hourText(at)}
                  </span>
                )}
              </dt>
              <dd>
                <strong>{value}</strong>
                {isUnverified(one as never) && <div className="ej-kurve-mark">{t('kurve.unverified')}</div>}
                {key === 'saturation' &&
                  air !== undefined &&
                  ` ${air ? quantityText(of.oxygen?.valueQuantity, language) : t('kurve.air').toLowerCase()}`}
              </dd>
            </div>
          );
        })}
      </dl>
      <div className="ej-kurve-news">
        <span>{t('kurve.news2')}</span> <News2Badge total={set?.total} points={set?.news2.points ?? {}} />
      </div>
      {set !== undefined && (
        <p className="ej-card-body ej-meta">
          {shortDate(new Date(set.at).toISOString(), language)} {hourText(set.at)} ·{' '}
          {t(`kurve.urgency.${urgencyOf(set.total ?? 0, set.news2.points)}`)}
          {set.differs && <> · {t('kurve.news2.differs', { total: set.total, stored: set.stored })}</>}
          {next !== undefined && urgencyOf(set.total ?? 0, set.news2.points) !== 'emergency' && (
            <>
              <br />
              <span data-late={next < Date.now()}>
                {t('kurve.next', { when: `${shortDate(new Date(next).toISOString(), language)} ${hourText(next)}` })}
              </span>
            </>
          )}
        </p>
      )}
      {set === undefined && <p className="ej-card-body ej-meta">{t('kurve.news2.none')}</p>}
      <Scale id={id} scales={scales} />
    </Card>
  );
}

/** Which scale saturation is reckoned by; a doctor may decide on the other. */
function Scale({ id, scales }: { id: string; scales: readonly Flag[] }) {
  const { t } = useTranslation();
  const user = useUser();
  const role = useRole();
  const writing = useRecordWrite(id);
  const standing = scales.find(({ status }) => status === 'active');
  const isDoctor = role === 'lege' || role === 'kommuneoverlege';
  if (standing === undefined && !isDoctor) return null;
  const now = new Date().toISOString();
  const store = () =>
    writing.mutate([
      standing === undefined
        ? ({
            resourceType: 'Flag',
            status: 'active',
            category: [
              { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/flag-category', code: 'clinical' }] },
            ],
            code: {
              coding: [
                {
                  system: 'https://enjournal.no/fhir/CodeSystem/flag-kind',
                  code: 'spo2-scale-2',
                  display: 'SpO₂-skala 2 (88–92 %)',
                },
              ],
              text: 'SpO₂-skala 2 (88–92 %)',
            },
            subject: { reference: `Patient/${id}` },
            period: { start: now },
            author: { reference: user.reference, display: user.name },
          } as Flag)
        : ({ ...standing, status: 'inactive', period: { ...standing.period, end: now } } as Flag),
    ]);
  return (
    <div className="ej-card-body ej-kurve-scale">
      {standing && <span>{t('kurve.scale2')}</span>}
      {isDoctor && (
        <button type="button" className="ej-link" disabled={writing.isPending} onClick={store}>
          {t(standing === undefined ? 'kurve.scale2.set' : 'kurve.scale2.end')}
        </button>
      )}
      {writing.error && <FailureNotice error={writing.error} />}
    </div>
  );
}

/** Doses that wait and come next, by the orders as they are now; what is due is given here. */
export function useDue(id: string, now: number) {
  return useQuery({
    queryKey: recordKey(id, ['MedicationRequest', 'MedicationAdministration'], 'kurve', 'panel'),
    queryFn: ({ signal }) => readDueDoses(id, { from: now - 12 * HOUR, to: now + 14 * HOUR }, signal),
    refetchInterval: 60_000,
  });
}

/** So long before its time a dose may be given from here. */
const SOON_MS = HOUR;

export function DueCard({ id, doses, now }: { id: string; doses: readonly DueDose[]; now: number }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const user = useUser();
  const queries = useQueryClient();
  const give = useMutation({
    mutationFn: (dose: DueDose) => giveNow(id, dose, { reference: user.reference, display: user.name }),
    onSuccess: (_, dose) => tellDone(t('kurve.gave', { what: dose.medication })),
    onSettled: () =>
      queries.invalidateQueries({
        predicate: ({ queryKey: [scope, record, of] }) =>
          scope === 'record' && record === id && Array.isArray(of) && of.includes('MedicationAdministration'),
      }),
  });
  const open = doses.filter(isOpen);
  const waiting = open.filter(({ at }) => at <= now + SOON_MS);
  const next = open.filter(({ at }) => at > now + SOON_MS).slice(0, 4);
  return (
    <Card title={t('kurve.side.due')}>
      {open.length === 0 && <p className="ej-card-body ej-meta">{t('kurve.due.none')}</p>}
      <ul className="ej-kurve-due">
        {waiting.map((dose) => (
          <li key={dose.planned.value}>
            <p>
              <span className="ej-kurve-hour ej-num" data-late={dose.status === 'late' || dose.at < now}>
                {now - dose.at > DAY / 2 ? shortDate(new Date(dose.at).toISOString(), language) : ''}{' '}
                {hourText(dose.at)}
              </span>{' '}
              {dose.medication} {dose.dose && <span className="ej-meta">{quantityText(dose.dose, language)}</span>}
            </p>
            <Button
              type="button"
              size="small"
              className="ej-xs"
              variant={dose.status === 'planned' ? 'secondary' : 'primary'}
              loading={give.isPending && give.variables?.planned.value === dose.planned.value}
              disabled={give.isPending}
              onClick={() => give.mutate(dose)}
            >
              {t('kurve.give')}
              <span className="ej-sr">
                {' '}
                {dose.medication} {hourText(dose.at)}
              </span>
            </Button>
          </li>
        ))}
        {next.map((dose) => (
          <li key={dose.planned.value}>
            <p>
              <span className="ej-kurve-hour ej-num">{hourText(dose.at)}</span> {dose.medication}
            </p>
          </li>
        ))}
      </ul>
      {give.error && <FailureNotice error={give.error} />}
    </Card>
  );
}

const signs = ['given', 'partly', 'planned', 'due', 'late', 'not-given', 'on-hold'] as const;

/** What the signs mean, drawn by what draws them. */
export function LegendCard() {
  const { t } = useTranslation();
  return (
    <Card title={t('kurve.side.legend')}>
      <ul className="ej-kurve-legend">
        {signs.map((sign) => (
          <li key={sign}>
            <Sign status={sign} /> {t(`kurve.dose.${sign}`)}
          </li>
        ))}
        <li>
          <svg width="20" height="18" aria-hidden="true">
            <path d="M10 2V16" stroke="var(--ej-chart-1)" strokeWidth="2" strokeDasharray="3 3" />
          </svg>{' '}
          {t('kurve.unverified.legend')}
        </li>
      </ul>
    </Card>
  );
}

const legendInks = {
  ...paper,
  page: 'var(--ej-card)',
  text: 'var(--ax-text-neutral)',
  meta: 'var(--ej-meta)',
  accent: 'var(--ax-bg-accent-strong)',
  'accent-contrast': 'var(--ax-text-accent-contrast)',
  warning: 'var(--ej-chart-2)',
  'warning-soft': 'var(--ax-bg-warning-moderate)',
};

function Sign({ status }: { status: (typeof signs)[number] }) {
  const { pen, drawn } = svgPen(legendInks, () => 0);
  drawDose(pen, 10, 9, status);
  return (
    <svg width="20" height="18" aria-hidden="true">
      {drawn.map(({ tag: Tag, key, attributes, text }) => (
        <Tag key={key} {...attributes}>
          {text}
        </Tag>
      ))}
    </svg>
  );
}
