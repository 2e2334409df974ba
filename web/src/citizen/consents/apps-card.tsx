import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { askOperation, callOperation, parameterOf, parametersNamed } from '../../shared/fhir/parameters.ts';
import { longDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { announce } from '../../shared/ui/announcer.tsx';
import { FailureNotice } from '../../shared/ui/failure-notice.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { useOwnPatient } from '../acting/use-acting.ts';
import { useSubject } from '../subject.ts';

/** The apps that the citizen has let in, what each may do, and the way to let it no more. */
export function AppsCard() {
  const { t } = useTranslation();
  const language = useLanguage();
  const own = useOwnPatient();
  const { isSelf } = useSubject();
  const queries = useQueryClient();
  const key = ['connected-apps', own];
  const found = useQuery({
    queryKey: key,
    enabled: isSelf && own !== '',
    queryFn: async ({ signal }) =>
      parametersNamed(await askOperation(`Patient/${own}/$connected-apps`, signal), 'connection').map(
        ({ part = [] }) => ({
          client: parameterOf(part, 'client')?.valueId ?? '',
          name: parameterOf(part, 'name')?.valueString ?? parameterOf(part, 'client')?.valueId ?? '',
          isActive: parameterOf(part, 'active')?.valueBoolean === true,
          since: parameterOf(part, 'changed')?.valueInstant,
        }),
      ),
  });
  const end = useMutation({
    mutationFn: (app: string) => callOperation(`Patient/${own}/$disconnect-app`, [{ name: 'app', valueId: app }]),
    onSuccess: () => {
      announce(t('me.saved'));
      return queries.invalidateQueries({ queryKey: key });
    },
  });
  if (!isSelf) return null;
  return (
    <section className="ej-c-card" aria-labelledby="apps">
      <h2 id="apps">{t('consents.apps')}</h2>
      <Part of={found} what={t('consents.apps.what')} rows={1}>
        {(apps) => {
          const now = apps.filter(({ isActive }) => isActive);
          return now.length === 0 ? (
            <p>{t('consents.apps.none')}</p>
          ) : (
            <ul className="ej-c-lines">
              {now.map(({ client, name, since }) => (
                <li key={client}>
                  <div className="ej-c-person">
                    <div>
                      <b>{name}</b>
                      <div className="ej-meta">{longDate(since, language)}</div>
                    </div>
                    <button
                      type="button"
                      className="ej-c-button"
                      aria-disabled={end.isPending}
                      onClick={() => !end.isPending && end.mutate(client)}
                    >
                      {t('consents.apps.end')}
                      <span className="ej-sr"> {name}</span>
                    </button>
                  </div>
                </li>
              ))}
            </ul>
          );
        }}
      </Part>
      {end.isError && <FailureNotice error={end.error} />}
      <a className="ej-c-more" href="/oauth/apps" target="_blank" rel="noopener">
        {t('consents.apps.all')}
      </a>
    </section>
  );
}
