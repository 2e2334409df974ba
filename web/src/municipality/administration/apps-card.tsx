import { Button } from '@navikt/ds-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { FailureNotice } from '../../clinician/access/failure-notice.tsx';
import { askOperation, callOperation, parametersNamed } from '../../shared/fhir/parameters.ts';
import { shortDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { flagOf, textOf, textsOf } from '../parts.ts';

type App = {
  client: string;
  name: string;
  publisher: string | undefined;
  description: string | undefined;
  scopes: string[];
  /** What a system is for: its purpose, and the register that it collects for. */
  uses: Use[];
  isApproved: boolean;
  until: string | undefined;
};

const uses = [
  ...(['TREAT', 'COC', 'HQUALIMP', 'HRESCH', 'HOPERAT', 'AUDIT', 'SYSADMIN'] as const),
  ...(['quality-registers', 'kjernejournal'] as const),
] as const;
type Use = (typeof uses)[number];

async function readApps(organization: string, signal: AbortSignal): Promise<App[]> {
  const told = await askOperation(`Organization/${encodeURIComponent(organization)}/$apps`, signal);
  return parametersNamed(told, 'app').map(({ part }) => {
    const [approval] = parametersNamed(part, 'approval');
    return {
      client: textOf(part, 'client') ?? '',
      name: textOf(part, 'name') ?? '',
      publisher: textOf(part, 'publisher'),
      description: textOf(part, 'description'),
      scopes: textsOf(part, 'scope'),
      uses: uses.filter((one) => one === textOf(part, 'purpose') || one === textOf(part, 'register')),
      isApproved: flagOf(approval?.part, 'active'),
      until: textOf(approval?.part, 'until'),
    };
  });
}

/** Apps of others, and which of them the staff of the organisation may use. */
export function AppsCard({ organization }: { organization: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const apps = useQuery({
    queryKey: ['apps', organization],
    queryFn: ({ signal }) => readApps(organization, signal),
  });
  const change = useMutation({
    mutationFn: ({ client, isApproved }: App) =>
      callOperation(
        `Organization/${encodeURIComponent(organization)}/${isApproved ? '$withdraw-app' : '$approve-app'}`,
        [{ name: 'app', valueString: client }],
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['apps', organization] }),
  });
  return (
    <Card title={t('admin.apps')} count={apps.data?.length || undefined}>
      {change.isError && (
        <div className="ej-part-note">
          <FailureNotice error={change.error} />
        </div>
      )}
      <Part of={apps} what={t('admin.apps.what')} rows={2}>
        {(all) =>
          all.length === 0 ? (
            <div className="ej-card-body">
              <p>{t('admin.appsNone')}</p>
            </div>
          ) : (
            <ul className="ej-rows" aria-label={t('admin.apps')}>
              {all.map((app) => (
                <li key={app.client} className="ej-mun-app">
                  <div>
                    <span className="ej-strong">{app.name}</span> <span className="ej-meta">{app.publisher}</span>
                    {app.description && <p className="ej-meta">{app.description}</p>}
                    {app.uses.length > 0 && (
                      <p className="ej-meta">
                        {t('admin.app.purpose')}: {app.uses.map((one) => t(`admin.app.${one}`)).join(', ')}
                      </p>
                    )}
                    <p className="ej-meta ej-mun-scopes">
                      {t('admin.app.scopes')}: {app.scopes.join(' ')}
                    </p>
                  </div>
                  <div className="ej-mun-app-end">
                    <span className="ej-tag" data-outcome={app.isApproved ? 'justified' : undefined}>
                      {app.isApproved ? t('admin.app.approved') : t('admin.app.notApproved')}
                      {app.isApproved &&
                        app.until &&
                        ` ${t('admin.app.until', { when: shortDate(app.until, language) })}`}
                    </span>
                    <Button
                      className="ej-xs"
                      size="small"
                      variant="secondary"
                      loading={change.isPending && change.variables.client === app.client}
                      aria-label={t(app.isApproved ? 'admin.app.withdrawFor' : 'admin.app.approveFor', {
                        name: app.name,
                      })}
                      onClick={() => change.mutate(app)}
                    >
                      {app.isApproved ? t('admin.app.withdraw') : t('admin.app.approve')}
                    </Button>
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Part>
    </Card>
  );
}
