import { Button } from '@navikt/ds-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { giveFocus } from '../shared/keyboard/focus.ts';
import { countOnDevice } from '../shared/outbox/device-store.ts';
import { type ProviderId, startLogOn } from '../shared/session/session.ts';
import { DoorFrame } from './door-frame.tsx';
import { ReadWithoutNetwork } from './read-without-network.tsx';
import { type Arrival, Why } from './why.tsx';

type Props = { providers: readonly ProviderId[]; arrival: Arrival; hasEnded: boolean };

/** The door: one way in for staff, one for citizens, and why the last try did not succeed. */
export function SignIn({ providers, arrival, hasEnded }: Props) {
  const { t } = useTranslation();
  const [leaving, setLeaving] = useState<ProviderId>();
  const heading = useRef<HTMLHeadingElement>(null);
  // who has logged out is told where they are now
  useEffect(() => {
    if (hasEnded && heading.current) giveFocus(heading.current);
  }, [hasEnded]);
  const leave = (provider: ProviderId) => {
    setLeaving(provider);
    startLogOn({ provider }, arrival.returnTo);
  };
  return (
    <DoorFrame title={t('door.signIn')}>
      <h1 ref={heading}>{t('door.title')}</h1>
      <p>{t('door.text')}</p>
      {providers.length === 0 && <p>{t('door.closed')}</p>}
      <div className="ej-door-ways">
        {providers.map((provider, index) => (
          <div key={provider}>
            <Button
              variant={index === 0 ? 'primary' : 'secondary'}
              loading={leaving === provider}
              onClick={() => leave(provider)}
            >
              {t(`door.${provider}`)}
            </Button>
            <span className="ej-meta">{t(`door.${provider}.for`)}</span>
          </div>
        ))}
      </div>
      <Why failure={arrival.failure} otherwise={hasEnded ? t('door.ended') : undefined} />
    </DoorFrame>
  );
}

/** The server did not answer at all. */
export function Unreachable({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation();
  const waiting = countOnDevice();
  useEffect(() => {
    window.addEventListener('online', onRetry);
    return () => window.removeEventListener('online', onRetry);
  }, [onRetry]);
  return (
    <DoorFrame title={t('door.signIn')}>
      <h1>{t('door.title')}</h1>
      <p role="alert">{t('door.unreachable')}</p>
      {waiting > 0 && <p>{t('outbox.device', { count: waiting })}</p>}
      <Button onClick={onRetry}>{t('door.retry')}</Button>
      <ReadWithoutNetwork isUnreached />
    </DoorFrame>
  );
}
