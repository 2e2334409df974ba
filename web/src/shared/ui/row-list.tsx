import './ui.css';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useKept } from '../session/kept.ts';
import { rovingRows } from './roving-rows.ts';

export type Row = {
  key: string;
  /** Beside the row: what leads away from the list with one click. */
  lead?: ReactNode;
  /** The cells of the row, as many as there are columns. */
  cells: ReactNode;
  detail: () => ReactNode;
};

type Props = {
  rows: readonly Row[];
  label: string;
  /** CSS grid columns. */
  columns?: string;
  /** More rows than this fold behind "Vis alle". */
  fold?: number;
};

/** A list whose rows open in place, beneath themselves. */
export function RowList({ rows, label, columns, fold }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useKept<string | undefined>(`${label} open`, undefined);
  const [all, setAll] = useKept(`${label} all`, false);
  const id = useId();
  const shown = fold && !all && rows.length > fold + 1 ? rows.slice(0, fold) : rows;
  return (
    <>
      <ul
        className="ej-rows"
        aria-label={label}
        style={columns ? ({ '--ej-columns': columns } as never) : undefined}
        {...rovingRows}
      >
        {shown.map((row, index) => {
          const expanded = row.key === open;
          return (
            <li key={row.key} {...(row.lead === undefined ? {} : { className: 'ej-row-led' })}>
              {row.lead}
              <button
                type="button"
                className="ej-row"
                data-row
                tabIndex={index === 0 ? 0 : -1}
                aria-expanded={expanded}
                {...(expanded ? { 'aria-controls': `${id}-${index}` } : {})}
                onClick={() => setOpen(expanded ? undefined : row.key)}
              >
                {row.cells}
              </button>
              {expanded && (
                <div className="ej-opened" id={`${id}-${index}`}>
                  {row.detail()}
                </div>
              )}
            </li>
          );
        })}
      </ul>
      {fold && rows.length > fold + 1 && (
        <div className="ej-card-foot ej-noprint">
          <button type="button" className="ej-link" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? t('ui.showFewer') : t('ui.showAll', { count: rows.length })}
          </button>
        </div>
      )}
    </>
  );
}

/** Marks what came while the record was open, or since this reader saw it last; the word is there for who cannot see the dot. */
export function NewMark({ children, shown = true }: { children?: ReactNode; shown?: boolean }) {
  const { t } = useTranslation();
  if (!shown) return children;
  return (
    <span className="ej-row-new">
      <span className="ej-dot" aria-hidden />
      <span className="ej-sr">{t('ui.new')}: </span>
      {children}
    </span>
  );
}
