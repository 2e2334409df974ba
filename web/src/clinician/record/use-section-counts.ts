import { problemsOf, useComing, useConditions, useOrders } from './record-data.ts';
import type { Section } from './sections.ts';

/** Numbers beside the parts in the navigation, of what is current; from answers the overview has already. */
export function useSectionCounts(id: string): Partial<Record<Section, number>> {
  const orders = useOrders(id).data?.resources.length;
  const conditions = useConditions(id).data;
  const coming = useComing(id).data?.resources.length;
  return {
    ...(orders ? { legemidler: orders } : {}),
    ...(conditions && conditions.resources.length > 0 ? { problemer: problemsOf(conditions.resources).length } : {}),
    ...(coming ? { avtaler: coming } : {}),
  };
}
