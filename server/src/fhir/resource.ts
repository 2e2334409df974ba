/** A JSON value as FHIR uses it. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

export type JsonObject = { [name: string]: Json };

/** Any FHIR R4 resource. Only what the engine itself reads is typed. */
export type Resource = JsonObject & {
  resourceType: string;
  id?: string;
  meta?: Meta;
};

export type Meta = JsonObject & {
  versionId?: string;
  lastUpdated?: string;
  profile?: string[];
  tag?: Coding[];
  security?: Coding[];
  source?: string;
};

export type Coding = JsonObject & { system?: string; code?: string; display?: string; version?: string };
export type Reference = JsonObject & { reference?: string; type?: string; display?: string };
