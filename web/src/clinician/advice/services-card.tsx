import './advice.css';
import { Button, Checkbox, CheckboxGroup, Select } from '@navikt/ds-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import {
  askOperation,
  callOperation,
  type Parameter,
  parameterOf,
  parametersNamed,
} from '../../shared/fhir/parameters.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { tellDone } from '../../shared/ui/done.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';

type Organization = { id: string; display: string };
const key = ({ id }: Organization) => ['cds services', id] as const;
const waits = [500, 1000, 2000, 3000, 5000] as const;

/** Services of others that may advise our staff: what they ask to know, and what the organisation gives them, if anything. */
export function ServicesCard({ organization }: { organization: Organization }) {
  const { t } = useTranslation();
  const services = useQuery({
    queryKey: key(organization),
    retry: false,
    queryFn: ({ signal }) => askOperation(`Organization/${encodeURIComponent(organization.id)}/$cds-services`, signal),
  });
  const all = parametersNamed(services.data, 'party');
  return (
    <Card title={t('services.title')} count={all.length || undefined}>
      <p className="ej-card-body ej-meta">{t('services.lead', { name: organization.display })}</p>
      <Part of={services} what={t('services.what')} rows={2}>
        {(told) =>
          parametersNamed(told, 'party').length === 0 ? (
            <p className="ej-card-body ej-meta">{t('services.none')}</p>
          ) : (
            <ul className="ej-rules-list">
              {parametersNamed(told, 'party').map(({ part = [] }) => (
                <ServiceRow key={text(part, 'id')} part={part} organization={organization} />
              ))}
            </ul>
          )
        }
      </Part>
    </Card>
  );
}

const text = (part: readonly Parameter[] | undefined, name: string): string => {
  const one = parameterOf(part, name) as (Parameter & { valueUrl?: string }) | undefined;
  return one?.valueString ?? one?.valueCode ?? one?.valueUrl ?? '';
};

/** What the service asks for at any of its hooks, by name. */
function prefetchOf(part: readonly Parameter[]): [name: string, query: string][] {
  const all = parametersNamed(part, 'service').flatMap(({ part: of }) =>
    parametersNamed(of, 'prefetch').map(({ part: one }): [string, string] => [text(one, 'key'), text(one, 'query')]),
  );
  return [...new Map(all)];
}

function ServiceRow({ part, organization }: { part: Parameter[]; organization: Organization }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const id = text(part, 'id');
  const name = text(part, 'name');
  const isApproved = parameterOf(part, 'approved')?.valueBoolean === true;
  const asked = prefetchOf(part);
  const [isOpen, setOpen] = useKept(`service ${id}`, false);
  const [given, setGiven] = useKept<string[]>(`service given ${id}`, () =>
    parametersNamed(part, 'given').flatMap(({ valueString }) => valueString ?? []),
  );
  const [wait, setWait] = useKept(`service wait ${id}`, () => parameterOf(part, 'timeout')?.valueUnsignedInt ?? 2000);
  const act = useMutation({
    mutationFn: (active: boolean) =>
      callOperation(`Organization/${encodeURIComponent(organization.id)}/$approve-cds`, [
        { name: 'service', valueString: id },
        { name: 'active', valueBoolean: active },
        ...(active
          ? [
              ...given.map((valueString) => ({ name: 'prefetch', valueString })),
              { name: 'timeout', valueUnsignedInt: wait },
            ]
          : []),
      ]),
    onSuccess(told, active) {
      queries.setQueryData(key(organization), told);
      setOpen(false);
      tellDone(t(active ? 'services.approved' : 'services.ended', { name }));
    },
  });
  const hooks = parametersNamed(part, 'service').map(({ part: of }) => text(of, 'hook'));
  return (
    <li data-service={id}>
      <div>
        <span className="ej-strong">{name}</span> <span className="ej-meta">{text(part, 'url')}</span>
        <p className="ej-meta">
          {t('services.hooks', {
            hooks: [...new Set(hooks)].map((hook) => t(`services.hook.${hook}`, hook)).join(', '),
          })}
        </p>
      </div>
      <div>
        <span className="ej-tag">{t(isApproved ? 'services.on' : 'services.off')}</span>
      </div>
      <div>
        {!isOpen && (
          <button
            type="button"
            className="ej-link"
            aria-label={t(isApproved ? 'services.changeOne' : 'services.approveOne', { name })}
            onClick={() => setOpen(true)}
          >
            {t(isApproved ? 'services.change' : 'services.approve')}
          </button>
        )}
      </div>
      {act.error && (
        <div>
          <FailureNotice error={act.error} />
        </div>
      )}
      {isOpen && (
        <form
          className="ej-service-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            act.mutate(true);
          }}
        >
          {asked.length > 0 ? (
            <CheckboxGroup
              size="small"
              legend={t('services.given')}
              description={t('services.given.help')}
              value={given}
              onChange={setGiven}
            >
              {asked.map(([one, query]) => (
                <Checkbox key={one} value={one}>
                  {one} <span className="ej-meta ej-service-query">{query}</span>
                </Checkbox>
              ))}
            </CheckboxGroup>
          ) : (
            <p>{t('services.asksNothing')}</p>
          )}
          <Select
            label={t('services.timeout')}
            size="small"
            value={String(wait)}
            onChange={(event) => setWait(Number(event.target.value))}
          >
            {waits.map((ms) => (
              <option key={ms} value={ms}>
                {t('services.seconds', { count: ms / 1000 })}
              </option>
            ))}
          </Select>
          <p className="ej-meta">
            {t('services.keys')} <span className="ej-service-query">{text(part, 'keys')}</span>
          </p>
          <div className="ej-acts">
            <Button type="submit" size="small" loading={act.isPending}>
              {t(isApproved ? 'services.save' : 'services.approveOne', { name })}
            </Button>
            {isApproved && (
              <Button
                type="button"
                size="small"
                variant="secondary"
                disabled={act.isPending}
                onClick={() => act.mutate(false)}
              >
                {t('services.endOne', { name })}
              </Button>
            )}
            <Button type="button" size="small" variant="tertiary" onClick={() => setOpen(false)}>
              {t('advice.cancel')}
            </Button>
          </div>
        </form>
      )}
    </li>
  );
}
