import type { MedicationRequest, ServiceRequest } from '../../shared/fhir/types.ts';
import { AdviceList } from './advice-list.tsx';

/** Advice about what is about to be ordered, as it is chosen: what is critical is refused at signing until it is weighed. */
export default function OrderAdvice({
  patient,
  drafts,
  opensFacts = false,
}: {
  patient: string;
  drafts: readonly (MedicationRequest | ServiceRequest)[];
  opensFacts?: boolean;
}) {
  if (drafts.length === 0) return null;
  return <AdviceList id={patient} hook="order-select" drafts={drafts} tellsNone opensFacts={opensFacts} />;
}
