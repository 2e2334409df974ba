import './chart.css';
import {
  ChevronLeftIcon,
  ChevronRightIcon,
  LineGraphIcon,
  MinusIcon,
  PlusIcon,
  PrinterSmallIcon,
  TableIcon,
} from '@navikt/aksel-icons';
import { Button } from '@navikt/ds-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shortDate, shortDateTime } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import type { Language } from '../../shared/i18n/words.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { PartFailed } from '../../shared/ui/part.tsx';
import { usePrinting } from '../../shared/ui/use-printing.ts';
import { axisHeight, ChartCanvas } from './chart-canvas.tsx';
import { ChartPrint } from './chart-print.tsx';
import { ChartTable } from './chart-table.tsx';
import { DetailCard } from './detail-card.tsx';
import { findingOf } from './finding.ts';
import { FluidForm } from './fluid-form.tsx';
import { MeasureForm } from './measure-form.tsx';
import { dayStart, hourText } from './norway-time.ts';
import { type Picked, readingOf } from './reading-order.ts';
import { type Scene, sceneOf } from './scene.ts';
import { DueCard, LegendCard, NowCard, useDue } from './side-cards.tsx';
import { asPreset, DAY, lengthOf, panned, presetOf, presets, type Span, spanAround, zoomed } from './time-window.ts';
import { useChartData, useLatest } from './use-chart-data.ts';
import { useModel } from './use-model.ts';
import { useSpan } from './use-span.ts';
import { VerifyCard } from './verify-card.tsx';

