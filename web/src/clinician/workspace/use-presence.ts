import { useEffect, useSyncExternalStore } from 'react';
import { send } from '../../shared/fhir/client.ts';
import { type Present, useLive } from '../../shared/record/live.ts';
import { useUser } from '../bar/use-user.ts';
import type { Section } from '../record/sections.ts';
import type { WorkspaceState } from './workspace-context.ts';

/** It holds for half a minute at a time. */
const renewMs = 20_000;
const settledMs = 500;
/** Tells this tab from others of the same person. */
const device = crypto.randomUUID();

const places: Partial<Record<Section, string>> = {
  tidslinje: 'timeline',
  legemidler: 'medication',
  malinger: 'results',
  provesvar: 'results',
  problemer: 'problems',
  kritisk: 'problems',
  plan: 'plan',
  dokumenter: 'documents',
};

/** Tells colleagues that the user is in the record, in which kind of part, and whether they write; never what. */
export function usePresence(record: string, section: Section, draft: string | undefined, isTold: boolean): void {
  const where = draft === undefined ? (places[section] ?? 'overview') : 'note';
  useEffect(() => {
    if (!isTold) return;
    const tell = () => void say(record, [{ name: 'where', valueCode: where }, ...draftIn(draft)]);
    // Who opens a part waits for what is in it, and passes by others on the way.
    const first = setTimeout(tell, settledMs);
    const timer = setInterval(tell, renewMs);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [record, where, draft, isTold]);
  useEffect(() => {
    if (!isTold) return;
    const leave = () => void say(record, [{ name: 'leave', valueBoolean: true }], true);
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [record, isTold]);
}

/** The id of the draft that is open; empty while the server has none of it, undefined when none is. */
export function useOpenDraftId({ open, drafts }: WorkspaceState): string | undefined {
  const keeper = drafts.find(({ key }) => key === open);
  return useSyncExternalStore(keeper?.subscribe ?? nothingToHear, () => keeper && (keeper.id ?? ''));
}

const nothingToHear = () => () => undefined;

const draftIn = (draft: string | undefined) =>
  draft === undefined || draft === ''
    ? []
    : [{ name: 'draft', valueReference: { reference: `QuestionnaireResponse/${draft}` } }];

/** That it could not be said hinders nobody. */
async function say(record: string, parameter: readonly object[], keepalive = false): Promise<void> {
  await send(`Patient/${record}/$presence`, {
    method: 'POST',
    headers: { 'content-type': 'application/fhir+json' },
    body: JSON.stringify({
      resourceType: 'Parameters',
      parameter: [...parameter, { name: 'device', valueString: device }],
    }),
    record,
    keepalive,
  }).catch(() => undefined);
}

/** Colleagues who write in the record now, each once. */
export function useOthersWriting(): Present[] {
  const { reference } = useUser();
  const { present } = useLive();
  const others = present.filter(({ practitioner, writes }) => writes && practitioner !== reference);
  return [...new Map(others.map((one) => [one.practitioner, one])).values()];
}
