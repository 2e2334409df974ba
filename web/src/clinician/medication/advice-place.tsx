import { withLaterTexts } from '../../i18n.ts';
import type { MedicationRequest } from '../../shared/fhir/types.ts';
import { later } from '../../shared/ui/later.tsx';

const OrderAdvice = later(() => withLaterTexts(import('../advice/order-advice.tsx')));

export type AdvicePlaceProps = {
  /** The record's id. */
  patient: string;
  /** What would be ordered, as it stands in the form now; nothing while no medicine is chosen. */
  drafts: readonly MedicationRequest[];
};

/** Where advice about what is about to be ordered stands: in the order form, above its signature. */
export function AdvicePlace({ patient, drafts }: AdvicePlaceProps) {
  return <OrderAdvice patient={patient} drafts={drafts} />;
}
