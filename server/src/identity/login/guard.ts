/** Slows down whoever guesses: after some failures each further one makes the client wait twice as long as the one before. */
export type Guard = {
  /** Seconds that this client has still to wait; 0: it may try. */
  waitOf(client: string): number;
  /** One more failure. @returns how many there have been, and the wait that this one has earned. */
  failed(client: string): { failures: number; waitSeconds: number };
  /** It succeeded: what it did before is forgiven. */
  succeeded(client: string): void;
};

const longestSeconds = 300;
/** After so long without a failure nothing is held against a client. */
const forgetMs = 30 * 60_000;
const mostClients = 50_000;

/**
 * Keeps count in this process, by network address and what was tried.
 * @param options.free failures that cost nothing: everybody mistypes, and a whole clinic may have one address
 */
export function guardAgainstGuessing(options: { free?: number; now?: () => number } = {}): Guard {
  const { free = 5, now = () => Date.now() } = options;
  const clients = new Map<string, { failures: number; last: number; until: number }>();

  const known = (client: string) => {
    const state = clients.get(client);
    if (state === undefined || now() - state.last < forgetMs) return state;
    clients.delete(client);
    return undefined;
  };

  return {
    waitOf: (client) => Math.max(0, Math.ceil(((known(client)?.until ?? 0) - now()) / 1000)),
    failed(client) {
      const failures = (known(client)?.failures ?? 0) + 1;
      const waitSeconds = failures <= free ? 0 : Math.min(longestSeconds, 2 ** (failures - free - 1));
      clients.delete(client); // to be the youngest again
      clients.set(client, { failures, last: now(), until: now() + waitSeconds * 1000 });
      if (clients.size > mostClients) clients.delete(clients.keys().next().value as string);
      return { failures, waitSeconds };
    },
    succeeded: (client) => void clients.delete(client),
  };
}
