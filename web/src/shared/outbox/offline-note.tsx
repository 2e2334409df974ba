import './outbox.css';
import { CloudSlashIcon } from '@navikt/aksel-icons';
import { useTranslation } from 'react-i18next';
import { timeOf } from '../format/date.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { useIsOffline } from './use-outbox.ts';

/** Calm, and grey: there is no network, and work goes on. `unread`: what is asked for has never been here. */
export function OfflineNote({ unread = false, updatedAt }: { unread?: boolean; updatedAt?: number | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (!useIsOffline()) return null;
  return (
    <section className="ej-offline" role="status">
      <CloudSlashIcon aria-hidden />
      <div>
        <div className="ej-strong">{t('outbox.note.title')}</div>
        {t(unread ? 'outbox.note.unread' : 'outbox.note.text')}
        {updatedAt !== undefined && updatedAt > 0 && (
          <div className="ej-meta">
            {t('outbox.note.asOf', { time: timeOf(new Date(updatedAt).toISOString(), language) })}
          </div>
        )}
      </div>
    </section>
  );
}
