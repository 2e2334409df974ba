import type { ComponentType } from 'react';
import { withLaterTexts } from '../../i18n.ts';
import { useAccess } from '../../shared/access/use-access.ts';
import { later } from '../../shared/ui/later.tsx';
import { useRole } from '../bar/use-user.ts';
import { AppointmentsCard } from './appointments-card.tsx';
import { ChangedSince } from './changes-card.tsx';
import { ContactsCard } from './contacts-card.tsx';
import { MedicinesCard } from './medicines-card.tsx';
import { NotesCard } from './notes-card.tsx';
import { PlanCard } from './plan-card.tsx';
import { ProblemsCard } from './problems-card.tsx';
import { ReferralsCard } from './referrals-card.tsx';
import { ServicesCard } from './services-card.tsx';
import { TasksCard } from './tasks-card.tsx';
import { ValuesCard } from './values-card.tsx';

const RecordAdvice = later(() => withLaterTexts(import('../advice/record-advice.tsx')));

/** A card of what the reader's role sees nothing of would say that there is nothing: it is left out. */
const made = new Map<ComponentType<{ id: string }>, readonly string[]>([
  [MedicinesCard, ['medication']],
  [ValuesCard, ['lab', 'care-plan']],
  [NotesCard, ['clinical-note', 'care-plan']],
  [ProblemsCard, ['clinical-note', 'critical-info']],
  [PlanCard, ['care-plan']],
  [ServicesCard, ['care-plan', 'vedtak']],
]);

type Columns = readonly (readonly ComponentType<{ id: string }>[])[];

/** What a doctor looks for first is what ails the person and how it goes. */
const doctors: Columns = [
  [ChangedSince, MedicinesCard, ReferralsCard],
  [ProblemsCard, ValuesCard, NotesCard],
  [PlanCard, TasksCard, ServicesCard, AppointmentsCard],
];
/** Who comes every day works from the plan. */
const carers: Columns = [
  [ChangedSince, MedicinesCard, ReferralsCard],
  [PlanCard, TasksCard, NotesCard, AppointmentsCard, ServicesCard],
  [ValuesCard, ProblemsCard],
];
/** Who decides on services and brings people together. */
const planners: Columns = [
  [ChangedSince, ServicesCard, ReferralsCard],
  [PlanCard, TasksCard, AppointmentsCard],
  [NotesCard, ContactsCard, ProblemsCard],
];

const byRole: Readonly<Record<string, Columns>> = {
  sykepleier: carers,
  vernepleier: carers,
  helsefagarbeider: carers,
  assistent: carers,
  fysioterapeut: carers,
  ergoterapeut: carers,
  student: carers,
  saksbehandler: planners,
  koordinator: planners,
};

/** The person on one page: what changed, what they take, what ails them, how it goes, what is planned. In the order of the role. */
export function Overview({ id }: { id: string }) {
  const unseen = useAccess(id).data?.unseen;
  const isSeen = (card: ComponentType<{ id: string }>) => made.get(card)?.every((kind) => unseen?.has(kind)) !== true;
  const columns = (byRole[useRole() ?? ''] ?? doctors)
    .map((cards) => cards.filter(isSeen))
    .filter((cards) => cards.length > 0);
  return (
    <>
      <RecordAdvice id={id} />
      <div className="ej-overview">
        {columns.map((cards) => (
          <div key={cards[0]?.name}>
            {cards.map((OneCard) => (
              <OneCard key={OneCard.name} id={id} />
            ))}
          </div>
        ))}
      </div>
    </>
  );
}
