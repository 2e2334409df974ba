import { BellIcon, ClockDashedIcon, EyeSlashIcon, PersonSuitIcon } from '@navikt/aksel-icons';
import { Button, Radio, RadioGroup, Textarea } from '@navikt/ds-react';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Access, useEmergencyAccess } from '../../shared/access/use-access.ts';
import { FailureNotice } from './failure-notice.tsx';

type Offer = NonNullable<Access['emergency']>;

/** Emergency access: a coded reason and some words, what follows from it said before, and a button that says what it does. */
export function EmergencyForm({ id, offer }: { id: string; offer: Offer }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const heading = useId();
  const opening = useEmergencyAccess(id);
  const [reasonCode, setReasonCode] = useState<string>();
  const [reasonText, setReasonText] = useState('');
  const [isAsked, setIsAsked] = useState(false);
  const isTooShort = [...reasonText.trim()].length < offer.reasonLength;
  const open = () => {
    setIsAsked(true);
    if (reasonCode !== undefined && !isTooShort) opening.mutate({ reasonCode, reasonText: reasonText.trim() });
  };
  const { minutes, reasonLength } = offer;
  return (
    <section className="ej-card ej-emergency" aria-labelledby={heading}>
      <h2 id={heading}>{t('access.emergency')}</h2>
      <p>{t('access.emergencyOnly')}</p>
      <RadioGroup
        legend={t('access.reason')}
        size="small"
        className="ej-emergency-reasons"
        value={reasonCode ?? ''}
        onChange={(value: string) => setReasonCode(value)}
        error={isAsked && reasonCode === undefined ? t('access.reasonMissing') : undefined}
      >
        {offer.reasons.map((one) => (
          <Radio key={one} value={one}>
            {t(`access.reason.${one}` as 'access.reason.life-threatening')}
          </Radio>
        ))}
      </RadioGroup>
      <Textarea
        label={t('access.explain')}
        description={t('access.explainHint', { count: reasonLength })}
        value={reasonText}
        onChange={(event) => setReasonText(event.target.value)}
        size="small"
        minRows={2}
        maxLength={1000}
        error={isAsked && isTooShort ? t('access.explainShort', { count: reasonLength }) : undefined}
      />
      <ul className="ej-emergency-follows">
        <li>
          <ClockDashedIcon aria-hidden /> {t('access.follows.time', { count: minutes })}
        </li>
        <li>
          <BellIcon aria-hidden /> {t('access.follows.told')}
        </li>
        <li>
          <PersonSuitIcon aria-hidden /> {t('access.follows.review')}
        </li>
        <li>
          <EyeSlashIcon aria-hidden /> {t('access.follows.person')}
        </li>
      </ul>
      {opening.isError && <FailureNotice error={opening.error} />}
      <div className="ej-emergency-acts">
        <Button type="button" variant="secondary" onClick={() => void navigate({ to: '/' })}>
          {t('access.cancel')}
        </Button>
        <Button type="button" data-color="danger" onClick={open} loading={opening.isPending}>
          {t('access.openNow', { count: minutes })}
        </Button>
      </div>
    </section>
  );
}
