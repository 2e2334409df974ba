import type { QuestionnaireResponse } from '../../shared/fhir/types.ts';
import { session } from '../../shared/session/session.ts';
import { seal, unseal } from '../../shared/session/shelf.ts';

/** What has been written and the server has not, kept on this device until it has. */
export type DeviceCopy = {
  /** The draft's key. */
  key: string;
  /** Id of the record. */
  record: string;
  owner: string;
  response: QuestionnaireResponse;
  /** As the server had it when the writing began; undefined when it has never had it. */
  base: QuestionnaireResponse | undefined;
  at: number;
};

const prefix = 'enjournal.unsent.';
const keptForMs = 30 * 86_400_000;

/** Sealing takes a moment: what was asked last for a draft is what counts. */
const turns = new Map<string, number>();
const nextTurn = (key: string): number => {
  const turn = (turns.get(key) ?? 0) + 1;
  turns.set(key, turn);
  return turn;
};

/**
 * Sealed under a key that only its writer's open sessions have: nobody else who uses the machine can read it, and the writer can in
 * the next session too.
 */
export async function keepOnDevice(copy: DeviceCopy): Promise<void> {
  const current = session.current();
  if (current.state !== 'open') return;
  const turn = nextTurn(copy.key);
  const sealed = await seal(current.deviceKey, copy);
  if (turns.get(copy.key) !== turn) return;
  try {
    localStorage.setItem(prefix + copy.key, `${Date.now()} ${sealed}`);
  } catch {
    // The browser's room is full: what is on screen is still there, and the keeper goes on trying to send it.
  }
}

export function forgetOnDevice(key: string): void {
  nextTurn(key);
  localStorage.removeItem(prefix + key);
}

/** The writer's own copies of one record. */
export async function copiesOnDevice(record: string): Promise<DeviceCopy[]> {
  const current = session.current();
  if (current.state !== 'open') return [];
  const copies = await Promise.all(
    Object.keys(localStorage)
      .filter((name) => name.startsWith(prefix))
      .map(async (name) => {
        const [at = '', sealed = ''] = (localStorage.getItem(name) ?? '').split(' ');
        if (Date.now() - Number(at) > keptForMs) localStorage.removeItem(name);
        return unseal<DeviceCopy>(current.deviceKey, sealed);
      }),
  );
  return copies.filter((copy): copy is DeviceCopy => copy?.record === record && copy.owner === current.user.reference);
}
