import './work.css';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { shortDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useKept } from '../../shared/session/kept.ts';
import { later } from '../../shared/ui/later.tsx';
import { rovingRows } from '../../shared/ui/roving-rows.ts';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { PersonLink } from './person-link.tsx';
import { useSayWork } from './use-say-work.ts';
import { hasAnswer, isFromCitizen, type WorkItem } from './work.ts';

/** Fetched when somebody opens a row: the page itself must not wait for what is done there. */
const WorkDetail = later(() => import('./work-detail.tsx'));

type Props = {
  label: string;
  items: readonly WorkItem[];
  /** More than these fold behind "Vis alle". */
  fold?: number;
  /** Ticked off in the row itself. */
  onTick?: (item: WorkItem) => void;
  /** What stands at the end of a row: the deadline, unless something else is more to the point. */
  endOf?: (item: WorkItem) => ReactNode;
  /** What stands under it; whom it comes from, unless something else is said. */
  underOf?: (item: WorkItem) => string;
  /** All of it is about the one whose record is open: their name is not said again. */
  inRecord?: boolean;
  /** Opened at the beginning: the task's id. */
  opened?: string | undefined;
};

/** Work in a list: a row opens in place with what can be done, and the person's name leads to the record. One tab stop. */
export function WorkList({ label, items, fold, onTick, endOf, underOf, inRecord = false, opened }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const say = useSayWork();
  const [open, setOpen] = useKept<string | undefined>(`${label} open`, opened);
  const [all, setAll] = useKept(`${label} all`, false);
  const id = useId();
  const isFolded = fold !== undefined && !all && items.length > fold + 1;
  const shown = isFolded ? items.slice(0, fold) : items;
  return (
    <>
      <ul className="ej-rows ej-work-list" aria-label={label} {...rovingRows}>
        {shown.map((item, index) => {
          const { task, person, patient } = item;
          const isOpen = open === task.id;
          const what = say.whatOf(item);
          const under = underOf?.(item) ?? (task.requester?.display && t('work.from', { who: task.requester.display }));
          return (
            <li key={task.id}>
              <div
                className="ej-work-row"
                data-ticks={onTick !== undefined && !isFromCitizen(item)}
                data-open={isOpen}
                data-in-record={inRecord}
              >
                {onTick && !isFromCitizen(item) && (
                  <input
                    type="checkbox"
                    className="ej-work-tick"
                    tabIndex={-1}
                    checked={false}
                    aria-label={t('work.completeOf', { what })}
                    onChange={() => onTick(item)}
                  />
                )}
                <button
                  type="button"
                  className="ej-work-what"
                  data-row
                  tabIndex={index === 0 ? 0 : -1}
                  aria-expanded={isOpen}
                  {...(isOpen ? { 'aria-controls': `${id}-${index}` } : {})}
                  onClick={() => setOpen(isOpen ? undefined : task.id)}
                >
                  <span className="ej-work-text" data-critical={task.priority === 'stat' && hasAnswer(item)}>
                    {say.tagsOf(item).map(({ text, tone }) => (
                      <span key={text} className="ej-work-tag" data-tone={tone}>
                        {text}
                      </span>
                    ))}
                    <Voiced>{what}</Voiced>
                  </span>
                  {under && <span className="ej-meta">{under}</span>}
                </button>
                {!inRecord && <PersonLink id={patient} person={person} display={task.for?.display} inList />}
                <span className="ej-row-end ej-num">
                  {endOf ? endOf(item) : shortDate(task.restriction?.period?.end ?? task.authoredOn, language)}
                </span>
              </div>
              {isOpen && (
                <div className="ej-opened" id={`${id}-${index}`}>
                  <WorkDetail item={item} />
                </div>
              )}
            </li>
          );
        })}
      </ul>
      {fold !== undefined && items.length > fold + 1 && (
        <div className="ej-card-foot ej-noprint">
          <button type="button" className="ej-link" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? t('ui.showFewer') : t('ui.showAll', { count: items.length })}
          </button>
        </div>
      )}
    </>
  );
}
