import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { type ComponentType, type ReactNode, useEffect } from 'react';
import { withLaterTexts } from '../../i18n.ts';
import { later } from '../../shared/ui/later.tsx';
import { AppointmentsSection } from './appointments-section.tsx';
import { Overview } from './overview.tsx';
import { ProblemsSection } from './problems-section.tsx';
import { isSection, type Section } from './sections.ts';
import { ServicesSection } from './services-section.tsx';

/** The part that a record opens with comes at once; the others are fetched when there is time, or when they are opened. */
const TimelineSection = later(() => import('../timeline/timeline-section.tsx'));
const MedicinesSection = later(() => import('./medicines-section.tsx'));
const MeasurementsSection = later(() => import('./measurements-section.tsx'));
const DocumentsSection = later(() => import('./documents-section.tsx'));
const EmergencyPage = later(() => import('../emergency/emergency-page.tsx'));
const CriticalSection = later(() => import('../problems/critical-section.tsx'));
const PlanSection = later(() => import('../plan/plan-section.tsx'));
const ChartSection = later(() => withLaterTexts(import('../chart/chart-section.tsx')));
const FormsSection = later(() => import('../forms/forms-section.tsx'));
const VaccinesSection = later(() => withLaterTexts(import('../vaccines/vaccines-section.tsx')));
const DialogueSection = later(() => withLaterTexts(import('../dialogue/dialogue-section.tsx')));
const ReconcilePage = later(() => import('../reconciliation/reconcile-page.tsx'));
const AccessSection = later(() => import('../access/access-section.tsx'));

/** `waiting` is shown while its code is fetched. */
type View = ComponentType<{ id: string; waiting?: ReactNode }>;

export const views: Record<Section, View> = {
  oversikt: Overview,
  tidslinje: TimelineSection,
  legemidler: MedicinesSection,
  vaksiner: VaccinesSection,
  malinger: (props) => <MeasurementsSection {...props} laboratory={false} />,
  provesvar: (props) => <MeasurementsSection {...props} laboratory />,
  kurve: ChartSection,
  problemer: ProblemsSection,
  akutt: EmergencyPage,
  kritisk: CriticalSection,
  plan: PlanSection,
  avtaler: AppointmentsSection,
  tjenester: ServicesSection,
  dokumenter: DocumentsSection,
  skjema: FormsSection,
  tilgang: AccessSection,
  samstemming: ReconcilePage,
  dialog: DialogueSection,
};

/** Those that are gone to most often first. */
const codeOf: Partial<Record<Section, { fetch(): Promise<void> }>> = {
  tidslinje: TimelineSection,
  legemidler: MedicinesSection,
  malinger: MeasurementsSection,
  provesvar: MeasurementsSection,
  dokumenter: DocumentsSection,
  akutt: EmergencyPage,
  kritisk: CriticalSection,
  plan: PlanSection,
  skjema: FormsSection,
  tilgang: AccessSection,
  kurve: ChartSection,
  vaksiner: VaccinesSection,
  dialog: DialogueSection,
  samstemming: ReconcilePage,
};

/** Begins to fetch what shows a part, where it is not here. */
export function fetchCode(section: Section | undefined): void {
  void (section && codeOf[section])?.fetch().catch(() => undefined);
}

// What the address names is fetched along with the session and the record.
const [, , , named = ''] = location.pathname.split('/');
if (isSection(named)) fetchCode(named);

/** Fetches the code of all parts, and nothing of a record: that is asked for by who goes to a part. */
export function useFetchedSoon(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const ended = new AbortController();
    void fetchAll(queries, ended);
    return () => ended.abort();
  }, [queries]);
}

async function fetchAll(queries: QueryClient, { signal }: AbortController): Promise<void> {
  for (const code of Object.values(codeOf)) {
    // One at a time, and what the reader waits for goes first.
    await idle();
    while (!signal.aborted && queries.isFetching() > 0) await pause(100).then(idle);
    if (signal.aborted) return;
    await code.fetch().catch(() => undefined);
  }
}

/** Not every browser tells when it is. */
const idle = (): Promise<unknown> =>
  new Promise((resolve) =>
    'requestIdleCallback' in window ? requestIdleCallback(resolve, { timeout: 1_000 }) : setTimeout(resolve, 50),
  );

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
