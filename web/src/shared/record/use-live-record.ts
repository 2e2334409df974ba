import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { FhirFailure, matchesOf, read, search, send } from '../fhir/client.ts';
import { eventParser, waitBeforeRetry } from '../fhir/event-stream.ts';
import { keyOf } from '../fhir/references.ts';
import type { Resource } from '../fhir/types.ts';
import {
  type Change,
  type ChangeMessage,
  isOfDraft,
  type LiveState,
  type Present,
  readChange,
  readPresent,
} from './live.ts';

/** Changes that come within this time are shown together: a saved consultation is ten resources at once. */
const gatherMs = 120;
/** A header's `date` tells whole seconds. */
const dateSteps = 1_000;
/** Above this many at once we do not read each; what is on screen is read anew instead. */
const manyAtOnce = 40;
/** A stream with no word for so long is dead, whatever the network says; the server sends heartbeats more often. */
const silentMs = 90_000;

/**
 * Follows a record: what another writes is marked and shown without a reload. Reconnects by itself, and catches up on what it missed.
 * @param readFrom when what is on screen began to be read, where that is well before it is followed: ms as of `performance.now()`
 */
export function useLiveRecord(id: string, readFrom?: number): LiveState {
  const queries = useQueryClient();
  const [state, setState] = useState<Omit<LiveState, 'forget'>>({
    connection: 'connecting',
    changes: new Map(),
    present: [],
  });
  const forget = useCallback((keys: readonly string[]) => {
    const at = new Date().toISOString();
    const gone = keys.map((key): [string, Change] => [key, { key, at, interaction: 'delete' }]);
    setState((before) => ({ ...before, changes: new Map([...before.changes, ...gone]) }));
  }, []);
  useEffect(() => {
    const ended = new AbortController();
    const { signal } = ended;
    let waiting: ChangeMessage[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;

    const show = async () => {
      const messages = [
        ...new Map(waiting.map((message) => [`${message.resourceType}/${message.id}`, message])).values(),
      ];
      waiting = [];
      timer = undefined;
      const changes = await Promise.all(
        messages.map((message) => changeOf(message, messages.length <= manyAtOnce, signal)),
      );
      if (signal.aborted) return;
      const news = changes.filter((change) => !isOfDraft(change)).map(({ key }) => key.split('/')[0] as string);
      refresh(queries, id, new Set(news), messages.length > manyAtOnce);
      setState((before) => ({
        ...before,
        changes: new Map([...before.changes, ...changes.map((change) => [change.key, change] as const)]),
      }));
    };
    const onChange = (message: ChangeMessage) => {
      waiting.push(message);
      timer ??= setTimeout(() => void show(), gatherMs);
    };

    const hear: Hear = {
      change: onChange,
      // What was struck or deleted meanwhile is told by nothing that is found: what is on screen is read anew.
      missed: () => {
        refresh(queries, id, new Set(), true);
        void queries.invalidateQueries({ queryKey: ['timeline', id] });
      },
      present: (present) => setState((before) => ({ ...before, present })),
      connection: (connection) => setState((before) => ({ ...before, connection })),
    };
    void follow(id, readFrom, signal, hear);
    return () => {
      ended.abort();
      clearTimeout(timer);
    };
  }, [id, readFrom, queries]);
  return useMemo(() => ({ ...state, forget }), [state, forget]);
}

async function changeOf(message: ChangeMessage, reads: boolean, signal: AbortSignal): Promise<Change> {
  const key = `${message.resourceType}/${message.id}`;
  const change: Change = {
    key,
    at: message.lastUpdated ?? new Date().toISOString(),
    interaction: message.interaction ?? 'update',
  };
  if (message.interaction === 'delete' || !reads) return change;
  try {
    return { ...change, resource: await read<Resource>(message.resourceType, message.id, signal) };
  } catch {
    return change;
  }
}

function refresh(queries: QueryClient, id: string, types: ReadonlySet<string>, everything: boolean): void {
  void queries.invalidateQueries({
    predicate: ({ queryKey: [scope, record, of] }) =>
      scope === 'record' &&
      record === id &&
      (everything || (Array.isArray(of) && of.some((type) => types.has(type as string)))),
  });
}

type Hear = {
  change(message: ChangeMessage): void;
  /** Some of it may have gone by while the stream was down. */
  missed(): void;
  present(present: readonly Present[]): void;
  connection(connection: LiveState['connection']): void;
};

/** Keeps the stream open until aborted. */
async function follow(id: string, readFrom: number | undefined, signal: AbortSignal, hear: Hear): Promise<void> {
  let attempt = 0;
  let lastSeen = '';
  const seen = (message: ChangeMessage) => {
    if (message.lastUpdated && message.lastUpdated > lastSeen) lastSeen = message.lastUpdated;
    hear.change(message);
  };
  while (!signal.aborted) {
    try {
      await readStream(id, signal, { ...hear, change: seen }, async (answer) => {
        hear.connection('open');
        if (lastSeen) {
          hear.missed();
          await catchUp(id, lastSeen, signal, seen);
        } else {
          // By the server's clock, for it is the one that dates the changes.
          const now = new Date(answer.headers.get('date') ?? Date.now()).getTime();
          const before = readFrom === undefined ? 0 : performance.now() - readFrom + dateSteps;
          lastSeen = new Date(now - before).toISOString();
          if (before > 0) await catchUp(id, lastSeen, signal, seen);
        }
        attempt = 0;
      });
    } catch (cause) {
      if (signal.aborted) return;
      // Who may not see the record, or is logged out, has nothing to follow.
      if (cause instanceof FhirFailure && ['refused', 'absent', 'signed-out'].includes(cause.kind)) return;
    }
    if (signal.aborted) return;
    hear.connection('down');
    await pause(waitBeforeRetry(attempt++), signal);
  }
}

async function readStream(
  id: string,
  signal: AbortSignal,
  hear: Hear,
  onOpen: (answer: Response) => Promise<void>,
): Promise<void> {
  const silent = new AbortController();
  // The machine often knows before the connection does that there is no network any more.
  const onOffline = () => silent.abort();
  window.addEventListener('offline', onOffline);
  const watch = setTimeoutAgain(() => silent.abort(), silentMs);
  try {
    const answer = await send(`Patient/${encodeURIComponent(id)}/$changes`, {
      // A refusal comes as an OperationOutcome, not as a stream.
      headers: { accept: 'text/event-stream, application/fhir+json;q=0.5' },
      signal: AbortSignal.any([signal, silent.signal]),
    });
    if (!answer.body) return;
    await onOpen(answer);
    const parse = eventParser();
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      watch.again();
      for (const event of parse(value)) {
        const message = event.event === 'change' ? readChange(event.data) : undefined;
        if (message) hear.change(message);
        const present = event.event === 'presence' ? readPresent(event.data) : undefined;
        if (present) hear.present(present);
      }
    }
  } finally {
    watch.stop();
    window.removeEventListener('offline', onOffline);
  }
}

/** What happened while the stream was down. */
async function catchUp(
  id: string,
  since: string,
  signal: AbortSignal,
  onChange: (message: ChangeMessage) => void,
): Promise<void> {
  const bundle = await search<Resource>(
    `Patient/${encodeURIComponent(id)}/*`,
    { _lastUpdated: `gt${since}`, _count: '100' },
    signal,
  );
  for (const resource of matchesOf(bundle)) {
    const [resourceType = '', resourceId = ''] = keyOf(resource).split('/');
    onChange({
      resourceType,
      id: resourceId,
      ...(resource.meta?.lastUpdated ? { lastUpdated: resource.meta.lastUpdated } : {}),
    });
  }
}

function setTimeoutAgain(run: () => void, ms: number) {
  let timer = setTimeout(run, ms);
  return {
    again() {
      clearTimeout(timer);
      timer = setTimeout(run, ms);
    },
    stop: () => clearTimeout(timer),
  };
}

/** Waits, but not once the network is back or nobody waits any longer. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    window.addEventListener('online', done);
    signal.addEventListener('abort', done);
  });
}
