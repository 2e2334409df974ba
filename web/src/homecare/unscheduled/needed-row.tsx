import { CheckmarkCircleFillIcon, ClockDashedIcon } from '@navikt/aksel-icons';
import { Button, TextField } from '@navikt/ds-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Quantity } from '../../shared/fhir/types.ts';
import { shortDateTime } from '../../shared/format/date.ts';
import { numberText, quantityText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { SmallForm } from '../doses/dose-forms.tsx';
import { type Given, type Medicine, neededNow, timeOf } from './unscheduled.ts';

/** So long after it was given a tap is still undone here. */
const UNDO_MS = 30 * 60_000;

type Props = {
  medicine: Medicine;
  onGive: (what: { dose: Quantity | undefined; reason: string }) => void;
  onUndo: (given: Given) => void;
  /** Why this user may not give it; then nothing is offered. */
  hindrance: string | undefined;
  mark: ReactNode;
};

/** What is taken as needed: what for, what is left, from when the next may be given; two taps when it is for what the order says. */
export function NeededRow({ medicine, onGive, onUndo, hindrance, mark }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const now = Date.now();
  const { left, next, dose, reason, most, last } = neededNow(medicine, now);
  const isNow = next <= now;
  const when = (at: number) => shortDateTime(new Date(at).toISOString(), language);
  const limit =
    most === undefined || left === undefined
      ? undefined
      : t('needed.left', {
          left: numberText(left, language),
          most: numberText(most.value, language),
          hours: numberText(most.hours, language),
        });
  return (
    <li className="ej-dose">
      <div className="ej-dose-what">
        <div className="ej-strong">{medicine.medication}</div>
        <div className="ej-meta ej-num">
          {[quantityText(dose, language), reason === '' ? t('needed.any') : t('needed.for', { reason }), limit]
            .filter(Boolean)
            .join(' · ')}
          {mark}
        </div>
        {last !== undefined && (
          <div className="ej-meta ej-num ej-needed-last">
            {last.waiting === undefined ? <CheckmarkCircleFillIcon aria-hidden /> : <ClockDashedIcon aria-hidden />}{' '}
            {t(last.waiting === undefined ? 'needed.last' : 'needed.lastWaits', { when: when(timeOf(last)) })}
            {now - timeOf(last) < UNDO_MS && (
              <>
                {' '}
                <button
                  type="button"
                  className="ej-link"
                  aria-label={t('dose.undoWhat', { what: medicine.medication })}
                  onClick={() => onUndo(last)}
                >
                  {t('dose.undo')}
                </button>
              </>
            )}
          </div>
        )}
      </div>
      {hindrance !== undefined ? (
        <span className="ej-meta ej-dose-hindrance">{hindrance}</span>
      ) : !medicine.isStanding ? (
        <span className="ej-meta ej-dose-hindrance">{t('needed.over')}</span>
      ) : isNow ? (
        !isOpen && (
          <div className="ej-dose-acts">
            <Button
              variant="secondary"
              aria-label={t('needed.giveWhat', { what: medicine.medication })}
              onClick={() => setOpen(true)}
            >
              {t('needed.give')}
            </Button>
          </div>
        )
      ) : (
        <span className="ej-needed-next ej-num">
          {Number.isFinite(next) ? t('needed.next', { when: when(next) }) : t('needed.never')}
        </span>
      )}
      {isOpen && isNow && hindrance === undefined && (
        <GiveForm
          dose={dose}
          reason={reason}
          onGive={(what) => {
            onGive(what);
            setOpen(false);
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </li>
  );
}

type FormProps = {
  dose: Quantity | undefined;
  reason: string;
  onGive: Props['onGive'];
  onClose: () => void;
};

function GiveForm({ dose, reason, onGive, onClose }: FormProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [why, setWhy] = useState(reason);
  const [amount, setAmount] = useState(() => (dose?.value === undefined ? '' : numberText(dose.value, language)));
  const value = Number(amount.replace(',', '.'));
  const isAmountWrong = dose !== undefined && !(value > 0);
  return (
    <SmallForm
      isWrong={why.trim() === '' || isAmountWrong}
      act={t('dose.give')}
      onDo={() => onGive({ dose: dose === undefined ? undefined : { ...dose, value }, reason: why.trim() })}
      onClose={onClose}
    >
      {(isTold) => (
        <>
          <TextField
            label={t('needed.why')}
            autoComplete="off"
            value={why}
            error={isTold && why.trim() === '' ? t('needed.whyNeeded') : undefined}
            onChange={(event) => setWhy(event.target.value)}
            autoFocus={reason === ''}
          />
          {dose !== undefined && (
            <TextField
              label={t('needed.amount', { unit: dose.unit ?? '' })}
              inputMode="decimal"
              autoComplete="off"
              value={amount}
              error={isTold && isAmountWrong ? t('needed.amountWrong') : undefined}
              onChange={(event) => setAmount(event.target.value)}
            />
          )}
        </>
      )}
    </SmallForm>
  );
}
