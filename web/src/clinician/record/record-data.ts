import { openEpisodes } from '../../shared/banner/patient-banner.tsx';
import { principalInstantOf } from '../../shared/fhir/principal-date.ts';
import type {
  Appointment,
  CarePlan,
  Composition,
  Condition,
  EpisodeOfCare,
  Goal,
  Immunization,
  List,
  MedicationAdministration,
  MedicationRequest,
  MedicationStatement,
  Observation,
  ServiceRequest,
} from '../../shared/fhir/types.ts';
import { dayOf } from '../../shared/format/date.ts';
import { hasCode } from '../../shared/format/quantity.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { inOrder } from '../problems/list-order.ts';

// One place for what the parts of the record ask for: the overview and a section that ask the same share the answer.

/** What is ordered, and not what somebody proposes: that is taken and given by nobody yet. */
const intent = 'order,original-order,reflex-order,filler-order,instance-order';

export const useOrders = (id: string) =>
  useRecordSearch<MedicationRequest>(id, 'MedicationRequest', {
    status: 'active,on-hold',
    intent,
    _sort: '-authoredon',
  });

/** What waits for a doctor to order it, or not. */
export const useProposals = (id: string) =>
  useRecordSearch<MedicationRequest>(
    id,
    'MedicationRequest',
    { status: 'active', intent: 'proposal,plan', _sort: '-authoredon' },
    { limit: 50 },
  );

/** Orders that ended, newest first: what was stopped lately must stay in sight. */
export const useEndedOrders = (id: string, limit = 40) =>
  useRecordSearch<MedicationRequest>(
    id,
    'MedicationRequest',
    { status: 'stopped,completed,cancelled', intent, _sort: '-_lastUpdated', _count: String(limit) },
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

/** What somebody has found to be wrong, and what was written by mistake: read, but never counted. */
export const useInError = (id: string) =>
  useRecordSearch<Condition>(id, 'Condition', { 'verification-status': 'entered-in-error' }, { limit: 100 });

export const useEndedConditions = (id: string, enabled = true) =>
  useRecordSearch<Condition>(
    id,
    'Condition',
    { 'clinical-status': 'inactive,remission,resolved', _sort: '-recorded-date' },
    { enabled },
  );

/** The problem list where one is kept; else every diagnosis that is still said to be active, each once. */
export function problemsOf(conditions: readonly Condition[]): Condition[] {
  const standing = conditions.filter(({ verificationStatus }) => !isRefuted(verificationStatus));
  const kept = standing.filter(({ category }) => hasCode(category, 'problem-list-item', 'health-concern'));
  const newest = [...(kept.length > 0 ? kept : standing)].sort((a, b) => principalInstantOf(b) - principalInstantOf(a));
  // Of diagnoses that nobody keeps as a list, each stands once; in a list, what stands twice is for somebody to mend.
  if (kept.length > 0) return inOrder(newest);
  const seen = new Set<string>();
  return newest.filter(({ code, id }) => {
    const key = code?.coding?.[0]?.code ?? code?.text ?? id ?? '';
    return !seen.has(key) && seen.add(key);
  });
}

const isRefuted = (status: Condition['verificationStatus']): boolean => hasCode(status, 'refuted', 'entered-in-error');

/** Problems that are said not to be. */
export const refutedOf = (conditions: readonly Condition[]): Condition[] =>
  conditions.filter(({ verificationStatus }) => isRefuted(verificationStatus));

/** The newest measurements of a category: enough for the overview's small lines, in one page. */
export const useObservations = (id: string, category: 'laboratory' | 'vital-signs', limit = 200) =>
  useRecordSearch<Observation>(
    id,
    'Observation',
    { category, _sort: '-date', _count: String(Math.min(limit, 200)) },
    { limit },
  );

/** Enough to find in them how the person was before they fell ill. */
export const manyNotes = 60;

export const useNotes = (id: string, limit = 6) =>
  useRecordSearch<Composition>(id, 'Composition', { _sort: '-date', _count: String(limit) }, { limit });

/** What was given lately, the last first. */
export const useDosesGiven = (id: string) =>
  useRecordSearch<MedicationAdministration>(
    id,
    'MedicationAdministration',
    { status: 'completed', _sort: '-effective-time', _count: '100' },
    { limit: 100 },
  );

export const useVaccinesGiven = (id: string) =>
  useRecordSearch<Immunization>(
    id,
    'Immunization',
    { status: 'completed', _sort: '-date', _count: '40' },
    { limit: 40 },
  );

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
  useRecordSearch<EpisodeOfCare>(id, 'EpisodeOfCare', openEpisodes, { limit: 50 });

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
