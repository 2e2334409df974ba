import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { matchesOf, search } from '../../shared/fhir/client.ts';
import { keyOf, localReference } from '../../shared/fhir/references.ts';
import type { DiagnosticReport, Observation, Resource } from '../../shared/fhir/types.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { ResourceDetail } from '../../shared/resource/resource-detail.tsx';
import type { Entry } from '../../shared/timeline/entries.ts';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { BlockEntry } from '../privacy/block-entry.tsx';
import { ValueList } from '../results/value-list.tsx';
import { toldOf } from './told.ts';

const isObservation = (one: Resource): one is Observation => one.resourceType === 'Observation';

/**
 * All that belongs to one thing that happened: what was written and by whom, what was measured, and what came of it.
 * @param isPreview nothing is read besides what is given, and nothing can be done with it
 */
export default function HappeningDetail({ entry: { lead, parts }, isPreview }: { entry: Entry; isPreview: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const missing = useMissingResults(isPreview ? undefined : lead, parts);
  const values = [...(isObservation(lead) ? [lead] : []), ...parts.filter(isObservation), ...missing];
  const others = parts.filter((one) => !isObservation(one) && one.resourceType !== 'Encounter');
  return (
    <>
      {lead.resourceType === 'DiagnosticReport' && <ValueList observations={values} />}
      {(!isObservation(lead) || values.length === 1) && <ResourceDetail of={lead} />}
      {lead.resourceType !== 'DiagnosticReport' && values.length > (isObservation(lead) ? 1 : 0) && (
        <ValueList observations={values} />
      )}
      {others.map((one) => {
        const { title, text } = toldOf({ lead: one, parts: [] }, { t, language });
        return (
          <details key={keyOf(one)} className="ej-c-also">
            <summary>
              <Voiced>{[title, text].filter(Boolean).join(': ')}</Voiced>
            </summary>
            <ResourceDetail of={one} />
          </details>
        );
      })}
      {!isPreview && <BlockEntry lead={lead} parts={parts} />}
    </>
  );
}

/** A report's results may stand on a page of the list that is not read yet. */
function useMissingResults(lead: Resource | undefined, parts: readonly Resource[]): readonly Observation[] {
  const there = new Set(parts.map(keyOf));
  const results = lead?.resourceType === 'DiagnosticReport' ? ((lead as DiagnosticReport).result ?? []) : [];
  const ids = results.flatMap((reference) => {
    const key = localReference(reference);
    return key?.startsWith('Observation/') && !there.has(key) ? [key.slice('Observation/'.length)] : [];
  });
  const { data } = useQuery({
    queryKey: ['results', ids],
    enabled: ids.length > 0,
    staleTime: 60_000,
    queryFn: async ({ signal }) =>
      matchesOf(await search<Observation>('Observation', { _id: ids.slice(0, 80).join(','), _count: '80' }, signal)),
  });
  return ids.length > 0 ? (data ?? []) : [];
}
