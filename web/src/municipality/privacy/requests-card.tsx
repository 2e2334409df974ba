import {
  complaintTo,
  type Decision,
  decisionOf,
  decisions,
  disputedIn,
  kindOf,
  leastText,
  officerRole,
  requestWords,
  serviceOf,
} from '@enjournal/server/care/requests';
import { Button, Radio, RadioGroup, Textarea } from '@navikt/ds-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNotice } from '../../clinician/access/failure-notice.tsx';
import { useUser } from '../../clinician/bar/use-user.ts';
import { searchAll } from '../../shared/fhir/client.ts';
import { callOperation } from '../../shared/fhir/parameters.ts';
import type { Task } from '../../shared/fhir/types.ts';
import { dayOf, shortDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { MoveDeadline } from '../../shared/requests/move-deadline.tsx';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';

const system = 'https://enjournal.no/fhir/CodeSystem';
const criteria = {
  code: `${system}/task-code|citizen-request`,
  performer: `${system}/access-role|${officerRole}`,
  _sort: '-authored-on',
};
const statuses = ['open', 'answered'] as const;
type Status = (typeof statuses)[number];

const statusOf = ({ status }: Task): Status | undefined =>
  status === 'completed' ? 'answered' : status === 'cancelled' || status === 'entered-in-error' ? undefined : 'open';

/** What citizens ask of the privacy officer, by deadline, and the answers that were given. */
export function RequestsCard() {
  const { t } = useTranslation();
  const [status, setStatus] = useKept<Status>('requests', 'open');
  const [chosen, setChosen] = useKept<string | undefined>('request', undefined);
  const asked = useQuery({
    queryKey: ['requests-to-officer'],
    queryFn: async ({ signal }) => (await searchAll<Task>('Task', criteria, 500, signal)).resources,
  });
  const all = asked.data ?? [];
  const shown = all.filter((one) => statusOf(one) === status).sort(byDeadline);
  return (
    <Card title={t('privacy.asks')}>
      <fieldset className="ej-mun-filter">
        <legend className="ej-sr">{t('privacy.asks.filter')}</legend>
        {statuses.map((one) => (
          <button
            key={one}
            type="button"
            className="ej-toggle"
            data-on={one === status}
            aria-pressed={one === status}
            onClick={() => setStatus(one)}
          >
            {t(`privacy.asks.${one}`, { count: all.filter((other) => statusOf(other) === one).length })}
          </button>
        ))}
      </fieldset>
      <Part of={asked} what={t('privacy.asks.what')} rows={3}>
        {() =>
          shown.length === 0 ? (
            <div className="ej-card-body">
              <p>{t(`privacy.asks.none.${status}`)}</p>
            </div>
          ) : (
            <ul className="ej-rows" aria-label={t('privacy.asks')}>
              {shown.map((task) => (
                <RequestRow
                  key={task.id}
                  task={task}
                  isOpen={task.id === chosen}
                  onToggle={() => setChosen(task.id === chosen ? undefined : task.id)}
                />
              ))}
            </ul>
          )
        }
      </Part>
    </Card>
  );
}

const endOf = ({ restriction }: Task): string => restriction?.period?.end ?? '9';
const byDeadline = (a: Task, b: Task): number =>
  statusOf(a) === 'open'
    ? endOf(a).localeCompare(endOf(b))
    : (b.lastModified ?? '').localeCompare(a.lastModified ?? '');

type RowProps = { task: Task; isOpen: boolean; onToggle: () => void };

function RequestRow({ task, isOpen, onToggle }: RowProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const id = useId();
  const kind = kindOf(task as never);
  const answer = decisionOf(task as never);
  const end = task.restriction?.period?.end;
  const isLate = answer === undefined && end !== undefined && end <= dayOf(Date.now());
  const isDispute = disputedIn(task as never) !== undefined;
  return (
    <li>
      <button
        type="button"
        className="ej-mun-ask"
        aria-expanded={isOpen}
        {...(isOpen ? { 'aria-controls': id } : {})}
        onClick={onToggle}
      >
        <span>
          <span className="ej-strong">{kind && t(`request.kind.${kind}`)}</span>
          {isDispute && <span className="ej-meta ej-mun-block">{t('privacy.asks.dispute')}</span>}
        </span>
        <span>
          {task.for?.display}
          <span className="ej-meta ej-mun-block">{serviceOf(task as never)?.display}</span>
        </span>
        {answer === undefined ? (
          <span className={isLate ? 'ej-num ej-strong ej-mun-late' : 'ej-num'}>
            {t('privacy.asks.due', { date: shortDate(end, language) })}
          </span>
        ) : (
          <span>
            <span className="ej-tag">{t(`request.${answer.decision}`)}</span>
          </span>
        )}
      </button>
      {isOpen && (
        <div id={id} className="ej-mun-side">
          <RequestContent task={task} />
        </div>
      )}
    </li>
  );
}

/** The citizen's words may tell of their health: they are read when they are needed. */
function RequestContent({ task }: { task: Task }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const { name } = useUser();
  const answer = decisionOf(task as never);
  const kind = kindOf(task as never);
  return (
    <>
      <p className="ej-meta">
        {t('privacy.asks.sent', {
          date: shortDate(task.authoredOn, language),
          who: task.requester?.display ?? task.for?.display ?? '–',
        })}
      </p>
      <details>
        <summary>{t('privacy.asks.words')}</summary>
        <p className="ej-mun-quote">«{task.description}»</p>
      </details>
      {(task.note ?? []).map(({ text, time }) => (
        <p key={`${time} ${text}`}>{text}</p>
      ))}
      {answer === undefined ? (
        <>
          <AnswerForm task={task} />
          <MoveDeadline
            task={task}
            name={name}
            onMoved={() => queries.invalidateQueries({ queryKey: ['requests-to-officer'] })}
          />
        </>
      ) : (
        <div className="ej-notice" data-kind="neutral">
          <span>
            <strong>{t(`request.${answer.decision}`)}.</strong> {answer.reason}
            {answer.decision !== 'granted' && kind && (
              <span className="ej-meta ej-mun-block">{t(`privacy.asks.complaint.${complaintTo(kind)}`)}</span>
            )}
          </span>
        </div>
      )}
    </>
  );
}

function AnswerForm({ task }: { task: Task }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const [decision, setDecision] = useKept<Decision | ''>(`request ${task.id} decision`, '');
  const [reason, setReason] = useKept(`request ${task.id} reason`, '');
  const [isTried, setTried] = useState(false);
  const deciding = useMutation({
    mutationFn: () =>
      callOperation(`Task/${task.id}/$decide`, [
        { name: 'decision', valueCode: decision },
        { name: 'reason', valueString: reason.trim() },
      ]),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['requests-to-officer'] }),
  });
  const kind = kindOf(task as never);
  const isWhole = decision !== '' && [...reason.trim()].length >= leastText;
  return (
    <form
      className="ej-mun-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (isWhole && !deciding.isPending) deciding.mutate();
      }}
    >
      <RadioGroup size="small" legend={t('request.decision')} value={decision} onChange={setDecision}>
        {decisions.map((one) => (
          <Radio key={one} value={one}>
            {t(`request.${one}`)}
          </Radio>
        ))}
      </RadioGroup>
      {decision !== '' && decision !== 'granted' && kind && (
        <p className="ej-meta">{t(`privacy.asks.complaint.${complaintTo(kind)}`)}</p>
      )}
      <Textarea
        size="small"
        minRows={3}
        maxLength={2000}
        label={t('request.reason')}
        description={t('privacy.asks.reason.help')}
        value={reason}
        error={isTried && !isWhole && requestWords['request-reason']![language]}
        onChange={(event) => setReason(event.target.value)}
      />
      {deciding.error && <FailureNotice error={deciding.error} />}
      <div className="ej-mun-acts">
        <Button type="submit" size="small" loading={deciding.isPending}>
          {t('privacy.asks.send')}
        </Button>
      </div>
    </form>
  );
}
