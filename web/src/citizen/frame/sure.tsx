import { useId, useState } from 'react';
import { FailureNotice } from '../../shared/ui/failure-notice.tsx';

type Props = {
  label: string;
  /** What it means, said before it is done. */
  means: string;
  yes: string;
  no: string;
  isPending: boolean;
  error: Error | null;
  onYes: () => void;
};

/** Something that is not undone by oneself: what it means, and once more whether it is meant. */
export function Sure({ label, means, yes, no, isPending, error, onYes }: Props) {
  const id = useId();
  const [isAsked, setAsked] = useState(false);
  if (!isAsked)
    return (
      <button type="button" className="ej-c-button" onClick={() => setAsked(true)}>
        {label}
      </button>
    );
  return (
    <section aria-label={label} aria-describedby={id} tabIndex={-1}>
      <p id={id}>{means}</p>
      {error && <FailureNotice error={error} />}
      <div className="ej-c-pair">
        <button type="button" className="ej-c-button" onClick={() => setAsked(false)}>
          {no}
        </button>
        <button
          type="button"
          className="ej-c-button"
          data-kind="primary"
          aria-disabled={isPending}
          onClick={() => !isPending && onYes()}
        >
          {yes}
        </button>
      </div>
    </section>
  );
}
