import type {
  Appointment,
  CarePlan,
  CareTeam,
  Condition,
  EpisodeOfCare,
  Goal,
  MedicationRequest,
  MedicationStatement,
  ServiceRequest,
} from '../shared/fhir/types.ts';
import { dayOf } from '../shared/format/date.ts';
import { useRecordSearch } from '../shared/record/record-queries.ts';

// What several pages ask of the record: asked once, they share the answer.

/** What is ordered, and not what somebody proposes. */
const ordered = 'order,original-order,reflex-order,filler-order,instance-order';

export const useMedicines = (id: string, enabled = true) =>
  useRecordSearch<MedicationRequest>(
    id,
    'MedicationRequest',
    { status: 'active,on-hold', intent: ordered, _sort: '-authoredon' },
    { limit: 300, enabled },
  );

export const useEndedMedicines = (id: string) =>
  useRecordSearch<MedicationRequest>(
    id,
    'MedicationRequest',
    { status: 'stopped,completed,cancelled', intent: ordered, _sort: '-_lastUpdated' },
    { limit: 200 },
  );

/** Taken without an order here: told by the citizen, or kept by others. */
export const useToldMedicines = (id: string) =>
  useRecordSearch<MedicationStatement>(
    id,
    'MedicationStatement',
    { status: 'active,intended,on-hold' },
    { limit: 100 },
  );

export const useProblems = (id: string) => useRecordSearch<Condition>(id, 'Condition', {}, { limit: 400 });

export const useGoals = (id: string) =>
  useRecordSearch<Goal>(id, 'Goal', { 'lifecycle-status': 'active,accepted' }, { limit: 100 });

export const usePlans = (id: string) =>
  useRecordSearch<CarePlan>(id, 'CarePlan', { status: 'active,on-hold' }, { limit: 50 });

export const useTeams = (id: string) => useRecordSearch<CareTeam>(id, 'CareTeam', { status: 'active' }, { limit: 50 });

export const useServices = (id: string) =>
  useRecordSearch<ServiceRequest>(
    id,
    'ServiceRequest',
    { status: 'active,on-hold', _sort: '-authored' },
    { limit: 100 },
  );

export const useEpisodes = (id: string) =>
  useRecordSearch<EpisodeOfCare>(id, 'EpisodeOfCare', { status: 'active,waitlist,onhold,planned' }, { limit: 50 });

/** What is agreed from today on, the nearest first. */
export const useComing = (id: string) =>
  useRecordSearch<Appointment>(
    id,
    'Appointment',
    {
      date: `ge${dayOf(Date.now())}`,
      status: 'proposed,pending,booked,arrived,checked-in,waitlist',
      _sort: 'date',
      _count: '30',
    },
    { limit: 30 },
  );
