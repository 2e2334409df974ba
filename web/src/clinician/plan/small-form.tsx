import { Button } from '@navikt/ds-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNotice } from '../access/failure-notice.tsx';

type Props = {
  label: string;
  submit: string;
  isPending: boolean;
  error: Error | null;
  onSubmit: () => void;
  onCancel: () => void;
  children: ReactNode;
};

/** A few fields in place, beside what they are about; what was typed stays when it could not be stored. */
export function SmallForm({ label, submit, isPending, error, onSubmit, onCancel, children }: Props) {
  const { t } = useTranslation();
  return (
    <form
      className="ej-small-form ej-noprint"
      aria-label={label}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel();
      }}
    >
      {children}
      {error && <FailureNotice error={error} />}
      <div className="ej-small-form-acts">
        <Button type="submit" size="small" className="ej-xs" loading={isPending}>
          {submit}
        </Button>
        <Button type="button" size="small" className="ej-xs" variant="tertiary" onClick={onCancel}>
          {t('plan.cancel')}
        </Button>
      </div>
    </form>
  );
}
