import { codeOf } from '@enjournal/server/care/tasks';
import { Button, Textarea } from '@navikt/ds-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { withLaterTexts } from '../../i18n.ts';
import { localReference } from '../../shared/fhir/references.ts';
import type { Reference } from '../../shared/fhir/types.ts';
import { shortDateTime } from '../../shared/format/date.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { ReportImages } from '../../shared/resource/imaging.tsx';
import { ValueTable } from '../../shared/resource/value-table.tsx';
import { useKept } from '../../shared/session/kept.ts';
import { later } from '../../shared/ui/later.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { useOwnReferences } from '../bar/use-own-references.ts';
import NewTask from './new-task.tsx';
import { NoteLink } from './note-link.tsx';
import { OwnerField } from './owner-field.tsx';
import { PersonLink } from './person-link.tsx';
import { useActs } from './use-acts.ts';
import { useSayWork } from './use-say-work.ts';
import { hasAnswer, isFromCitizen, type WorkItem } from './work.ts';
import { useTellDone } from './work-said.tsx';

const DialogueWork = later(() => withLaterTexts(import('../dialogue/dialogue-work.tsx')));
const RequestWork = later(() => withLaterTexts(import('../dialogue/request-work.tsx')));

const withWords = ['decline', 'delegate', 'escalate'] as const;
type Asking = (typeof withWords)[number];

/** An item of work opened in place: what it says, and what can be done with it. What is typed is kept when it closes. */
export default function WorkDetail({ item }: { item: WorkItem }) {
  const { t } = useTranslation();
  const own = useOwnReferences();
  const tell = useTellDone();
  const acts = useActs(tell);
  const [asking, setAsking] = useState<Asking>();
  const [isMaking, setMaking] = useState(false);
  const { task, kind, patient } = item;
  const isAnswer = hasAnswer(item);
  const owner = localReference(task.owner) ?? '';
  const isMine = own.includes(owner);
  const isSent = !isMine && own.includes(localReference(task.requester) ?? '');
  const isWaiting = task.status === 'requested' || task.status === 'received';
  // A note is signed where it is read, and not ticked off.
  const canAnswer = !isSent && kind !== 'countersign';
  const isTicked = canAnswer && !isFromCitizen(item);
  return (
    <div className="ej-work-detail">
      <WorkFacts item={item} />
      {kind === 'dialogue' && <DialogueWork item={item} />}
      {kind === 'request' && <RequestWork item={item} />}
      {asking === undefined ? (
        <div className="ej-work-acts">
          {kind === 'result' && (
            <Button
              size="small"
              className="ej-xs"
              loading={acts.isPending}
              onClick={() => acts.mutate({ does: 'sign', tasks: [task] })}
            >
              {t('work.sign')}
            </Button>
          )}
          {kind !== 'result' && isTicked && (
            <Button
              size="small"
              className="ej-xs"
              variant={isWaiting && !isMine ? 'secondary' : 'primary'}
              onClick={() => acts.mutate({ does: 'complete', task })}
            >
              {t('work.complete')}
            </Button>
          )}
          {kind !== 'result' && isTicked && (isWaiting || !isMine) && (
            <Button
              size="small"
              className="ej-xs"
              variant={isMine ? 'secondary' : 'primary'}
              onClick={() => acts.mutate({ does: 'accept', task })}
            >
              {t('work.accept')}
            </Button>
          )}
          {canAnswer && (
            <Button size="small" className="ej-xs" variant="secondary" onClick={() => setAsking('delegate')}>
              {t('work.delegate')}
            </Button>
          )}
          {canAnswer && kind === 'task' && isWaiting && (
            <Button size="small" className="ej-xs" variant="secondary" onClick={() => setAsking('decline')}>
              {t(isMine ? 'work.giveBack' : 'work.decline')}
            </Button>
          )}
          {kind === 'task' && (
            <Button size="small" className="ej-xs" variant="tertiary" onClick={() => setAsking('escalate')}>
              {t('work.escalate')}
            </Button>
          )}
          {isSent && (
            <Button
              size="small"
              className="ej-xs"
              variant="tertiary"
              onClick={() => acts.mutate({ does: 'cancel', task })}
            >
              {t('work.cancel')}
            </Button>
          )}
          {isAnswer && patient && (
            <Button size="small" className="ej-xs" variant="tertiary" onClick={() => setMaking(true)}>
              {t('work.newTask.from')}
            </Button>
          )}
          {(kind === 'countersign' || (kind === 'task' && item.note)) && <NoteLink item={item} className="ej-link" />}
          {patient && (
            <PersonLink
              id={patient}
              person={item.person}
              display={task.for?.display}
              {...(isAnswer ? { to: 'provesvar' } : codeOf(task as never) === 'form-answered' ? { to: 'skjema' } : {})}
            />
          )}
        </div>
      ) : (
        <AskFor
          what={asking}
          name={`${task.id} ${asking}`}
          isPending={acts.isPending}
          onCancel={() => setAsking(undefined)}
          onDone={(reason, to) => {
            if (asking === 'delegate') acts.mutate({ does: asking, task, to: to as Reference, reason });
            else acts.mutate({ does: asking, task, reason });
          }}
        />
      )}
      {acts.error && <FailureNotice error={acts.error} />}
      {isMaking && <NewTask item={item} onClose={() => setMaking(false)} />}
    </div>
  );
}

