import { PadlockLockedIcon } from '@navikt/aksel-icons';
import { Button } from '@navikt/ds-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { logOut, startLogOn } from '../shared/session/session.ts';
import { DoorFrame } from './door-frame.tsx';
import { ReadWithoutNetwork } from './read-without-network.tsx';
import { type Arrival, Why } from './why.tsx';

/** What is on show while the session is locked: whose it is, and nothing of what was open. */
export function LockScreen({ name, arrival }: { name: string; arrival: Arrival }) {
  const { t } = useTranslation();
  const [leaving, setLeaving] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  const unlock = () => {
    setLeaving(true);
    startLogOn({ unlock: true }, arrival.returnTo);
  };
  return (
    <DoorFrame title={t('lock.title')}>
      <h1>
        <PadlockLockedIcon aria-hidden fontSize="1.5rem" /> {t('lock.title')}
      </h1>
      <p>{t('lock.text', { name })}</p>
      <Button ref={button} loading={leaving} onClick={unlock}>
        {t('lock.unlock')}
      </Button>
      <Why failure={arrival.failure} />
      <ReadWithoutNetwork />
      <p className="ej-door-who">
        <button type="button" className="ej-link" onClick={() => void logOut().catch(() => undefined)}>
          {t('lock.other', { name })}
        </button>
      </p>
    </DoorFrame>
  );
}
