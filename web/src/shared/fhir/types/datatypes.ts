// Datatypes of FHIR R4, as far as the screens read them.

export type Coding = { system?: string; code?: string; display?: string };

export type CodeableConcept = { coding?: Coding[]; text?: string };

export type Reference = { reference?: string; type?: string; display?: string; identifier?: Identifier };

export type Identifier = { system?: string; value?: string; use?: string; type?: CodeableConcept };

export type Period = { start?: string; end?: string };

export type Quantity = { value?: number; unit?: string; code?: string; system?: string; comparator?: string };

export type Range = { low?: Quantity; high?: Quantity };

export type Ratio = { numerator?: Quantity; denominator?: Quantity };

export type HumanName = {
  use?: string;
  text?: string;
  family?: string;
  given?: string[];
  prefix?: string[];
  suffix?: string[];
  period?: Period;
  extension?: Extension[];
};

export type ContactPoint = { system?: string; value?: string; use?: string; period?: Period };

export type Address = {
  use?: string;
  text?: string;
  line?: string[];
  city?: string;
  district?: string;
  postalCode?: string;
  country?: string;
  extension?: Extension[];
  period?: Period;
};

export type Annotation = { text?: string; time?: string; authorString?: string; authorReference?: Reference };

export type Attachment = {
  contentType?: string;
  language?: string;
  data?: string;
  url?: string;
  title?: string;
  size?: number;
  creation?: string;
};

export type Extension = { url: string; extension?: Extension[]; [value: `value${string}`]: unknown };

export type Narrative = { status?: string; div?: string };

export type Timing = {
  event?: string[];
  code?: CodeableConcept;
  repeat?: {
    frequency?: number;
    period?: number;
    periodUnit?: string;
    timeOfDay?: string[];
    dayOfWeek?: string[];
    when?: string[];
    boundsPeriod?: Period;
    boundsDuration?: Quantity;
  };
};

export type Dosage = {
  text?: string;
  patientInstruction?: string;
  asNeededBoolean?: boolean;
  asNeededCodeableConcept?: CodeableConcept;
  timing?: Timing;
  route?: CodeableConcept;
  additionalInstruction?: CodeableConcept[];
  doseAndRate?: { doseQuantity?: Quantity; doseRange?: Range; rateQuantity?: Quantity; rateRange?: Range }[];
  maxDosePerPeriod?: Ratio;
};

export type Meta = {
  versionId?: string;
  lastUpdated?: string;
  tag?: Coding[];
  profile?: string[];
  security?: Coding[];
};

/** Any resource; the named types below are this with their elements told. */
export type Resource = {
  resourceType: string;
  id?: string;
  meta?: Meta;
  /** What it is written in, where it says so. */
  language?: string;
  text?: Narrative;
  extension?: Extension[];
  contained?: Resource[];
};