function WorkFacts({ item }: { item: WorkItem }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const say = useSayWork();
  const { task, report, results, root } = item;
  const reason = conceptText(task.statusReason ?? task.reasonCode ?? root.statusReason);
  return (
    <>
      <p className="ej-work-meta ej-meta">
        {[
          task.requester?.display && t('work.from', { who: task.requester.display }),
          task.owner?.display && t('work.with', { who: task.owner.display }),
          shortDateTime(task.authoredOn, language),
          say.ago(task.authoredOn),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {reason && (
        <p className="ej-work-meta">
          {t('work.why')}: {reason}
        </p>
      )}
      {(task.note ?? []).map(({ text, time, authorReference }) => (
        <p key={`${time}${text}`} className="ej-work-meta">
          {text} <span className="ej-meta">{[authorReference?.display, shortDateTime(time, language)].join(', ')}</span>
        </p>
      ))}
      {report && (
        <p className="ej-work-meta">{[conceptText(report.code), report.conclusion].filter(Boolean).join('. ')}</p>
      )}
      {report && <ReportImages report={report} />}
      {results.length > 0 && <ValueTable observations={results} caption={t('resource.results')} />}
    </>
  );
}

type AskProps = {
  what: Asking;
  /** Under which what is typed is kept. */
  name: string;
  isPending: boolean;
  onCancel: () => void;
  onDone: (reason: string, to: Reference | undefined) => void;
};

/** The words that an act needs, and to whom: in the row, for it is never more than two fields. */
function AskFor({ what, name, isPending, onCancel, onDone }: AskProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useKept(`${name} reason`, '');
  const [to, setTo] = useKept<Reference | undefined>(`${name} to`, undefined);
  const [isTried, setTried] = useState(false);
  const needsReason = what === 'decline';
  const send = () => {
    setTried(true);
    if ((needsReason && reason.trim() === '') || (what === 'delegate' && to === undefined)) return;
    onDone(reason, to);
  };
  return (
    <div className="ej-work-ask">
      {what === 'delegate' && <OwnerField value={to} onChoose={setTo} isMissing={isTried && to === undefined} />}
      <Textarea
        size="small"
        autoFocus={what !== 'delegate'}
        minRows={2}
        label={t(needsReason ? 'work.reason' : 'work.message')}
        {...(needsReason ? { description: t('work.reason.declined') } : {})}
        value={reason}
        error={isTried && needsReason && reason.trim() === '' && t('work.reason.missing')}
        onChange={(event) => setReason(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
          if (event.key === 'Escape') onCancel();
        }}
      />
      <div className="ej-work-acts">
        <Button size="small" className="ej-xs" loading={isPending} onClick={send}>
          {t(`work.${what}`)}
        </Button>
        <Button size="small" className="ej-xs" variant="tertiary" onClick={onCancel}>
          {t('work.back')}
        </Button>
      </div>
    </div>
  );
}
