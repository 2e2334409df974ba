import type {
  Annotation,
  CodeableConcept,
  Period,
  Quantity,
  Range,
  Ratio,
  Reference,
  Resource,
  Timing,
} from './datatypes.ts';

// Plans, and what is asked for and to be done.

export type CarePlan = Resource & {
  resourceType: 'CarePlan';
  status?: string;
  intent?: string;
  category?: CodeableConcept[];
  title?: string;
  description?: string;
  period?: Period;
  created?: string;
  author?: Reference;
  contributor?: Reference[];
  careTeam?: Reference[];
  goal?: Reference[];
  activity?: {
    reference?: Reference;
    progress?: Annotation[];
    detail?: {
      status?: string;
      description?: string;
      code?: CodeableConcept;
      scheduledString?: string;
      scheduledPeriod?: Period;
      scheduledTiming?: Timing;
      performer?: Reference[];
    };
  }[];
  note?: Annotation[];
};

export type Goal = Resource & {
  resourceType: 'Goal';
  lifecycleStatus?: string;
  achievementStatus?: CodeableConcept;
  category?: CodeableConcept[];
  priority?: CodeableConcept;
  description?: CodeableConcept;
  startDate?: string;
  statusDate?: string;
  expressedBy?: Reference;
  target?: {
    measure?: CodeableConcept;
    detailString?: string;
    dueDate?: string;
    detailQuantity?: Quantity;
    detailRange?: Range;
  }[];
  note?: Annotation[];
};

export type ServiceRequest = Resource & {
  resourceType: 'ServiceRequest';
  status?: string;
  intent?: string;
  category?: CodeableConcept[];
  priority?: string;
  code?: CodeableConcept;
  subject?: Reference;
  encounter?: Reference;
  occurrenceDateTime?: string;
  occurrencePeriod?: Period;
  occurrenceTiming?: Timing;
  authoredOn?: string;
  requester?: Reference;
  performer?: Reference[];
  performerType?: CodeableConcept;
  reasonCode?: CodeableConcept[];
  note?: Annotation[];
  patientInstruction?: string;
  quantityQuantity?: Quantity;
  quantityRatio?: Ratio;
};

export type Task = Resource & {
  resourceType: 'Task';
  status?: string;
  statusReason?: CodeableConcept;
  businessStatus?: CodeableConcept;
  intent?: string;
  priority?: string;
  code?: CodeableConcept;
  description?: string;
  focus?: Reference;
  for?: Reference;
  encounter?: Reference;
  authoredOn?: string;
  lastModified?: string;
  requester?: Reference;
  owner?: Reference;
  executionPeriod?: Period;
  input?: { type?: CodeableConcept; valueReference?: Reference }[];
  restriction?: { period?: Period };
  reasonCode?: CodeableConcept;
  note?: Annotation[];
};
