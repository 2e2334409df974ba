import './problems.css';
import { Button } from '@navikt/ds-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNotice } from '../access/failure-notice.tsx';

type Props = {
  of: { isPending: boolean; failure: Error | null };
  onSave: () => void;
  onClose: () => void;
  children: ReactNode;
};

/** The frame of a form about something new that stands in the record. */
export function EntryForm({ of: { isPending, failure }, onSave, onClose, children }: Props) {
  const { t } = useTranslation();
  return (
    <form
      className="ej-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSave();
      }}
    >
      {children}
      {failure && <FailureNotice error={failure} />}
      <div className="ej-acts">
        <Button type="submit" size="small" loading={isPending}>
          {t('problems.save')}
        </Button>
        <Button type="button" size="small" variant="tertiary" onClick={onClose}>
          {t('problems.cancel')}
        </Button>
      </div>
    </form>
  );
}
