import './outbox.css';
import { ArrowsSquarepathIcon, ClockDashedIcon, CloudFillIcon, CloudSlashIcon } from '@navikt/aksel-icons';
import { Link, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useIsOffline, useOutbox } from './use-outbox.ts';

/** In the app bar: on every page that does not show it itself, when there is something to say. */
export function SyncInBar() {
  const shown = useRouterState({ select: ({ location }) => /\/(besok|runde)$/.test(location.pathname) });
  const { waiting } = useOutbox();
  const isOffline = useIsOffline();
  return shown || (waiting.length === 0 && !isOffline) ? null : <SyncState />;
}

/** How it stands with what was done here: stored, on its way, waiting for network, or waiting for a person's answer. */
export function SyncState() {
  const { t } = useTranslation();
  const { waiting } = useOutbox();
  const isOffline = useIsOffline();
  const asking = waiting.filter(({ trouble }) => trouble !== undefined).length;
  const count = waiting.length - asking;
  const [state, Icon, text] =
    asking > 0
      ? (['asks', ArrowsSquarepathIcon, t('outbox.ask.count', { count: asking })] as const)
      : isOffline
        ? ([
            'offline',
            CloudSlashIcon,
            count === 0 ? t('outbox.offline') : t('outbox.offline.count', { count }),
          ] as const)
        : count > 0
          ? (['sending', ClockDashedIcon, t('outbox.sending', { count })] as const)
          : (['saved', CloudFillIcon, t('outbox.saved')] as const);
  return (
    <Link to="/venter" className="ej-sync" data-state={state}>
      <Icon aria-hidden />
      <span aria-live="polite">{text}</span>
      {isOffline && count > 0 && <span className="ej-sr">{t('outbox.count', { count })}</span>}
    </Link>
  );
}
