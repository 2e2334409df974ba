import type { Annotation, CodeableConcept, Dosage, Period, Quantity, Reference, Resource } from './datatypes.ts';

// Medicines: ordered, given, handed out; and vaccines.

export type MedicationRequest = Resource & {
  subject?: Reference;
  resourceType: 'MedicationRequest';
  status?: string;
  statusReason?: CodeableConcept;
  intent?: string;
  category?: CodeableConcept[];
  medicationCodeableConcept?: CodeableConcept;
  medicationReference?: Reference;
  encounter?: Reference;
  authoredOn?: string;
  requester?: Reference;
  reasonCode?: CodeableConcept[];
  reasonReference?: Reference[];
  priorPrescription?: Reference;
  courseOfTherapyType?: CodeableConcept;
  dosageInstruction?: Dosage[];
  dispenseRequest?: { validityPeriod?: Period; numberOfRepeatsAllowed?: number; quantity?: Quantity };
  note?: Annotation[];
};

/** A medicine of the catalogue. */
export type MedicationKnowledge = Resource & {
  resourceType: 'MedicationKnowledge';
  code?: CodeableConcept;
  status?: string;
  doseForm?: CodeableConcept;
  medicineClassification?: { classification?: CodeableConcept[] }[];
};

export type MedicationStatement = Resource & {
  resourceType: 'MedicationStatement';
  status?: string;
  statusReason?: CodeableConcept[];
  category?: CodeableConcept;
  medicationCodeableConcept?: CodeableConcept;
  medicationReference?: Reference;
  effectiveDateTime?: string;
  effectivePeriod?: Period;
  basedOn?: Reference[];
  dateAsserted?: string;
  informationSource?: Reference;
  reasonCode?: CodeableConcept[];
  dosage?: Dosage[];
  note?: Annotation[];
};

export type MedicationAdministration = Resource & {
  resourceType: 'MedicationAdministration';
  status?: string;
  statusReason?: CodeableConcept[];
  medicationCodeableConcept?: CodeableConcept;
  medicationReference?: Reference;
  effectiveDateTime?: string;
  dosage?: { text?: string; dose?: Quantity };
};

export type MedicationDispense = Resource & {
  resourceType: 'MedicationDispense';
  medicationCodeableConcept?: CodeableConcept;
  medicationReference?: Reference;
  quantity?: Quantity;
};

export type Immunization = Resource & {
  resourceType: 'Immunization';
  status?: string;
  vaccineCode?: CodeableConcept;
  occurrenceDateTime?: string;
  lotNumber?: string;
  expirationDate?: string;
  recorded?: string;
  primarySource?: boolean;
  reportOrigin?: CodeableConcept;
  site?: CodeableConcept;
  note?: Annotation[];
  patient?: Reference;
  protocolApplied?: { series?: string; doseNumberPositiveInt?: number }[];
  encounter?: Reference;
  performer?: { actor?: Reference }[];
};
