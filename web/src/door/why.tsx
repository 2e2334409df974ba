import { useTranslation } from 'react-i18next';

const failures = [
  'cancelled',
  'stale',
  'invalid',
  'level',
  'no-employment',
  'no-record',
  'contradiction',
  'other-person',
  'organisation',
  'unreachable',
  'wait',
] as const;
type Failure = (typeof failures)[number];

/** How somebody came to this page: where they wanted to go, and why a log-on did not succeed. */
export type Arrival = { returnTo: string; failure: Failure | undefined };

/** Reads the server's words in the address, and leaves the address clean: they must not stay in the history. */
export function arrivalAt(location: Pick<Location, 'pathname' | 'search' | 'hash'>): Arrival {
  const query = new URLSearchParams(location.search);
  const told = query.get('log-on');
  const asked = query.get('return_to');
  const here = `${location.pathname}${location.search}${location.hash}`;
  // Only ways on this server: the server says nothing else, but an address can be written by anyone.
  const returnTo = asked === null && told === null ? here : /^\/(?![/\\])/.test(asked ?? '') ? (asked as string) : '/';
  return { returnTo, failure: told === null ? undefined : (failures.find((one) => one === told) ?? 'invalid') };
}

/** Why the last log-on did not succeed, and what to do. */
export function Why({ failure, otherwise }: { failure: Failure | undefined; otherwise?: string | undefined }) {
  const { t } = useTranslation();
  const text = failure === undefined ? otherwise : t(`door.why.${failure}`);
  return <div role="status">{text && <p className="ej-notice">{text}</p>}</div>;
}
