import { type ComponentType, type ReactNode, useLayoutEffect, useState } from 'react';

/** What is fetched when it is shown. `waiting` stands in its place until it is here: nothing when left out. */
export type Later<P> = ComponentType<P & { waiting?: ReactNode }> & {
  /** Fetches the code ahead. @throws when the network fails; when it is shown it is tried again */
  fetch(): Promise<void>;
};

/**
 * A component whose code is fetched when it is first shown, and that is shown as soon as it is here. What React's `lazy` brings is
 * held back until 300 ms after anything on the page began to wait, though its code came long before (docs/decisions/0046).
 */
export function later<P extends object>(load: () => Promise<{ default: ComponentType<P> }>): Later<P> {
  const code = new Code(load);
  return Object.assign(
    ({ waiting = null, ...given }: P & { waiting?: ReactNode }) => (
      <Shown code={code} given={given as unknown as P} waiting={waiting} />
    ),
    { fetch: () => code.fetch() },
  );
}

class Code<P> {
  here: ComponentType<P> | undefined;
  readonly #load: () => Promise<{ default: ComponentType<P> }>;
  #coming: Promise<void> | undefined;
  constructor(load: () => Promise<{ default: ComponentType<P> }>) {
    this.#load = load;
  }

  fetch(): Promise<void> {
    this.#coming ??= this.#load().then(
      (found) => {
        this.here = found.default;
      },
      (cause: unknown) => {
        this.#coming = undefined;
        throw cause;
      },
    );
    return this.#coming;
  }
}

function Shown<P extends object>({ code, given, waiting }: { code: Code<P>; given: P; waiting: ReactNode }) {
  const [came, setCame] = useState<{ cause?: unknown }>();
  useLayoutEffect(() => {
    if (code.here !== undefined) return;
    let isShown = true;
    code.fetch().then(
      () => isShown && setCame({}),
      (cause: unknown) => isShown && setCame({ cause }),
    );
    return () => {
      isShown = false;
    };
  }, [code]);
  const { here: Here } = code;
  if (Here !== undefined) return <Here {...given} />;
  // As with `lazy`, it is for the boundary above to say.
  if (came !== undefined) throw came.cause;
  return waiting;
}
