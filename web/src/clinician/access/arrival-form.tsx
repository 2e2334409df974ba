import { Button, Radio, RadioGroup } from '@navikt/ds-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useArrival } from '../../shared/access/use-access.ts';
import { FailureNotice } from './failure-notice.tsx';

/** The ordinary way in: the person has come or has telephoned, and somebody has made sure who it is. */
export function ArrivalForm({ id, ways }: { id: string; ways: readonly string[] }) {
  const { t } = useTranslation();
  const arrival = useArrival(id);
  const [way, setWay] = useState<string>();
  const [isAsked, setIsAsked] = useState(false);
  const register = () => {
    setIsAsked(true);
    if (way !== undefined) arrival.mutate(way);
  };
  return (
    <section className="ej-card ej-refused-card">
      <h2>{t('access.ordinary')}</h2>
      <RadioGroup
        legend={t('access.identified')}
        size="small"
        value={way ?? ''}
        onChange={(value: string) => setWay(value)}
        error={isAsked && way === undefined ? t('access.identifiedMissing') : undefined}
      >
        {ways.map((one) => (
          <Radio key={one} value={one}>
            {t(`access.identified.${one}` as 'access.identified.document')}
          </Radio>
        ))}
      </RadioGroup>
      <Button type="button" onClick={register} loading={arrival.isPending}>
        {t('access.arrived')}
      </Button>
      <p className="ej-meta">{t('access.arrivedHint')}</p>
      {arrival.isError && <FailureNotice error={arrival.error} />}
    </section>
  );
}
