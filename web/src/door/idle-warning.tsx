import { Button } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { useActivity } from '../shared/session/activity.ts';
import { type OpenSession, tellActivity } from '../shared/session/session.ts';

/** Says in time that the screen is about to lock. Any key or movement is enough to stay; the button says so. */
export function IdleWarning({ open }: { open: OpenSession }) {
  const { t } = useTranslation();
  const seconds = useActivity(open);
  // Told once in full, then each half minute: a reader of screens must not hear every second of it.
  const said = seconds === undefined ? undefined : Math.ceil(seconds / 30) * 30;
  return (
    <div className="ej-idle ej-noprint" data-shown={seconds !== undefined}>
      <span className="ej-sr" role="status">
        {said !== undefined && t('idle.soon', { seconds: said })}
      </span>
      {seconds !== undefined && (
        <>
          <span aria-hidden>{t('idle.soon', { seconds })}</span>
          <Button size="small" variant="secondary" onClick={() => void tellActivity().catch(() => undefined)}>
            {t('idle.stay')}
          </Button>
        </>
      )}
    </div>
  );
}
