import { session } from '../session/session.ts';
import { seal, unseal } from '../session/shelf.ts';
import type { Sending } from './sending.ts';

const prefix = 'enjournal.outbox.';
const keptForMs = 30 * 86_400_000;

/**
 * Sealed under a key that only its writer's open sessions have, as drafts are: nobody else who uses the device can read it. The
 * name tells nothing; only how many there are can be seen by others.
 */
export async function keepSending(sending: Sending): Promise<boolean> {
  const current = session.current();
  if (current.state !== 'open') return false;
  const sealed = await seal(current.deviceKey, sending);
  try {
    localStorage.setItem(prefix + nameOf(sending.key), `${Date.now()} ${sealed}`);
    return true;
  } catch {
    return false;
  }
}

export const forgetSending = (key: string): void => localStorage.removeItem(prefix + nameOf(key));

/** The user's own, of this and earlier sessions. */
export async function loadSendings(): Promise<Sending[]> {
  const current = session.current();
  if (current.state !== 'open') return [];
  const all = await Promise.all(
    Object.keys(localStorage)
      .filter((name) => name.startsWith(prefix))
      .map(async (name) => {
        const [at = '', sealed = ''] = (localStorage.getItem(name) ?? '').split(' ');
        if (Date.now() - Number(at) > keptForMs) localStorage.removeItem(name);
        return unseal<Sending>(current.deviceKey, sealed);
      }),
  );
  return all.filter((one): one is Sending => one?.owner === current.user.reference);
}

/** How many wait on this device, of anybody: all that can be told before somebody has logged on. */
export const countOnDevice = (): number => Object.keys(localStorage).filter((name) => name.startsWith(prefix)).length;

/** A key may hold a record's id; its name on the device does not. */
function nameOf(key: string): string {
  let [a, b] = [0x811c9dc5, 0x1000193];
  for (let at = 0; at < key.length; at++) {
    a = Math.imul(a ^ key.charCodeAt(at), 0x01000193) >>> 0;
    b = Math.imul(b + key.charCodeAt(at), 0x85ebca6b) >>> 0;
  }
  return a.toString(36) + b.toString(36);
}
