// Questionnaire and QuestionnaireResponse of FHIR R4, as far as forms read them.

export type Coding = { system?: string; code?: string; display?: string; version?: string; extension?: Extension[] };
export type Quantity = { value?: number; unit?: string; system?: string; code?: string; comparator?: string };
export type Reference = { reference?: string; type?: string; display?: string };
export type Attachment = { contentType?: string; data?: string; url?: string; title?: string; size?: number };
export type Expression = { language?: string; expression?: string; name?: string; description?: string };
export type Extension = { url: string; extension?: Extension[]; [value: `value${string}`]: unknown };
type Extended = { extension?: Extension[] };

/** The value of an answer, an initial value or an option: one of these is there. */
export type Value = {
  valueBoolean?: boolean;
  valueDecimal?: number;
  valueInteger?: number;
  valueDate?: string;
  valueDateTime?: string;
  valueTime?: string;
  valueString?: string;
  valueUri?: string;
  valueAttachment?: Attachment;
  valueCoding?: Coding;
  valueQuantity?: Quantity;
  valueReference?: Reference;
};

export type EnableWhen = {
  question: string;
  operator: 'exists' | '=' | '!=' | '>' | '<' | '>=' | '<=';
  answerBoolean?: boolean;
  answerDecimal?: number;
  answerInteger?: number;
  answerDate?: string;
  answerDateTime?: string;
  answerTime?: string;
  answerString?: string;
  answerCoding?: Coding;
  answerQuantity?: Quantity;
  answerReference?: Reference;
};

export type AnswerOption = Value & Extended & { initialSelected?: boolean; _valueString?: Extended };

export type QuestionnaireItem = Extended & {
  linkId: string;
  type: string;
  definition?: string;
  code?: Coding[];
  prefix?: string;
  text?: string;
  _text?: Extended;
  enableWhen?: EnableWhen[];
  enableBehavior?: 'all' | 'any';
  required?: boolean;
  repeats?: boolean;
  readOnly?: boolean;
  maxLength?: number;
  answerValueSet?: string;
  answerOption?: AnswerOption[];
  initial?: Value[];
  item?: QuestionnaireItem[];
};

export type Questionnaire = Extended & {
  resourceType: 'Questionnaire';
  id?: string;
  url?: string;
  version?: string;
  title?: string;
  _title?: Extended;
  description?: string;
  _description?: Extended;
  status?: string;
  code?: Coding[];
  subjectType?: string[];
  contained?: { resourceType: string; id?: string }[];
  item?: QuestionnaireItem[];
};

export type Answer = Value & Extended & { item?: ResponseItem[] };

export type ResponseItem = Extended & {
  linkId: string;
  definition?: string;
  text?: string;
  answer?: Answer[];
  item?: ResponseItem[];
};

export type QuestionnaireResponse = Extended & {
  resourceType: 'QuestionnaireResponse';
  id?: string;
  meta?: { versionId?: string; lastUpdated?: string };
  questionnaire?: string;
  status?: string;
  subject?: Reference;
  encounter?: Reference;
  authored?: string;
  author?: Reference;
  source?: Reference;
  item?: ResponseItem[];
};

export type Language = 'nb' | 'nn' | 'en';
export type Words = { readonly [language in Language]: string };
