import type { Coding, JsonObject, Reference, Resource } from '../../fhir/resource.ts';

/** The parts of FHIR that notes are made of, as far as this process reads them. */

export type Extension = JsonObject & { url: string; extension?: Extension[] };
export type Concept = JsonObject & { coding?: Coding[]; text?: string };

export type QuestionnaireItem = JsonObject & {
  linkId: string;
  type: string;
  text?: string;
  code?: Coding[];
  extension?: Extension[];
  item?: QuestionnaireItem[];
};

export type Questionnaire = Resource & {
  title?: string;
  code?: Coding[];
  extension?: Extension[];
  item?: QuestionnaireItem[];
};

export type Answer = JsonObject & { extension?: Extension[]; item?: ResponseItem[] };
export type ResponseItem = JsonObject & { linkId: string; answer?: Answer[]; item?: ResponseItem[] };

export type QuestionnaireResponse = Resource & {
  status: string;
  questionnaire?: string;
  subject?: Reference;
  encounter?: Reference;
  author?: Reference;
  authored?: string;
  extension?: Extension[];
  item?: ResponseItem[];
};

export type Attester = JsonObject & { mode: string; time?: string; party?: Reference };
export type Section = JsonObject & { title?: string; entry?: Reference[] };

export type Composition = Resource & {
  status: string;
  type: Concept;
  title: string;
  date: string;
  subject?: Reference;
  author: Reference[];
  attester?: Attester[];
  custodian?: Reference;
  extension?: Extension[];
  section?: Section[];
};
