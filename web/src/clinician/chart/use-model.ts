import { againWithin, urgencyOf } from '@enjournal/server/care/chart';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Observation } from '../../shared/fhir/types.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useSay } from '../../shared/resource/use-say.ts';
import { fluidOf } from './fluid.ts';
import { medicineLanes } from './medicine-lanes.ts';
import { eventWords, labGroups, otherWords, plannedWords } from './other-lanes.ts';
import { scale2Of } from './scale.ts';
import { type ChartModel, nextSetOf } from './scene.ts';
import type { Span } from './time-window.ts';
import type { ChartData } from './use-chart-data.ts';
import { vitalsOf } from './vitals.ts';

/** What there is to draw, of what was fetched; made again when something came, not when one moves along. */
export function useModel(data: ChartData, latest: readonly Observation[], span: Span, now: number): ChartModel {
  const { t } = useTranslation();
  const language = useLanguage();
  const say = useSay();
  const { observations, scales } = data;
  const vitals = useMemo(() => vitalsOf(observations, scale2Of(scales)), [observations, scales]);
  const newest = useMemo(() => vitalsOf(latest, scale2Of(scales)).sets, [latest, scales]);
  const labs = useMemo(() => labGroups(observations, language), [observations, language]);
  const others = useMemo(() => otherWords(observations, language), [observations, language]);
  const fluids = useMemo(() => observations.flatMap((one: Observation) => fluidOf(one) ?? []), [observations]);
  const events = useMemo(() => eventWords(data.events, say), [data.events, say]);
  const planned = useMemo(() => plannedWords(data.appointments, data.tasks), [data.appointments, data.tasks]);
  const { orders, given, doses } = data;
  const medicines = useMemo(
    () => medicineLanes({ orders, given, doses, span, now, language, t }),
    [orders, given, doses, span, now, language, t],
  );
  return useMemo(() => {
    const nextSet = nextSetOf(newest, ({ total = 0, news2 }) => againWithin[urgencyOf(total, news2.points)]);
    return { vitals, newest, thin: data.thin, medicines, fluids, labs, others, events, planned, nextSet };
  }, [vitals, newest, data.thin, medicines, fluids, labs, others, events, planned]);
}
