import { isEscalated, isOverdue } from '@enjournal/server/care/tasks';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Observation } from '../../shared/fhir/types.ts';
import { instantOf } from '../../shared/format/date.ts';
import { nameOf } from '../../shared/format/person.ts';
import { conceptText, standingOf, valueText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import type { Language } from '../../shared/i18n/words.ts';
import { written } from '../../shared/i18n/written.ts';
import { taskText } from '../../shared/resource/task-text.ts';
import { hasAnswer, outOfRange, type WorkItem } from './work.ts';

const arrows: Readonly<Record<string, string>> = {
  high: '\u00a0↑',
  low: '\u00a0↓',
  'critical-high': '\u00a0↑↑',
  'critical-low': '\u00a0↓↓',
};

/** `Kalium 6,2 mmol/l ↑↑` */
const resultText = (one: Observation, language: Language): string =>
  `${conceptText(one.code)} ${valueText(one, language)}${arrows[standingOf(one)] ?? ''}`;

/** What an item of work says in one line, and how it stands. */
export function useSayWork() {
  const { t } = useTranslation();
  const language = useLanguage();
  return {
    whatOf: (item: WorkItem) => whatOf(item, t, language),
    /** Of a critical result what is critical, and nothing else. */
    criticalOf: ({ results }: WorkItem) =>
      results
        .filter((one) => standingOf(one).startsWith('critical'))
        .map((one) => resultText(one, language))
        .join(', '),
    nameOf: ({ person, task }: WorkItem) => nameOf(person) || (task.for?.display ?? ''),
    tagsOf: (item: WorkItem) => tagsOf(item, t),
    ago: (text: string | undefined) => agoText(text, t, 'ago'),
    /** How long it has been so: `12 min`. */
    lasted: (text: string | undefined) => agoText(text, t, 'lasted'),
  };
}

function whatOf({ kind, root, report, results, task }: WorkItem, t: TFunction, language: Language): string {
  // what is asked may be long, and is read where it is answered
  if (kind === 'request') return t('work.kind.request');
  if (root.description ?? task.description) return taskText(root.description ? root : task, t, language);
  const outside = outOfRange(results);
  if (outside.length > 0) return written(outside.map((one) => resultText(one, language)).join(', '));
  if (report !== undefined) return written(report.conclusion ?? conceptText(report.code));
  if (results.length > 0) return written(results.map((one) => resultText(one, language)).join(', '));
  return taskText(root, t, language) || t('work.kind.task');
}

function tagsOf(item: WorkItem, t: TFunction): { text: string; tone: 'red' | 'orange' | 'grey' }[] {
  const { kind, task } = item;
  const isAnswer = hasAnswer(item);
  const tags: { text: string; tone: 'red' | 'orange' | 'grey' }[] = [];
  if (task.priority === 'stat' && isAnswer) tags.push({ text: t('work.critical'), tone: 'red' });
  if (kind === 'follow-up' || kind === 'declined') tags.push({ text: t(`work.kind.${kind}`), tone: 'orange' });
  else if (isOverdue(task as never, Date.now())) tags.push({ text: t('work.overdue'), tone: 'orange' });
  else if ((task.priority === 'asap' || task.priority === 'stat' || isEscalated(task as never)) && !isAnswer)
    tags.push({ text: t('work.urgent'), tone: 'orange' });
  if (task.businessStatus?.coding?.some(({ code }) => code === 'given-back'))
    tags.push({ text: t('work.givenBack'), tone: 'grey' });
  return tags;
}

const minute = 60_000;

/** How long ago, as coarse as one acts by. */
function agoText(text: string | undefined, t: TFunction, as: 'ago' | 'lasted', now = Date.now()): string {
  const minutes = Math.max(0, Math.floor((now - instantOf(text)) / minute));
  if (Number.isNaN(minutes)) return '';
  if (minutes < 60) return t(`work.${as}.minutes`, { count: minutes });
  if (minutes < 48 * 60) return t(`work.${as}.hours`, { count: Math.floor(minutes / 60) });
  return t(`work.${as}.days`, { count: Math.floor(minutes / 1440) });
}
