import type { MedicationRequest } from '../../shared/fhir/types.ts';

export type AdvicePlaceProps = {
  /** The record's id. */
  patient: string;
  /** What would be ordered, as it stands in the form now. */
  drafts: readonly MedicationRequest[];
  /** Puts a suggestion into the form. */
  onApply: (order: MedicationRequest) => void;
};

/** Where advice about what is about to be ordered stands: in the order form, above its signature. */
export function AdvicePlace(_: AdvicePlaceProps) {
  return null;
}
