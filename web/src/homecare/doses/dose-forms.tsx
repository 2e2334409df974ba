import { Button, TextField } from '@navikt/ds-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { clockNow, instantAtClock } from './clock-time.ts';
import type { Dose } from './dose.ts';
import type { Recorded } from './record-dose.ts';

type Props = { dose: Dose; onSay: (what: Recorded) => void; onClose: () => void };

/** Less than was ordered was taken. */
export function PartForm({ dose, onSay, onClose }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const value = Number(text.replace(',', '.'));
  const most = dose.dose?.value ?? Number.POSITIVE_INFINITY;
  const isWrong = !(value > 0) || value >= most;
  return (
    <SmallForm isWrong={isWrong} act={t('dose.give')} onDo={() => onSay({ kind: 'part', value })} onClose={onClose}>
      {(isTold) => (
        <TextField
          label={t('dose.partHow', { unit: dose.dose?.unit ?? '' })}
          inputMode="decimal"
          autoComplete="off"
          value={text}
          error={isTold && isWrong ? t('dose.partWrong', { most }) : undefined}
          onChange={(event) => setText(event.target.value)}
          autoFocus
        />
      )}
    </SmallForm>
  );
}

/** It was given before it is recorded. */
export function EarlierForm({ dose, onSay, onClose }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState(() => clockNow(Date.parse(dose.at)));
  const at = instantAtClock(text, Date.now());
  return (
    <SmallForm
      isWrong={at === undefined}
      act={t('dose.save')}
      onDo={() => at !== undefined && onSay({ kind: 'given', at })}
      onClose={onClose}
    >
      {(isTold) => (
        <TextField
          label={t('dose.when')}
          inputMode="numeric"
          autoComplete="off"
          value={text}
          error={isTold && at === undefined ? t('dose.whenWrong') : undefined}
          onChange={(event) => setText(event.target.value)}
          autoFocus
        />
      )}
    </SmallForm>
  );
}

/** Not given, for a reason that is not in the list. */
export function ReasonForm({ onSay, onClose }: Omit<Props, 'dose'>) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const isWrong = text.trim() === '';
  return (
    <SmallForm
      isWrong={isWrong}
      act={t('dose.save')}
      onDo={() => onSay({ kind: 'not-given', reason: 'other', text: text.trim() })}
      onClose={onClose}
    >
      {(isTold) => (
        <TextField
          label={t('dose.reason.which')}
          autoComplete="off"
          value={text}
          error={isTold && isWrong ? t('dose.reason.needed') : undefined}
          onChange={(event) => setText(event.target.value)}
          autoFocus
        />
      )}
    </SmallForm>
  );
}

type FormProps = {
  isWrong: boolean;
  act: string;
  onDo: () => void;
  onClose: () => void;
  /** Given whether what is wrong is told: not before the user has tried. */
  children: (isTold: boolean) => ReactNode;
};

/** One or two fields under a dose. */
export function SmallForm({ isWrong, act, onDo, onClose, children }: FormProps) {
  const { t } = useTranslation();
  const [isTold, setTold] = useState(false);
  return (
    <form
      className="ej-dose-part"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTold(true);
        if (!isWrong) onDo();
      }}
    >
      {children(isTold)}
      <div className="ej-dose-part-acts">
        <Button type="submit">{act}</Button>
        <Button type="button" variant="tertiary" onClick={onClose}>
          {t('dose.cancel')}
        </Button>
      </div>
    </form>
  );
}
