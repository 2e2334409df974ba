import { Button } from '@navikt/ds-react';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNotice } from '../access/failure-notice.tsx';

type Props = {
  label: string;
  submit: string;
  /** What is done with what was typed. */
  act: { isPending: boolean; error: Error | null; mutate: (given: undefined) => void };
  /** Whether all is there that must be; until then the fields that lack something say so. */
  isFilled?: boolean;
  onCancel: () => void;
  children: ReactNode;
};

const Tried = createContext(false);

/** What a field of the form says when it was tried to store without it. */
export function useMissing(isMissing: boolean): string | false {
  const { t } = useTranslation();
  return useContext(Tried) && isMissing && t('plan.write');
}

/** A few fields in place, beside what they are about; what was typed stays when it could not be stored. */
export function SmallForm({ label, submit, act, isFilled = true, onCancel, children }: Props) {
  const { t } = useTranslation();
  const [isTried, setTried] = useState(false);
  // that it is pending is told a moment later than the second click of two
  const isSent = useRef(false);
  useEffect(() => {
    if (!act.isPending) isSent.current = false;
  }, [act.isPending]);
  const send = () => {
    setTried(!isFilled);
    if (!isFilled || isSent.current) return;
    isSent.current = true;
    act.mutate(undefined);
  };
  return (
    <form
      className="ej-small-form ej-noprint"
      aria-label={label}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel();
      }}
    >
      <Tried value={isTried}>{children}</Tried>
      {act.error && <FailureNotice error={act.error} />}
      <div className="ej-small-form-acts">
        <Button type="submit" size="small" className="ej-xs" loading={act.isPending}>
          {submit}
        </Button>
        <Button type="button" size="small" className="ej-xs" variant="tertiary" onClick={onCancel}>
          {t('plan.cancel')}
        </Button>
      </div>
    </form>
  );
}
