import { ExternalLinkIcon } from '@navikt/aksel-icons';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type App, launchApp, launchableApps } from './launch-apps.ts';

/** Apps of others that can be opened in this record; nothing where there are none. */
export function RecordApps({ id }: { id: string }) {
  const { t } = useTranslation();
  const [failed, setFailed] = useState(false);
  const apps = useQuery({
    queryKey: ['apps'],
    queryFn: ({ signal }) => launchableApps(signal),
    staleTime: 5 * 60_000,
    retry: false,
  });
  const open = async (app: App) => {
    // Opened at once, for a browser blocks what is opened after an answer has come.
    const tab = window.open('about:blank', '_blank');
    if (tab !== null) tab.opener = null;
    setFailed(false);
    try {
      const url = await launchApp(id, app.client);
      if (tab === null) window.location.assign(url);
      else tab.location.replace(url);
    } catch {
      tab?.close();
      setFailed(true);
    }
  };
  if (apps.data === undefined || apps.data.length === 0) return null;
  return (
    <>
      {apps.data.map((app) => (
        <li key={app.client}>
          <button
            type="button"
            className="ej-nav-link"
            title={t('record.openApp', { app: app.name, publisher: app.publisher })}
            onClick={() => void open(app)}
          >
            <ExternalLinkIcon aria-hidden fontSize="1.125rem" />
            <span className="ej-nav-text">{app.name}</span>
          </button>
        </li>
      ))}
      {failed && (
        <li>
          <span role="alert" className="ej-meta">
            {t('record.appFailed')}
          </span>
        </li>
      )}
    </>
  );
}
