import type { Coding, Extension, Identifier, Reference, Resource } from './datatypes.ts';

// Forms and their answers.

/** One answer, as far as the screens touch it without knowing its question. */
export type Answer = { extension?: Extension[]; item?: ResponseItem[]; [value: `value${string}`]: unknown };

export type ResponseItem = {
  linkId: string;
  text?: string;
  answer?: Answer[];
  item?: ResponseItem[];
  extension?: Extension[];
};

export type QuestionnaireResponse = Resource & {
  resourceType: 'QuestionnaireResponse';
  identifier?: Identifier;
  /** `url|version` of the template. */
  questionnaire?: string;
  status?: string;
  subject?: Reference;
  encounter?: Reference;
  authored?: string;
  author?: Reference;
  /** Whose answers they are. */
  source?: Reference;
  item?: ResponseItem[];
};

export type QuestionnaireItem = {
  linkId: string;
  type: string;
  text?: string;
  code?: Coding[];
  extension?: Extension[];
  item?: QuestionnaireItem[];
};

export type Questionnaire = Resource & {
  resourceType: 'Questionnaire';
  url?: string;
  version?: string;
  name?: string;
  title?: string;
  _title?: { extension?: Extension[] };
  status?: string;
  /** A draft to try out: nobody has approved what it says. */
  experimental?: boolean;
  description?: string;
  code?: Coding[];
  item?: QuestionnaireItem[];
};
