import { useEndedOrders, useNotes, useObservations, usePlans } from './record-data.ts';

/** Asks for what the overview shows along with whose record it is, and not when that is known. Shows nothing itself. */
export function OverviewAhead({ id }: { id: string }) {
  useObservations(id, 'vital-signs');
  useObservations(id, 'laboratory');
  useEndedOrders(id);
  useNotes(id);
  usePlans(id);
  return null;
}
