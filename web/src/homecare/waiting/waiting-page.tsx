import '../../shared/outbox/outbox.css';
import { CheckmarkCircleFillIcon, ClockDashedIcon } from '@navikt/aksel-icons';
import { Button } from '@navikt/ds-react';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { timeOf } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { OfflineNote } from '../../shared/outbox/offline-note.tsx';
import { outbox } from '../../shared/outbox/own-outbox.ts';
import type { Sending } from '../../shared/outbox/sending.ts';
import { useOutbox } from '../../shared/outbox/use-outbox.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Troubles } from '../doses/troubles.tsx';

/** All that was done here and is not stored yet, what must be answered, and what has just been stored. */
export function WaitingPage() {
  const { t } = useTranslation();
  const { waiting, sent } = useOutbox();
  useEffect(() => {
    document.title = `${t('outbox.title')} – Enjournal`;
  }, [t]);
  const plain = waiting.filter(({ trouble }) => trouble === undefined);
  return (
    <main id="content" className="ej-waiting" tabIndex={-1}>
      <h1 className="ej-title">{t('outbox.title')}</h1>
      <OfflineNote />
      <Troubles />
      <Card
        title={t('outbox.title')}
        count={plain.length}
        action={
          plain.length > 0 && (
            <Button size="small" variant="tertiary" onClick={() => void outbox.flush()}>
              {t('outbox.tryNow')}
            </Button>
          )
        }
      >
        {plain.length === 0 ? (
          <p className="ej-card-body ej-meta">{t('outbox.none')}</p>
        ) : (
          <ul className="ej-doses" aria-label={t('outbox.title')}>
            {plain.map((one) => (
              <li key={one.key} className="ej-waiting-row">
                <Words of={one} />
                <ClockDashedIcon title={t('outbox.waits')} />
              </li>
            ))}
          </ul>
        )}
      </Card>
      {sent.length > 0 && (
        <Card title={t('outbox.sent')} count={sent.length}>
          <ul className="ej-doses" aria-label={t('outbox.sent')}>
            {[...sent].reverse().map((one) => (
              <li key={`${one.key} ${one.at}`} className="ej-waiting-row">
                <Words of={one} isStored />
                <CheckmarkCircleFillIcon aria-hidden style={{ color: 'var(--ax-text-success-subtle)' }} />
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Link to="/" className="ej-link">
        {t('outbox.back')}
      </Link>
    </main>
  );
}

function Words({ of, isStored = false }: { of: Sending; isStored?: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const time = timeOf(new Date(of.at).toISOString(), language);
  return (
    <div>
      <div className="ej-strong">{of.what}</div>
      <div className="ej-meta ej-num">
        {of.who} · {t(isStored ? 'outbox.sent.at' : 'outbox.on', { time })}
      </div>
      {of.isKept === false && <div className="ej-dose-late">{t('outbox.unkept')}</div>}
    </div>
  );
}
