import { principalInstantOf } from '../../shared/fhir/principal-date.ts';
import type {
  Appointment,
  CarePlan,
  Composition,
  Condition,
  EpisodeOfCare,
  Goal,
  List,
  MedicationRequest,
  MedicationStatement,
  Observation,
  ServiceRequest,
} from '../../shared/fhir/types.ts';
import { dayOf } from '../../shared/format/date.ts';
import { hasCode } from '../../shared/format/quantity.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';

// One place for what the parts of the record ask for: the overview and a section that ask the same share the answer.

export const useOrders = (id: string) =>
  useRecordSearch<MedicationRequest>(id, 'MedicationRequest', { status: 'active,on-hold', _sort: '-authoredon' });

/** Orders that ended, newest first: what was stopped lately must stay in sight. */
export const useEndedOrders = (id: string, limit = 40) =>
  useRecordSearch<MedicationRequest>(
    id,
    'MedicationRequest',
    { status: 'stopped,completed,cancelled', _sort: '-_lastUpdated', _count: String(limit) },
    { limit },
  );

/** The newest list that somebody has reconciled and answers for. */
export const useReconciledList = (id: string) =>
  useRecordSearch<List>(id, 'List', { code: 'http://loinc.org|10160-0', _sort: '-date', _count: '1' }, { limit: 1 });

/** Medicines in use that no order here covers: told by the citizen, or kept by another. */
export const useStatements = (id: string) =>
  useRecordSearch<MedicationStatement>(id, 'MedicationStatement', { status: 'active,intended,on-hold' });

export const useConditions = (id: string) =>
  useRecordSearch<Condition>(id, 'Condition', { 'clinical-status': 'active,recurrence,relapse' });

export const useEndedConditions = (id: string, enabled = true) =>
  useRecordSearch<Condition>(
    id,
    'Condition',
    { 'clinical-status': 'inactive,remission,resolved', _sort: '-recorded-date' },
    { enabled },
  );

/** The problem list where one is kept; else every diagnosis that is still said to be active, each once. */
export function problemsOf(conditions: readonly Condition[]): Condition[] {
  const kept = conditions.filter(({ category }) => hasCode(category, 'problem-list-item', 'health-concern'));
  const list = kept.length > 0 ? kept : conditions;
  const newest = [...list].sort((a, b) => principalInstantOf(b) - principalInstantOf(a));
  const seen = new Set<string>();
  return newest.filter(({ code, id }) => {
    const key = code?.coding?.[0]?.code ?? code?.text ?? id ?? '';
    return !seen.has(key) && seen.add(key);
  });
}

/** The newest measurements of a category: enough for the overview's small lines. */
export const useObservations = (id: string, category: 'laboratory' | 'vital-signs', limit = 300) =>
  useRecordSearch<Observation>(
    id,
    'Observation',
    { category, _sort: '-date', _count: String(Math.min(limit, 200)) },
    { limit },
  );

export const useNotes = (id: string) =>
  useRecordSearch<Composition>(id, 'Composition', { _sort: '-date', _count: '6' }, { limit: 6 });

export const useGoals = (id: string) =>
  useRecordSearch<Goal>(id, 'Goal', { 'lifecycle-status': 'active,accepted' }, { limit: 100 });

export const usePlans = (id: string) =>
  useRecordSearch<CarePlan>(id, 'CarePlan', { status: 'active,on-hold' }, { limit: 50 });

/** What is being given now: decisions and orders of services, and open episodes. */
export const useServiceRequests = (id: string) =>
  useRecordSearch<ServiceRequest>(
    id,
    'ServiceRequest',
    { status: 'active,on-hold', _sort: '-authored' },
    { limit: 100 },
  );

export const useEpisodes = (id: string) =>
  useRecordSearch<EpisodeOfCare>(id, 'EpisodeOfCare', { status: 'active,waitlist,onhold,planned' }, { limit: 50 });

export const useComing = (id: string) =>
  useRecordSearch<Appointment>(
    id,
    'Appointment',
    {
      date: `ge${dayOf(Date.now())}`,
      status: 'proposed,pending,booked,arrived,checked-in,waitlist',
      _sort: 'date',
    },
    { limit: 50 },
  );
