import { PadlockLockedIcon } from '@navikt/aksel-icons';

/** The page is for others: why, and what to do. */
export function NotYours({ title, text }: { title: string; text: string }) {
  return (
    <>
      <h1 className="ej-title">{title}</h1>
      <p className="ej-notice" data-kind="neutral">
        <PadlockLockedIcon aria-hidden /> {text}
      </p>
    </>
  );
}
