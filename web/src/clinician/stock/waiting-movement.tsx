import { Button, TextField } from '@navikt/ds-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { saidOf } from '../../shared/fhir/write.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useKept } from '../../shared/session/kept.ts';
import { tellDone } from '../../shared/ui/done.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { amountIn, countedText } from './amount.ts';
import { type StockLine, type StockMovement, usePlace, useSecond } from './use-stock.ts';

/** What a second person must sign, or what waits for one. What the first counted is not shown: both count for themselves. */
export function WaitingMovement({ of, line }: { of: StockMovement; line: StockLine }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { self } = usePlace();
  const second = useSecond(line, of, self);
  const [amount, setAmount] = useKept(`second amount ${of.resource.id}`, '');
  const [reason, setReason] = useKept(`second reason ${of.resource.id}`, '');
  const [said, setSaid] = useState<string>();
  const { resource, movement } = of;
  const isOwn = movement.signatures.some(({ who }) => who === self.reference);
  const isCount = movement.kind === 'count';
  const what = resource.suppliedItem?.itemCodeableConcept?.text ?? '';
  const sign = (event: FormEvent) => {
    event.preventDefault();
    const value = isCount ? amountIn(amount) : (movement.amount?.value ?? 0);
    if (value === undefined) return setSaid(t('stock.amountWrong'));
    second.mutate(
      { amount: value, reason: isCount ? reason : '' },
      {
        onError: (error) => setSaid(saidOf(error, [])[0]?.text),
        onSuccess: () => tellDone(t('stock.done')),
      },
    );
  };
  return (
    <li className="ej-stock-waiting">
      <div>
        <span className="ej-strong">{what}</span>{' '}
        <span className="ej-meta">
          {t(`stock.waits.${isCount ? 'count' : 'discard'}`, {
            amount: countedText(resource.suppliedItem?.quantity, language),
            why: movement.reason,
          })}
        </span>
      </div>
      {isOwn ? (
        <div className="ej-acts">
          <span className="ej-meta">{t('stock.waitsForOther')}</span>
          <Button
            type="button"
            size="small"
            variant="tertiary"
            className="ej-xs"
            loading={second.isPending}
            onClick={() => second.mutate({ amount: 0, reason: '', gives: 'up' })}
          >
            {t('stock.giveUp')}
          </Button>
        </div>
      ) : (
        <form className="ej-form" noValidate onSubmit={sign}>
          {isCount && (
            <div className="ej-form-pair">
              <TextField
                label={t('stock.yourCount', { unit: line.line.balance?.unit ?? '' })}
                size="small"
                inputMode="decimal"
                maxLength={11}
                value={amount}
                onChange={(event) => {
                  setAmount(event.target.value);
                  setSaid(undefined);
                }}
              />
              <TextField
                label={t('stock.differs')}
                size="small"
                maxLength={300}
                value={reason}
                onChange={(event) => {
                  setReason(event.target.value);
                  setSaid(undefined);
                }}
              />
            </div>
          )}
          <div role="alert">{said && <p className="ej-field-error">{said}</p>}</div>
          {second.error && said === undefined && <FailureNotice error={second.error} />}
          <div className="ej-acts">
            <Button type="submit" size="small" loading={second.isPending}>
              {t(isCount ? 'stock.signCount' : 'stock.signWitness')}
            </Button>
          </div>
        </form>
      )}
    </li>
  );
}
