import { ChevronDownIcon } from '@navikt/aksel-icons';
import { type ReactNode, Suspense, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useKept } from '../../shared/session/kept.ts';
import { Waiting } from '../../shared/ui/part.tsx';

type Props = {
  /** Unique on its page. */
  name: string;
  /** What stands before the text: a date, an icon. */
  start?: ReactNode;
  children: ReactNode;
  /** What is shown beneath when it is opened; may be fetched then. */
  detail: () => ReactNode;
};

/** A line that opens in place, beneath itself. */
export function OpenRow({ name, start, children, detail }: Props) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useKept(`open ${name}`, false);
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
          <Suspense fallback={<Waiting what={t('me.details.what')} rows={3} />}>{detail()}</Suspense>
        </div>
      )}
    </>
  );
}
