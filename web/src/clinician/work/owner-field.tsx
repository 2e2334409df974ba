import { Search } from '@navikt/ds-react';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useId, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { matchesOf, search, searchQuietly } from '../../shared/fhir/client.ts';
import type { PractitionerRole, Reference, Resource } from '../../shared/fhir/types.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { session } from '../../shared/session/session.ts';
import { useUnit } from './use-work.ts';

type Props = { value: Reference | undefined; onChoose: (to: Reference) => void; isMissing: boolean };
type Choice = { to: Reference; label: string; under: string };

const shown = 6;

/** To whom: those of the reader's unit, the unit itself, or any other unit by its name. */
export function OwnerField({ value, onChoose, isMissing }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const asked = useDeferredValue(text.trim().toLowerCase());
  const id = useId();
  const near = useNear();
  const { data: units = [] } = useQuery({
    queryKey: ['units-named', asked],
    enabled: asked.length > 1,
    queryFn: async ({ signal }) =>
      matchesOf(
        await searchQuietly<Resource & { name?: string }>(
          'Organization',
          { name: asked, _count: String(shown) },
          signal,
        ),
      ),
  });
  const others = units.map(
    ({ id: unit, name = '' }): Choice => ({
      to: { reference: `Organization/${unit}`, display: name },
      label: name,
      under: '',
    }),
  );
  const choices = [
    ...near.filter(({ label }) => label.toLowerCase().includes(asked)).slice(0, shown),
    ...(asked.length > 1 ? others.filter(({ to }) => !near.some((one) => one.to.reference === to.reference)) : []),
  ];
  return (
    <fieldset className="ej-work-owner" aria-describedby={`${id}-help`}>
      <legend>{t('work.to')}</legend>
      <Search size="small" variant="simple" label={t('work.to.search')} value={text} onChange={setText} />
      <div id={`${id}-help`} className="ej-meta">
        {t('work.to.help')}
      </div>
      <div className="ej-work-choices">
        {choices.map(({ to, label, under }) => (
          <label key={to.reference} className="ej-work-choice">
            <input type="radio" name={id} checked={value?.reference === to.reference} onChange={() => onChoose(to)} />
            <span>
              {label} {under && <span className="ej-meta">{under}</span>}
            </span>
          </label>
        ))}
      </div>
      {isMissing && <p className="ej-work-error">{t('work.to.missing')}</p>}
    </fieldset>
  );
}

/** The reader, the unit, and those who work there now. */
function useNear(): Choice[] {
  const { t } = useTranslation();
  const unit = useUnit();
  const current = useSyncExternalStore(session.subscribe, session.current);
  const own = current.state === 'open' ? current.employment?.id : undefined;
  const { data: colleagues = [] } = useQuery({
    queryKey: ['colleagues', unit?.reference],
    enabled: unit !== undefined,
    staleTime: 600_000,
    queryFn: async ({ signal }) =>
      matchesOf(
        await search<PractitionerRole>(
          'PractitionerRole',
          { organization: unit?.reference ?? '', active: 'true', _count: '100' },
          signal,
        ),
      ),
  });
  if (unit === undefined) return [];
  const people = colleagues
    .map(({ id, practitioner, code }): Choice => {
      const name = practitioner?.display ?? '';
      return {
        to: { reference: `PractitionerRole/${id}`, display: name },
        label: id === own ? t('work.to.me') : name,
        under: id === own ? name : conceptText(code?.[0]),
      };
    })
    .sort(
      (a, b) =>
        Number(b.label === t('work.to.me')) - Number(a.label === t('work.to.me')) ||
        a.label.localeCompare(b.label, 'nb'),
    );
  return [{ to: unit, label: t('work.to.unit', { name: unit.display }), under: '' }, ...people];
}
