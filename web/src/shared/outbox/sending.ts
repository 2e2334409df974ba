import type { OperationOutcome, Resource } from '../fhir/types.ts';

/** One request of what is to be sent. In its path and body `{{n}}` stands for what step n became: `Encounter/abc`. */
export type Step = {
  method: 'POST' | 'PUT' | 'PATCH';
  path: string;
  body: unknown;
  headers?: Readonly<Record<string, string>>;
  /** When it is refused because it was done already (the answer was lost): what then stands there, and its status. */
  doneWhen?: { read: string; status: string };
};

export type SendingKind = 'dose' | 'measurement' | 'task' | 'report' | 'visit' | 'message';

/** Something that was done for a citizen, from when it was done until the server has it. JSON throughout. */
export type Sending = {
  /** Put again under the same key before it is sent, it is written over. */
  key: string;
  /** Patient id. */
  record: string;
  /** `Practitioner/<id>`, and the PractitionerRole id that it was done in: it is sent as nobody else, and in no other role. */
  owner: string;
  role: string | undefined;
  /** Epoch ms, when it was done. */
  at: number;
  kind: SendingKind;
  /** Whose, and what, for a list: `Kari Testdal`, `Furosemid 20 mg gitt`. */
  who: string;
  what: string;
  steps: readonly Step[];
  /** What each step that is done became, `Type/id`. */
  became: readonly string[];
  /** The types of the record that are other when it is sent. */
  types: readonly string[];
  /** Why the server did not take it; a person must say what is to be done. */
  trouble?: Trouble;
  /** What the screens need to show it where it belongs: the name of a planned dose and what became of it, a visit's Encounter. */
  about?: {
    planned?: string;
    status?: string;
    order?: string;
    /** The order of a dose without a time of its own, or of a pump; and of what is ended, its name and when. */
    unscheduled?: string;
    name?: string;
    end?: string;
    /** Task id. */
    task?: string;
    /** As it was typed. */
    text?: string;
    visit?: VisitDraft;
    /** It ends the visit. */
    ends?: boolean;
  };
  /** Epoch ms by this device, when the server had said that it has it. */
  storedAt?: number;
  /** False when the device had no room for it: then only this page has it. */
  isKept?: boolean;
};

/** A visit that has begun here and the server does not know. */
export type VisitDraft = { url: string; encounter: Resource };

export type Trouble = {
  /** `stale`: somebody changed the same thing meanwhile. `rejected`: the rules say no. `refused`: it may not be written any longer. */
  kind: 'stale' | 'rejected' | 'refused';
  /** Keys of the rules, and their words as the server said them. */
  issues: readonly { key: string; text: string }[];
  /** What stands there now, where it could be read. */
  theirs?: Resource;
};

export const issuesOf = (outcome: OperationOutcome | undefined): Trouble['issues'] =>
  (outcome?.issue ?? [])
    .filter(({ severity }) => severity !== 'warning' && severity !== 'information')
    .map(({ details, diagnostics }) => ({
      key: details?.coding?.[0]?.code ?? '',
      text: details?.text ?? diagnostics ?? '',
    }));

/** A step with what earlier ones became put in. */
export function filledIn(step: Step, became: readonly string[]): Step {
  const fill = (text: string): string => text.replace(/\{\{(\d+)\}\}/g, (_, n) => became[Number(n)] ?? '');
  const { doneWhen } = step;
  return {
    ...step,
    path: fill(step.path),
    body: JSON.parse(fill(JSON.stringify(step.body ?? null))),
    ...(doneWhen === undefined ? {} : { doneWhen: { ...doneWhen, read: fill(doneWhen.read) } }),
  };
}

/** What an answer says a step became, as `Type/id`: a resource itself, or the last entry of a transaction. */
export function becameOf(answer: unknown): string {
  const { resourceType, id, entry } = (answer ?? {}) as {
    resourceType?: string;
    id?: string;
    entry?: { response?: { location?: string }; resource?: { resourceType?: string; id?: string } }[];
  };
  if (resourceType !== 'Bundle') return id === undefined ? '' : `${resourceType}/${id}`;
  const last = entry?.at(-1);
  const located = /([A-Za-z]+\/[A-Za-z0-9.-]+)(\/_history\/[^/]+)?$/.exec(last?.response?.location ?? '')?.[1];
  return located ?? (last?.resource?.id === undefined ? '' : `${last.resource.resourceType}/${last.resource.id}`);
}
