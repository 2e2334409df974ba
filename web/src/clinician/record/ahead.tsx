import {
  manyNotes,
  useDosesGiven,
  useEndedOrders,
  useNotes,
  useObservations,
  usePlans,
  useReconciledList,
  useServiceRequests,
  useVaccinesGiven,
} from './record-data.ts';
import type { Section } from './sections.ts';

/** Asks for what the first part shows along with whose record it is, and not when that is known. Shows nothing itself. */
export function Ahead({ id, section }: { id: string; section: Section }) {
  if (section === 'oversikt') return <OverviewAhead id={id} />;
  return section === 'akutt' && <EmergencyAhead id={id} />;
}

function OverviewAhead({ id }: { id: string }) {
  useObservations(id, 'vital-signs');
  useObservations(id, 'laboratory');
  useEndedOrders(id);
  useNotes(id);
  usePlans(id);
  return null;
}

/** As at an out-of-hours clinic, where the person is not known. */
function EmergencyAhead({ id }: { id: string }) {
  useObservations(id, 'vital-signs');
  useDosesGiven(id);
  useNotes(id, manyNotes);
  useObservations(id, 'laboratory');
  useVaccinesGiven(id);
  useEndedOrders(id);
  usePlans(id);
  useServiceRequests(id);
  useReconciledList(id);
  return null;
}
