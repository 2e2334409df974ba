import { ArrowDownIcon, ArrowUpIcon } from '@navikt/aksel-icons';
import { Button } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { localReference } from '../../shared/fhir/references.ts';
import type { Composition, Condition } from '../../shared/fhir/types.ts';
import { dayOf, shortDate } from '../../shared/format/date.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { useRecordWrite } from '../../shared/record/use-record-write.ts';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { SectionLink } from '../record/section-link.tsx';
import { moved } from './list-order.ts';
import StandingActs from './standing-acts.tsx';

/** Under a problem that is opened: the notes about it, its place in the list, and what can be done with it. */
export default function ProblemActs({
  id,
  problem,
  list,
}: {
  id: string;
  problem: Condition;
  list?: readonly Condition[];
}) {
  return (
    <>
      <NotesOf id={id} problem={problem} />
      {list && <Place id={id} problem={problem} list={list} />}
      <StandingActs id={id} of={problem} />
    </>
  );
}

/** Notes that name the problem, or were written at the contact where it was. */
function NotesOf({ id, problem }: { id: string; problem: Condition }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const naming = useRecordSearch<Composition>(
    id,
    'Composition',
    { entry: `Condition/${problem.id}`, _sort: '-date', _count: '10' },
    { limit: 10 },
  );
  const contact = localReference(problem.encounter);
  const atContact = useRecordSearch<Composition>(
    id,
    'Composition',
    { encounter: contact ?? '', _sort: '-date', _count: '10' },
    { limit: 10, enabled: contact !== undefined },
  );
  const notes = [...(naming.data?.resources ?? []), ...(atContact.data?.resources ?? [])];
  const once = notes.filter(({ id: one }, index) => notes.findIndex((other) => other.id === one) === index);
  if (once.length === 0) return null;
  return (
    <div className="ej-standing">
      <h4>{t('problems.notes')}</h4>
      <ul className="ej-notes-of">
        {once.map((note) => (
          <li key={note.id}>
            <SectionLink id={id} to="tidslinje" until={dayOf(note.date ?? '')} open={`Composition/${note.id}`}>
              {shortDate(note.date, language)} <Voiced isWritten>{conceptText(note.type) || note.title}</Voiced>
            </SectionLink>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Place({ id, problem, list }: { id: string; problem: Condition; list: readonly Condition[] }) {
  const { t } = useTranslation();
  const writing = useRecordWrite(id);
  const at = list.findIndex((one) => one.id === problem.id);
  if (list.length < 2 || at < 0) return null;
  return (
    <div className="ej-acts ej-standing ej-noprint">
      {([-1, 1] as const).map((step) => (
        <Button
          key={step}
          type="button"
          size="small"
          variant="tertiary"
          data-color="neutral"
          className="ej-xs"
          icon={step < 0 ? <ArrowUpIcon aria-hidden /> : <ArrowDownIcon aria-hidden />}
          disabled={writing.isPending || (step < 0 ? at === 0 : at === list.length - 1)}
          onClick={() => writing.mutate(moved(list, at, step))}
        >
          {t(step < 0 ? 'problems.up' : 'problems.down')}
        </Button>
      ))}
    </div>
  );
}
