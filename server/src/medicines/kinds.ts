/**
 * What a medicine of the catalogue is, as `MedicationKnowledge.productType` says it. In the order in which those that are
 * found alike are shown: what is chosen first is the substance with form and strength.
 */
export const medicineKinds = ['substance', 'brand', 'trade-good', 'package', 'dose'] as const;

export type MedicineKind = (typeof medicineKinds)[number];

export const medicineKindSystem = 'https://enjournal.no/fhir/CodeSystem/medicine-kind';

export const isMedicineKind = (code: unknown): code is MedicineKind =>
  (medicineKinds as readonly unknown[]).includes(code);

/** The number of a kind as the database has it; what is of no kind counts as a brand. */
export const numberOfKind = (kind: MedicineKind): number => medicineKinds.indexOf(kind);
