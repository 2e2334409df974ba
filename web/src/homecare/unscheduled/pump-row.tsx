import { ClockDashedIcon, ExclamationmarkTriangleIcon } from '@navikt/aksel-icons';
import { Button, TextField } from '@navikt/ds-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Quantity } from '../../shared/fhir/types.ts';
import { shortDateTime } from '../../shared/format/date.ts';
import { numberText, quantityText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { SmallForm } from '../doses/dose-forms.tsx';
import type { Filling } from './record-unscheduled.ts';
import { type Given, type Medicine, type PumpNow, pumpNow, timeOf } from './unscheduled.ts';

/** So long before it is empty somebody must have thought of it: the next visit may be tomorrow. */
const SOON_MS = 12 * 3_600_000;

type Props = {
  medicine: Medicine;
  onStart: (filling: Filling) => void;
  onChange: (now: Given, filling: Filling) => void;
  onStop: (now: Given, why: string) => void;
  hindrance: string | undefined;
  mark: ReactNode;
};

/** An infusion pump at home: its rate, what is left and when it is empty; started, changed and stopped. */
export function PumpRow({ medicine, onStart, onChange, onStop, hindrance, mark }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [form, setForm] = useState<'start' | 'change' | 'stop' | undefined>();
  const now = Date.now();
  const pump = pumpNow(medicine, now);
  const { running, left, rates } = pump;
  const close = () => setForm(undefined);
  const when = (at: number) => shortDateTime(new Date(at).toISOString(), language);
  const rate = running?.dosage?.rateQuantity;
  const unit = running?.dosage?.dose?.unit ?? '';
  const isAnother = running !== undefined && rates !== undefined && !isOf(rate, pump);
  return (
    <li className="ej-dose ej-pump">
      <div className="ej-dose-what">
        <div className="ej-strong">{medicine.medication}</div>
        <div className="ej-meta ej-num">
          {running === undefined
            ? t('pump.ordered', { rate: ratesText(pump, language) })
            : t('pump.runs', { rate: quantityText(rate, language), when: when(timeOf(running)) })}
          {mark}
        </div>
        {left !== undefined && (
          <div className="ej-meta ej-num">
            {t('pump.left', { left: `${numberText(Math.round(left.left * 10) / 10, language)} ${unit}` })}{' '}
            <span className={left.emptyAt - now < SOON_MS ? 'ej-dose-late' : undefined}>
              {t(left.emptyAt <= now ? 'pump.isEmpty' : 'pump.empty', { when: when(left.emptyAt) })}
            </span>
          </div>
        )}
        {running?.waiting !== undefined && (
          <div className="ej-meta">
            <ClockDashedIcon aria-hidden /> {t('dose.waits')}
          </div>
        )}
      </div>
      {running !== undefined && (!medicine.isStanding || isAnother) && (
        <div className="ej-pump-stop" role="alert">
          <ExclamationmarkTriangleIcon aria-hidden />
          {medicine.isStanding ? t('pump.other', { rate: ratesText(pump, language) }) : t('pump.over')}
        </div>
      )}
      {hindrance !== undefined ? (
        <span className="ej-meta ej-dose-hindrance">{hindrance}</span>
      ) : (
        form === undefined && (
          <div className="ej-pump-acts">
            {running === undefined && medicine.isStanding && (
              <Button
                variant="secondary"
                aria-label={t('pump.startWhat', { what: medicine.medication })}
                onClick={() => setForm('start')}
              >
                {t('pump.start')}
              </Button>
            )}
            {running !== undefined && medicine.isStanding && (
              <Button
                variant="secondary"
                aria-label={t('pump.changeWhat', { what: medicine.medication })}
                onClick={() => setForm('change')}
              >
                {t('pump.change')}
              </Button>
            )}
            {running !== undefined && (
              <Button
                variant="secondary"
                aria-label={t('pump.stopWhat', { what: medicine.medication })}
                onClick={() => setForm('stop')}
              >
                {t('pump.stop')}
              </Button>
            )}
          </div>
        )
      )}
      {(form === 'start' || form === 'change') && rates !== undefined && hindrance === undefined && (
        <FillForm
          pump={pump}
          isChange={form === 'change'}
          onClose={close}
          onFill={(filling) => {
            if (running === undefined) onStart(filling);
            else onChange(running, filling);
            close();
          }}
        />
      )}
      {form === 'stop' && running !== undefined && (
        <StopForm
          onClose={close}
          onStop={(why) => {
            onStop(running, why);
            close();
          }}
        />
      )}
    </li>
  );
}

function isOf(rate: Quantity | undefined, { rates }: PumpNow): boolean {
  const value = Number(rate?.value);
  return rates !== undefined && value >= rates.low * (1 - 1e-9) && value <= rates.high * (1 + 1e-9);
}

function ratesText({ rates }: PumpNow, language: 'nb' | 'nn' | 'en'): string {
  if (rates === undefined) return '';
  const high = { ...rates.quantity, value: rates.high } as Quantity;
  const text = quantityText(high, language);
  return rates.low === rates.high ? text : `${numberText(rates.low, language)}–${text}`;
}

type FillProps = { pump: PumpNow; isChange: boolean; onFill: (filling: Filling) => void; onClose: () => void };

function FillForm({ pump, isChange, onFill, onClose }: FillProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { rates, left, running } = pump;
  const quantity = rates?.quantity as Quantity;
  const isRange = rates !== undefined && rates.low !== rates.high;
  const volumeUnit = String(quantity.unit ?? quantity.code ?? '').split('/')[0];
  const said = (value: number | undefined) =>
    value === undefined ? '' : numberText(Math.round(value * 10) / 10, language);
  const [volume, setVolume] = useState(() => said(left?.left));
  const [rate, setRate] = useState(() => said((isRange && running?.dosage?.rateQuantity?.value) || rates?.low));
  const number = (text: string) => Number(text.replace(',', '.'));
  const isVolumeWrong = !(number(volume) > 0);
  const isRateWrong = !isOf({ value: number(rate) }, pump);
  return (
    <SmallForm
      isWrong={isVolumeWrong || isRateWrong}
      act={t(isChange ? 'pump.change' : 'pump.start')}
      onDo={() => onFill({ volume: number(volume), rate: { ...quantity, value: number(rate) } })}
      onClose={onClose}
    >
      {(isTold) => (
        <>
          <TextField
            label={t('pump.volume', { unit: volumeUnit })}
            inputMode="decimal"
            autoComplete="off"
            value={volume}
            error={isTold && isVolumeWrong ? t('pump.volumeWrong') : undefined}
            onChange={(event) => setVolume(event.target.value)}
            autoFocus
          />
          <TextField
            label={t('pump.rate', { unit: quantity.unit ?? '' })}
            description={t('pump.ordered', { rate: ratesText(pump, language) })}
            inputMode="decimal"
            autoComplete="off"
            value={rate}
            error={isTold && isRateWrong ? t('pump.rateWrong', { rate: ratesText(pump, language) }) : undefined}
            onChange={(event) => setRate(event.target.value)}
          />
        </>
      )}
    </SmallForm>
  );
}

function StopForm({ onStop, onClose }: { onStop: (why: string) => void; onClose: () => void }) {
  const { t } = useTranslation();
  const [why, setWhy] = useState('');
  const isWrong = why.trim() === '';
  return (
    <SmallForm isWrong={isWrong} act={t('pump.stop')} onDo={() => onStop(why.trim())} onClose={onClose}>
      {(isTold) => (
        <TextField
          label={t('pump.why')}
          autoComplete="off"
          value={why}
          error={isTold && isWrong ? t('pump.whyNeeded') : undefined}
          onChange={(event) => setWhy(event.target.value)}
          autoFocus
        />
      )}
    </SmallForm>
  );
}
