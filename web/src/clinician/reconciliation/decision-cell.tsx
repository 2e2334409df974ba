import { Select, TextField } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { dosageText } from '../../shared/resource/dosage.ts';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { type Decided, dosesIn, nameOf, offList, onList, wrongWith } from './decided.ts';
import type { Row } from './use-sources.ts';

const reasons = ['A', 'L', 'M', 'I', 'S', 'X'] as const;

type Props = { row: Row; decided: Decided; decide: (part: Partial<Decided>) => void };

/** What becomes of a medicine, in one click; and what a change or a stop must say besides. */
export function DecisionCell({ row, decided, decide }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const what = nameOf(row);
  const { decision, typed, reason, stopReason } = decided;
  const isDosed = decision === 'change' || decision === 'add';
  const doses = isDosed ? dosesIn(row, typed) : undefined;
  const wrong =
    typed.trim() === '' ? undefined : doses === undefined ? t('order.unread') : wrongWith(row, typed, language);
  const label = (key: 'reconcile.newDose' | 'reconcile.reason' | 'reconcile.stopReason') => (
    <>
      {t(key)}
      <span className="ej-sr"> {what}</span>
    </>
  );
  return (
    <div className="ej-decision">
      <fieldset className="ej-choices">
        <legend className="ej-sr">{t('reconcile.decisionOf', { what })}</legend>
        {(row.order ? onList : offList).map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={decision === one}
            onClick={() => decide({ decision: decision === one ? undefined : one })}
          >
            {t(`reconcile.${one}`)}
            <span className="ej-sr"> {what}</span>
          </button>
        ))}
      </fieldset>
      {isDosed && (
        <TextField
          label={label('reconcile.newDose')}
          size="small"
          autoComplete="off"
          maxLength={120}
          placeholder="1+0+1+0"
          value={typed}
          onChange={(event) => decide({ typed: event.target.value })}
          error={wrong}
        />
      )}
      {doses && wrong === undefined && (
        <p className="ej-meta">
          <Voiced>{dosageText(doses, language, t)}</Voiced>
        </p>
      )}
      {decision === 'stop' && (
        <Select
          label={label('reconcile.stopReason')}
          size="small"
          value={stopReason}
          onChange={(event) => decide({ stopReason: event.target.value })}
        >
          <option value="">{t('reconcile.choose')}</option>
          {reasons.map((one) => (
            <option key={one} value={one}>
              {t(`medication.stop.${one}`)}
            </option>
          ))}
        </Select>
      )}
      {(isDosed || decision === 'stop' || decision === 'leave') && (
        <TextField
          label={label('reconcile.reason')}
          size="small"
          maxLength={200}
          value={reason}
          onChange={(event) => decide({ reason: event.target.value })}
        />
      )}
    </div>
  );
}
