import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { withLaterTexts } from '../../i18n.ts';
import { matchesOf, search } from '../../shared/fhir/client.ts';
import { keyOf, localReference } from '../../shared/fhir/references.ts';
import type { Composition, DiagnosticReport, Observation, Resource } from '../../shared/fhir/types.ts';
import { lineOf } from '../../shared/resource/line.ts';
import { ResourceDetail } from '../../shared/resource/resource-detail.tsx';
import { useSay } from '../../shared/resource/use-say.ts';
import { ValueTable } from '../../shared/resource/value-table.tsx';
import { later } from '../../shared/ui/later.tsx';
import { RowList } from '../../shared/ui/row-list.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { InsertFromEntry } from '../workspace/insert-from-entry.tsx';
import { NoteActions } from './note-actions.tsx';
import { StruckReason } from './standing-tag.tsx';

const EntryView = later(() => withLaterTexts(import('../citizen-view/entry-view.tsx')));

/** Everything of one entry: what was written, then measured, then what else came of the same contact. */
export function EntryContent({ lead, parts }: { lead: Resource; parts: readonly Resource[] }) {
  const { t } = useTranslation();
  const say = useSay();
  const isObservation = (resource: Resource): resource is Observation => resource.resourceType === 'Observation';
  const missing = useMissingResults(lead, parts);
  const all = isObservation(lead) ? [lead, ...parts] : [...parts, ...missing];
  const observations = all.filter(isObservation);
  const laboratory = lead.resourceType === 'DiagnosticReport';
  const others = parts.filter((part) => !isObservation(part));
  const values = observations.length > 0 && (
    <ValueTable observations={observations} caption={t(laboratory ? 'resource.results' : 'resource.measurements')} />
  );
  return (
    <>
      <StruckReason of={lead} />
      {laboratory && values}
      {(observations.length === 1 || !isObservation(lead)) && <ResourceDetail of={lead} />}
      {!laboratory && !(observations.length === 1 && isObservation(lead)) && values}
      {others.length > 0 && (
        <section className="ej-entry-also">
          <h4 className="ej-meta">{t('timeline.also')}</h4>
          <RowList
            label={t('timeline.also')}
            columns="minmax(6rem, max-content) minmax(0, 1fr)"
            rows={others.map((part) => {
              const { label, text } = lineOf(part, [], say);
              return {
                key: keyOf(part),
                cells: (
                  <>
                    <span className="ej-meta">
                      <Voiced>{label}</Voiced>
                    </span>
                    <span>
                      <Voiced>{text}</Voiced>
                    </span>
                  </>
                ),
                detail: () => <ResourceDetail of={part} />,
              };
            })}
          />
        </section>
      )}
      {lead.resourceType === 'Composition' && <NoteActions note={lead as Composition} />}
      <EntryView resources={[lead, ...parts, ...missing]} />
      <InsertFromEntry lead={lead} />
    </>
  );
}

/** A report's results may stand on a page of the timeline that is not read yet, or be left out by its filter. */
function useMissingResults(lead: Resource, parts: readonly Resource[]): readonly Observation[] {
  const there = new Set(parts.map(keyOf));
  const results = lead.resourceType === 'DiagnosticReport' ? ((lead as DiagnosticReport).result ?? []) : [];
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
