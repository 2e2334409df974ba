import { codes } from '@enjournal/server/care/plan';
import { Button, Select } from '@navikt/ds-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { matchesOf, search, update } from '../../shared/fhir/client.ts';
import type { Reference, Resource } from '../../shared/fhir/types.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useKept } from '../../shared/session/kept.ts';
import { FailureNotice } from '../access/failure-notice.tsx';
import { OwnerField } from '../work/owner-field.tsx';
import { operate, type PathwayStep, textIn } from './plan-data.ts';
import { usePlanAct } from './use-plan-act.ts';

type Props = {
  id: string;
  step: PathwayStep;
  /** A unit has said no to it: it is asked of another one. */
  isRefused?: boolean;
};

/** None of those that the register has of this kind, but one that is searched for. */
const elsewhere = 'elsewhere';

const named = (units: readonly (Resource & { name?: string })[], id: string): Reference => {
  const display = units.find((one) => one.id === id)?.name;
  return { reference: `Organization/${id}`, ...(display === undefined ? {} : { display }) };
};

/** A step that the register found no receiver for, or that a unit has said no to, goes to the unit that is chosen here. */
export function ChooseUnit({ id, step, isRefused = false }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [chosen, setChosen] = useKept(`pathway unit ${step.id}`, '');
  const types = (step.performerType ?? []).flatMap(({ coding = [] }) =>
    coding.flatMap(({ system, code }) => (system === codes.serviceKind ? [] : `${system}|${code}`)),
  );
  const units = useQuery({
    queryKey: ['units of', types],
    enabled: types.length > 0,
    staleTime: 10 * 60_000,
    queryFn: async ({ signal }) =>
      matchesOf(
        await search<Resource & { name?: string }>(
          'Organization',
          { type: types.join(','), active: 'true', _count: '200' },
          signal,
        ),
      ),
  });
  const others = (units.data ?? []).filter((one) => !isRefused || step.owner?.reference !== `Organization/${one.id}`);
  const all = others.sort((a, b) => (a.name ?? '').localeCompare(b.name ?? '', language));
  const [other, setOther] = useKept<Reference | undefined>(`pathway other ${step.id}`, undefined);
  const isSearching = all.length === 0 ? units.isFetched || types.length === 0 : chosen === elsewhere;
  const to: Reference | undefined = isSearching ? other : chosen ? named(all, chosen) : undefined;
  const send = usePlanAct(id, () => {
    if (to === undefined) throw new Error('nobody is chosen');
    if (isRefused) return operate(`Task/${step.id}/$redirect`, [{ name: 'to', valueReference: to }]);
    const extension = (step.extension ?? []).filter(({ url }) => url !== codes.unresolved);
    const { extension: _unresolved, ...rest } = step;
    return update({
      ...rest,
      ...(extension.length === 0 ? {} : { extension }),
      owner: to,
    } as PathwayStep);
  });
  return (
    <div className="ej-preview-step ej-noprint">
      {all.length > 0 && (
        <Select
          label={t('pathway.preview.unit', { step: textIn(step, 'description', language) })}
          hideLabel
          size="small"
          value={chosen}
          onChange={(event) => setChosen(event.target.value)}
        >
          <option value="">{t(isRefused ? 'pathway.redirect' : 'pathway.preview.ours')}</option>
          {all.map((unit) => (
            <option key={unit.id} value={unit.id}>
              {unit.name}
            </option>
          ))}
          <option value={elsewhere}>{t('pathway.elsewhere')}</option>
        </Select>
      )}
      {isSearching && <OwnerField value={other} onChoose={setOther} isMissing={false} />}
      {to !== undefined && (
        <Button size="small" className="ej-xs" loading={send.isPending} onClick={() => send.mutate(undefined)}>
          {t('pathway.send')}
        </Button>
      )}
      {send.error && <FailureNotice error={send.error} />}
    </div>
  );
}
