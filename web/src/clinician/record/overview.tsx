import { AppointmentsCard } from './appointments-card.tsx';
import { ChangedSince } from './changes-card.tsx';
import { ContactsCard } from './contacts-card.tsx';
import { MedicinesCard } from './medicines-card.tsx';
import { NotesCard } from './notes-card.tsx';
import { PlanCard } from './plan-card.tsx';
import { ProblemsCard } from './problems-card.tsx';
import { ServicesCard } from './services-card.tsx';
import { ValuesCard } from './values-card.tsx';

/** The person on one page: what changed, what they take, what ails them, how it goes, what is planned. */
export function Overview({ id }: { id: string }) {
  return (
    <div className="ej-overview">
      <div>
        <ChangedSince id={id} />
        <MedicinesCard id={id} />
      </div>
      <div>
        <ProblemsCard id={id} />
        <ValuesCard id={id} />
        <NotesCard id={id} />
      </div>
      <div>
        <PlanCard id={id} />
        <ServicesCard id={id} />
        <AppointmentsCard id={id} />
        <ContactsCard id={id} />
      </div>
    </div>
  );
}
