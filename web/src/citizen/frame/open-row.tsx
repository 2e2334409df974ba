import { ChevronDownIcon } from '@navikt/aksel-icons';
import { type ReactNode, useId } from 'react';
import { useKept } from '../../shared/session/kept.ts';

type Props = {
  /** Unique on its page. */
  name: string;
  /** What stands before the text: a date, an icon. */
  start?: ReactNode;
  children: ReactNode;
  /** What is shown beneath when it is opened; may be fetched then. */
  detail: () => ReactNode;
  startsOpen?: boolean;
};

/** A line that opens in place, beneath itself. */
export function OpenRow({ name, start, children, detail, startsOpen = false }: Props) {
  const [isOpen, setOpen] = useKept(`open ${name}`, startsOpen);
  const id = useId();
  return (
    <>
      <button
        type="button"
        className="ej-c-row"
        aria-expanded={isOpen}
        {...(isOpen ? { 'aria-controls': id } : {})}
        onClick={() => setOpen(!isOpen)}
      >
        {start}
        <span className="ej-c-row-text">{children}</span>
        <ChevronDownIcon aria-hidden className="ej-c-row-mark" />
      </button>
      {isOpen && (
        <div className="ej-c-opened" id={id}>
          {detail()}
        </div>
      )}
    </>
  );
}
