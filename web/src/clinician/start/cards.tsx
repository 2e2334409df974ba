import { PrescriptionQueueCard } from '../prescriptions/queue-card.tsx';
import { CountersignCard } from './countersign-card.tsx';
import { AppointmentsCard, ChangedCard, VisitsCard } from './day-cards.tsx';
import type { CardId } from './layout.ts';
import { DraftsCard, ReferralsCard, TriageCard, WardCard } from './list-cards.tsx';
import { OwnListCard, RecentCard } from './person-cards.tsx';
import { InboxCard, ResultsCard, SentCard, TasksCard, UnitCard } from './work-cards.tsx';

/** What each card shows. */
export const cards: Readonly<Record<CardId, () => React.ReactNode>> = {
  appointments: AppointmentsCard,
  visits: VisitsCard,
  triage: TriageCard,
  ward: WardCard,
  referrals: ReferralsCard,
  changed: ChangedCard,
  inbox: InboxCard,
  tasks: TasksCard,
  results: ResultsCard,
  countersign: CountersignCard,
  drafts: DraftsCard,
  unit: UnitCard,
  prescriptions: PrescriptionQueueCard,
  sent: SentCard,
  recent: RecentCard,
  list: OwnListCard,
};