/** Minutes are enough: now moves on by itself. */
function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** All that is measured, given, ordered and written, in lanes along one time; doctor and nurse write in it at once. */
export default function ChartSection({ id }: { id: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow();
  const state = useSpan(now);
  const span = state.settled;
  const { data, isLoading, failed } = useChartData(id, span);
  const latest = useLatest(id);
  const model = useModel(data, latest, span, now);
  const compact = useIsNarrow();
  const [form, setForm] = useKept<'measure' | 'fluid' | ''>('kurve form', '');
  const [asTable, setAsTable] = useKept('kurve table', false);
  const [picked, setPicked] = useKept<Picked | undefined>('kurve picked', undefined);
  const [opened, setOpened] = useKept('kurve opened', false);
  const printing = usePrinting();
  const due = useDue(id, now);
  const say = useMemo(() => ({ t, language }), [t, language]);
  const scene = useMemo(() => sceneOf(model, span, compact, say), [model, span, compact, say]);
  const paperScene = useMemo(
    () => (printing ? sceneOf(model, span, false, say) : undefined),
    [printing, model, span, say],
  );
  const reading = readingOf(scene, picked);
  const waiting = (due.data ?? []).filter(({ status, at }) => status === 'late' || (status === 'due' && at < now));
  const scale2 = data.scales.some(({ status }) => status === 'active');
  const open = (which: 'measure' | 'fluid') => setForm(form === which ? '' : which);
  const pick = (to: Picked | undefined) => {
    setPicked(to);
    setOpened(to !== undefined);
  };

  return (
    <div className="ej-section ej-kurve" data-compact={compact}>
      <div className="ej-kurve-bar ej-noprint">
        <h2 className="ej-title">{t('section.kurve')}</h2>
        <fieldset className="ej-kurve-presets">
          <legend className="ej-sr">{t('kurve.presets')}</legend>
          {presets.map((one) => (
            <button
              type="button"
              key={one}
              aria-pressed={presetOf(span) === one}
              onClick={() => state.move(asPreset(state.live.current, one, now), true)}
            >
              {t(`kurve.preset.${one}`)}
            </button>
          ))}
        </fieldset>
        <div className="ej-kurve-move">
          <IconButton
            label={t('kurve.earlier')}
            onClick={() => state.move(panned(state.live.current, -lengthOf(span) / 2), true)}
          >
            <ChevronLeftIcon aria-hidden />
          </IconButton>
          <span className="ej-num ej-kurve-range">{rangeText(span, language)}</span>
          <IconButton
            label={t('kurve.later')}
            onClick={() => state.move(panned(state.live.current, lengthOf(span) / 2), true)}
          >
            <ChevronRightIcon aria-hidden />
          </IconButton>
          <IconButton
            label={t('kurve.out')}
            onClick={() => state.move(zoomed(state.live.current, 1.6, (span.from + span.to) / 2), true)}
          >
            <MinusIcon aria-hidden />
          </IconButton>
          <IconButton
            label={t('kurve.in')}
            onClick={() => state.move(zoomed(state.live.current, 1 / 1.6, (span.from + span.to) / 2), true)}
          >
            <PlusIcon aria-hidden />
          </IconButton>
          <Button
            size="small"
            className="ej-xs"
            variant="secondary-neutral"
            onClick={() => state.move(spanAround(now, lengthOf(span)), true)}
          >
            {t('kurve.toNow')}
          </Button>
        </div>
        <div className="ej-kurve-do">
          {waiting.length > 0 && (
            <span className="ej-kurve-late" role="status">
              {t('kurve.waiting', { count: waiting.length })}
            </span>
          )}
          <Button
            size="small"
            className="ej-xs"
            icon={<PlusIcon aria-hidden />}
            aria-expanded={form === 'measure'}
            onClick={() => open('measure')}
          >
            {t('kurve.measure')}
          </Button>
          <Button
            size="small"
            className="ej-xs"
            variant="secondary"
            aria-expanded={form === 'fluid'}
            onClick={() => open('fluid')}
          >
            {t('kurve.fluid')}
          </Button>
          <Button
            size="small"
            className="ej-xs"
            variant="secondary"
            icon={asTable ? <LineGraphIcon aria-hidden /> : <TableIcon aria-hidden />}
            aria-pressed={asTable}
            onClick={() => setAsTable(!asTable)}
          >
            {t(asTable ? 'kurve.asChart' : 'kurve.asTable')}
          </Button>
          <IconButton label={t('kurve.print')} onClick={() => window.print()}>
            <PrinterSmallIcon aria-hidden />
          </IconButton>
        </div>
      </div>
      {failed && <PartFailed of={failed} what={t('kurve.what')} />}
      <div className="ej-kurve-page ej-noprint">
        <div className="ej-card ej-kurve-card" data-refreshing={isLoading}>
          {asTable ? (
            <ChartTable scene={scene} sets={model.vitals.sets} span={span} thin={model.thin} onPick={pick} />
          ) : (
            <>
              <Labels scene={scene} />
              <ChartCanvas
                scene={scene}
                state={state}
                now={now}
                compact={compact}
                picked={picked}
                onPick={setPicked}
                onOpen={() => setOpened(true)}
                finding={findingOf(model, data, now, say)}
              />
            </>
          )}
        </div>
        <aside className="ej-kurve-side" aria-label={t('kurve.side')}>
          {form === 'measure' && (
            <Card title={t('kurve.measure')}>
              <MeasureForm id={id} scale={scale2 ? 2 : 1} onClose={() => setForm('')} />
            </Card>
          )}
          {form === 'fluid' && (
            <Card title={t('kurve.fluid.add')}>
              <FluidForm id={id} onClose={() => setForm('')} />
            </Card>
          )}
          {opened && reading && (
            <DetailCard
              key={`${reading.lane.id} ${reading.reading.at}`}
              id={id}
              lane={reading.lane}
              reading={reading.reading}
              onClose={() => pick(undefined)}
            />
          )}
          <VerifyCard id={id} />
          <NowCard id={id} sets={model.newest} next={model.nextSet} scales={data.scales} />
          <DueCard id={id} doses={due.data ?? []} now={now} />
        </aside>
        <LegendCard />
        <p className="ej-sr" id="kurve-keys">
          {t('kurve.keys')}
        </p>
      </div>
      {paperScene && <ChartPrint scene={paperScene} span={span} now={now} />}
    </div>
  );
}

/** `23.11 04.00 – 25.11 04.00`; within a day the day once, over months without the hours. */
function rangeText({ from, to }: Span, language: Language): string {
  const [start, end] = [new Date(from).toISOString(), new Date(to).toISOString()];
  if (to - from > 20 * DAY) return `${shortDate(start, language)} – ${shortDate(end, language)}`;
  const isOneDay = dayStart(from) === dayStart(to);
  return `${shortDateTime(start, language)} – ${isOneDay ? hourText(to) : shortDateTime(end, language)}`;
}

/** The names of the lanes, beside them; on a phone above each. */
function Labels({ scene }: { scene: Scene }) {
  const { t } = useTranslation();
  return (
    <div className="ej-kurve-labels" style={{ paddingTop: axisHeight }}>
      {scene.lanes.map((lane) => (
        <div key={lane.id} className="ej-kurve-label" data-kind={lane.kind} style={{ height: lane.height }}>
          {lane.kind === 'numbers' ? (
            <>
              <span>{t('kurve.saturation.unit')}</span>
              <span>{t('kurve.respiration.unit')}</span>
              <span>{t('kurve.temperature.unit')}</span>
            </>
          ) : (
            <strong>{lane.name}</strong>
          )}
          {lane.sub && <span className="ej-meta">{lane.sub}</span>}
          {lane.kind === 'vitals' && (
            <span className="ej-kurve-key">
              <span data-series="bp">{t('kurve.bp.unit')}</span>
              <span data-series="pulse">{t('kurve.pulse.unit')}</span>
            </span>
          )}
        </div>
      ))}
    </div>
  );
}

function IconButton({ label, onClick, children }: { label: string; onClick: () => void; children: React.ReactNode }) {
  return (
    <button type="button" className="ej-kurve-icon" aria-label={label} title={label} onClick={onClick}>
      {children}
    </button>
  );
}

const narrow = '(max-width: 760px)';

function useIsNarrow(): boolean {
  const [is, setIs] = useState(() => window.matchMedia(narrow).matches);
  useEffect(() => {
    const query = window.matchMedia(narrow);
    const read = () => setIs(query.matches);
    query.addEventListener('change', read);
    return () => query.removeEventListener('change', read);
  }, []);
  return is;
}
