import { FhirFailure, read, send } from '../fhir/client.ts';
import { waitBeforeRetry } from '../fhir/event-stream.ts';
import type { Resource } from '../fhir/types.ts';
import { beforeSessionChanges, type Session, session } from '../session/session.ts';
import { forgetSending, keepSending, loadSendings } from './device-store.ts';
import { Outbox } from './outbox.ts';
import type { Sending } from './sending.ts';

type Hear = (sending: Sending) => void;
const hearers = new Set<Hear>();

/** Called with each thing that the server has got. @returns to stop hearing */
export function whenStored(hear: Hear): () => void {
  hearers.add(hear);
  return () => hearers.delete(hear);
}

/** The outbox of whoever is logged on in this tab. */
export const outbox = new Outbox({
  keep: keepSending,
  forget: forgetSending,
  // done in one role, it is not sent in another
  load: async () => (await loadSendings()).filter(({ role }) => role === roleNow()),
  send: async ({ method, path, body, headers }, record) => {
    const answer = await send(path, {
      method,
      record,
      headers: { 'content-type': 'application/fhir+json', ...headers },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    return text === '' ? undefined : JSON.parse(text);
  },
  read: (reference) => {
    const [type = '', id = ''] = reference.split('/');
    return read<Resource>(type, id);
  },
  failureOf: (cause) => (cause instanceof FhirFailure ? cause : new FhirFailure('fault', 0, { cause })),
  stored: (sending) => {
    for (const hear of hearers) hear(sending);
  },
  waitMs: (attempt) => waitBeforeRetry(attempt),
  alone: (run) =>
    navigator.locks === undefined
      ? run()
      : (navigator.locks.request('enjournal-outbox', run) as ReturnType<typeof run>),
});

const roleNow = (): string | undefined => {
  const current = session.current();
  return current.state === 'open' ? current.employment?.id : undefined;
};

const ownerOf = (one: Session): string =>
  one.state === 'open' ? `${one.user.reference} ${one.employment?.id ?? ''}` : one.state;

/** Begins with whoever is logged on, and follows who is. Called once, where the product begins. */
export function startOutbox(): void {
  beforeSessionChanges((before, after) => {
    if (ownerOf(before) === ownerOf(after)) return;
    outbox.close();
  });
  let owner = '';
  const follow = () => {
    const now = ownerOf(session.current());
    if (now === owner) return;
    owner = now;
    if (session.current().state === 'open') void outbox.open();
  };
  session.subscribe(follow);
  follow();
  window.addEventListener('online', () => void outbox.flush());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void outbox.flush();
  });
}
