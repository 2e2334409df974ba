import { CheckmarkIcon } from '@navikt/aksel-icons';
import { Checkbox, CheckboxGroup } from '@navikt/ds-react';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { FhirFailure } from '../../shared/fhir/client.ts';
import { callOperation, type Parameter, parameterOf, parametersNamed } from '../../shared/fhir/parameters.ts';
import type { Reference } from '../../shared/fhir/types.ts';
import { shortDateTime } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { sourcesKey } from './use-sources.ts';

type Props = {
  id: string;
  /** What would be signed. */
  parameters: readonly Parameter[];
  /** How many are decided, and how many are not. */
  done: number;
  left: number;
  units: readonly Reference[];
  notify: readonly string[];
  onNotify: (references: string[]) => void;
  /** Not signed yet, nor being signed. */
  isOpen: boolean;
  sign: ReactNode;
};

const kinds = ['keep', 'change', 'stop', 'add', 'ask'] as const;

/** What a signature will do, worked out by the server with the code that does it. */
export function Consequences({ id, parameters, done, left, units, notify, onNotify, isOpen, sign }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const asked = useDeferredValue(parameters);
  const dry = useQuery({
    // the versions of the orders are part of what is asked: when they change, it is asked anew
    queryKey: ['reconcile', id, asked],
    enabled: isOpen && done > 0,
    placeholderData: keepPreviousData,
    async queryFn() {
      try {
        return await callOperation(`Patient/${id}/$reconcile`, [...asked, { name: 'dryRun', valueBoolean: true }]);
      } catch (error) {
        // somebody else was first: with the list as it stands now it is asked anew, and nothing is told meanwhile
        if (error instanceof FhirFailure && error.kind === 'stale') {
          await queries.invalidateQueries({ queryKey: sourcesKey(id) });
        }
        throw error;
      }
    },
  });
  return (
    <Card title={t('reconcile.will')}>
      <div className="ej-card-body">
        {done > 0 && dry.isError && <FailureNotice error={dry.error} />}
        {done > 0 && !dry.isError && (
          <Part of={dry} what={t('reconcile.willWhat')} rows={2}>
            {(told) => {
              const count = (name: string) => parameterOf(told, name)?.valueUnsignedInt ?? 0;
              const first = parameterOf(told, 'firstDose')?.valueInstant;
              return (
                <ul className="ej-will">
                  <Will>{t('reconcile.will.list', { count: count('onList') })}</Will>
                  {kinds.map(
                    (kind) =>
                      count(kind) > 0 && <Will key={kind}>{t(`reconcile.will.${kind}`, { count: count(kind) })}</Will>,
                  )}
                  {parametersNamed(told, 'changed').map(({ valueString }) => (
                    <Will key={valueString}>{valueString}</Will>
                  ))}
                  {first && <Will>{t('reconcile.will.first', { when: shortDateTime(first, language) })}</Will>}
                  {count('fallAway') > 0 && <Will>{t('reconcile.will.fallAway', { count: count('fallAway') })}</Will>}
                  {parametersNamed(told, 'told').map(({ valueReference }) => (
                    <Will key={valueReference?.reference}>
                      {t('reconcile.will.told', { who: valueReference?.display ?? valueReference?.reference })}
                    </Will>
                  ))}
                </ul>
              );
            }}
          </Part>
        )}
        {units.length > 0 && (
          <CheckboxGroup legend={t('reconcile.notify')} size="small" value={[...notify]} onChange={onNotify}>
            {units.map(({ reference, display }) => (
              <Checkbox key={reference} value={reference}>
                {display}
              </Checkbox>
            ))}
          </CheckboxGroup>
        )}
        {left > 0 && <p className="ej-strong">{t('reconcile.left', { count: left })}</p>}
        <div className="ej-acts ej-sign">{sign}</div>
      </div>
    </Card>
  );
}

const Will = ({ children }: { children: ReactNode }) => (
  <li>
    <CheckmarkIcon aria-hidden /> <span>{children}</span>
  </li>
);
