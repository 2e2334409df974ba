import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { principalDateOf } from '../../shared/fhir/principal-date.ts';
import { keyOf } from '../../shared/fhir/references.ts';
import type { Resource } from '../../shared/fhir/types.ts';
import { dayOf } from '../../shared/format/date.ts';
import { useLive } from '../../shared/record/live.ts';
import { ResourceDetail } from '../../shared/resource/resource-detail.tsx';
import { NewMark, RowList } from '../../shared/ui/row-list.tsx';
import { SectionLink } from './section-link.tsx';

type Props<T extends Resource> = {
  id: string;
  items: readonly T[];
  label: string;
  columns: string;
  /** The cells; `marked` puts the dot of something new before its content. */
  cells: (item: T, marked: (content: ReactNode) => ReactNode) => ReactNode;
  fold?: number;
  /** Whether the item stands in the timeline, and can be shown there among what happened around it. */
  inTimeline?: boolean;
  /** What can be done with an item, under what it says. */
  acts?: (item: T) => ReactNode;
};

/** Items of the record as rows: each opens to its content and source, and from there leads to its place in the timeline. */
export function ItemRows<T extends Resource>({
  id,
  items,
  label,
  columns,
  cells,
  fold,
  inTimeline = true,
  acts,
}: Props<T>) {
  const { t } = useTranslation();
  const { changes } = useLive();
  return (
    <RowList
      label={label}
      columns={columns}
      {...(fold ? { fold } : {})}
      rows={items.map((item) => ({
        key: keyOf(item),
        cells: cells(item, (content) => <NewMark shown={changes.has(keyOf(item))}>{content}</NewMark>),
        detail: () => (
          <>
            <ResourceDetail of={item} />
            {acts?.(item)}
            {inTimeline && (
              <p className="ej-to-timeline ej-noprint">
                <SectionLink id={id} to="tidslinje" until={dayOf(principalDateOf(item))} open={keyOf(item)}>
                  {t('resource.inTimeline')}
                </SectionLink>
              </p>
            )}
          </>
        ),
      }))}
    />
  );
}
