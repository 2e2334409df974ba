import { createContext, useContext } from 'react';
import type { Resource } from '../fhir/types.ts';

/** One change another made while the record was open. `resource` is absent when it was deleted, or may not be seen. */
export type Change = { key: string; at: string; interaction: string; resource?: Resource };

export type LiveState = {
  /** `connecting` until the stream is open, `down` while it is broken and being tried again. */
  connection: 'connecting' | 'open' | 'down';
  /** Changes since the record was opened in this tab, by `Type/id`. */
  changes: ReadonlyMap<string, Change>;
};

const nothing: LiveState = { connection: 'connecting', changes: new Map() };

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

export function readChange(data: string): ChangeMessage | undefined {
  try {
    const message = JSON.parse(data) as ChangeMessage;
    return typeof message.resourceType === 'string' && typeof message.id === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}
