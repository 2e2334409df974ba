import { createContext, useContext } from 'react';
import type { QuestionnaireResponse, Resource } from '../fhir/types.ts';

/** One change another made while the record was open. `resource` is absent when it was deleted, or may not be seen. */
export type Change = { key: string; at: string; interaction: string; resource?: Resource };

/** A draft is its writer's alone, and saved at every pause: it is nothing new in the record. */
export const isOfDraft = ({ resource }: Change): boolean =>
  resource?.resourceType === 'QuestionnaireResponse' && (resource as QuestionnaireResponse).status === 'in-progress';

/** A colleague who has the record open now. */
export type Present = {
  /** `Practitioner/<id>` */
  practitioner: string;
  name: string;
  /** The kind of part: `note`, `timeline` … */
  where: string;
  writes: boolean;
  /** In which template, by the url of its Questionnaire; absent where the reader could not read such a note. */
  template?: string;
};

export type LiveState = {
  /** `connecting` until the stream is open, `down` while it is broken and being tried again. */
  connection: 'connecting' | 'open' | 'down';
  /** Changes since the record was opened in this tab, by `Type/id`. */
  changes: ReadonlyMap<string, Change>;
  /** Everybody who is in the record, the reader too. */
  present: readonly Present[];
  /** The reader has taken these (`Type/id`) out of the record: the stream tells nobody of what nobody may see. */
  forget(keys: readonly string[]): void;
};

const nothing: LiveState = { connection: 'connecting', changes: new Map(), present: [], forget: () => undefined };

export const LiveContext = createContext<LiveState>(nothing);
export const useLive = (): LiveState => useContext(LiveContext);

/** What the server says of a change on the stream `Patient/<id>/$changes`. */
export type ChangeMessage = {
  resourceType: string;
  id: string;
  versionId?: string;
  lastUpdated?: string;
  interaction?: string;
};

/** What the server says of who is there, on the same stream. */
export function readPresent(data: string): Present[] | undefined {
  try {
    const { present } = JSON.parse(data) as { present?: Present[] };
    return Array.isArray(present) ? present : undefined;
  } catch {
    return undefined;
  }
}

export function readChange(data: string): ChangeMessage | undefined {
  try {
    const message = JSON.parse(data) as ChangeMessage;
    return typeof message.resourceType === 'string' && typeof message.id === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}
