import '../dialogue/dialogue.css';
import {
  answerDay,
  canBeDisputed,
  complaintTo,
  decisionOf,
  disputedIn,
  isForOfficer,
  isToOfficer,
  kindOf,
  leastText,
  requestKinds,
  requestWords,
  serviceOf,
} from '@enjournal/server/care/requests';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Service } from '../../shared/dialogue/message.ts';
import { update } from '../../shared/fhir/client.ts';
import { callOperation } from '../../shared/fhir/parameters.ts';
import type { Task } from '../../shared/fhir/types.ts';
import { toldWrong, type Wrong, WrongHere, Wrongs } from '../../shared/forms/wrongs.tsx';
import { ruleText } from '../../shared/i18n/rule-text.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { useKept } from '../../shared/session/kept.ts';
import { announce } from '../../shared/ui/announcer.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { Failed } from '../dialogue/failed.tsx';
import { longDay } from '../dialogue/long-day.ts';
import { useServices } from '../dialogue/use-dialogue.ts';
import { Page } from '../frame/page.tsx';
import { useSubject } from '../subject.ts';

const code = 'https://enjournal.no/fhir/CodeSystem/task-code|citizen-request';

/** What the citizen has asked of those who keep the record, how it stands, and a new request. */
export default function RequestsPage() {
  const { t } = useTranslation();
  const { patient } = useSubject();
  const requests = useRecordSearch<Task>(patient, 'Task', { code, _sort: '-authored-on' }, { limit: 200 });
  const services = useServices(patient);
  const [said, setSaid] = useKept('request sent', '');
  return (
    <Page title={t('asked.title')} lead={t('asked.lead')}>
      <div role="status">{said && <p className="ej-c-said">{said}</p>}</div>
      <div className="ej-c-columns">
        <section className="ej-c-card" aria-labelledby="requests">
          <h2 id="requests">{t('asked.list')}</h2>
          <Part of={requests} what={t('asked.what')} rows={4}>
            {({ resources }) => (
              <>
                {resources.length === 0 && <p>{t('asked.none')}</p>}
                <ul className="ej-c-lines">
                  {resources.map((task) => (
                    <RequestLine key={task.id} task={task} disputed={isDisputedIn(task, resources)} onSent={setSaid} />
                  ))}
                </ul>
              </>
            )}
          </Part>
        </section>
        <section className="ej-c-card" aria-labelledby="new-request">
          <h2 id="new-request">{t('asked.new')}</h2>
          <Part of={services} what={t('talk.to.what')} rows={5}>
            {(found) => <RequestForm services={found} onSent={(text) => setSaid(text)} />}
          </Part>
        </section>
      </div>
    </Page>
  );
}

const isDisputedIn = (task: Task, all: readonly Task[]): boolean =>
  all.some((one) => one.status !== 'cancelled' && disputedIn(one as never) === `Task/${task.id}`);

type LineProps = { task: Task; disputed: boolean; onSent: (text: string) => void };

function RequestLine({ task, disputed, onSent }: LineProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { patient } = useSubject();
  const queries = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => update({ ...task, status: 'cancelled' }, { record: patient }),
    onSuccess: () => {
      announce(t('me.saved'));
      return queries.invalidateQueries({ queryKey: ['record', patient] });
    },
  });
  const kind = kindOf(task as never);
  const answer = decisionOf(task as never);
  const isOver = task.status === 'completed' || task.status === 'cancelled';
  const service = serviceOf(task as never)?.display;
  const isOfOfficer = isToOfficer(task as never);
  const who = isOfOfficer ? t('asked.officer', { where: task.owner?.display ?? '' }) : (service ?? task.owner?.display);
  return (
    <li>
      <b>{kind && t(`asked.kind.${kind}`)}</b>
      <span>{task.description}</span>
      {disputedIn(task as never) !== undefined && <span>{t('asked.disputes')}</span>}
      <span className="ej-meta">{[who, longDay(task.authoredOn, language)].filter(Boolean).join(' · ')}</span>
      {isOfOfficer && service && <span className="ej-meta">{t('asked.about', { where: service })}</span>}
      {answer ? (
        <div className="ej-c-said">
          <p>
            <b>{t(`asked.${answer.decision}`)}</b>
          </p>
          <p>{answer.reason}</p>
          {answer.decision !== 'granted' && kind && (
            <p className="ej-meta">{t(`asked.complain.${complaintTo(kind)}`)}</p>
          )}
        </div>
      ) : (
        <span>
          {task.status === 'cancelled'
            ? t('asked.withdrawn')
            : t('asked.waits', { date: longDay(task.restriction?.period?.end, language) })}
        </span>
      )}
      {(task.note ?? []).map(({ text }) => (
        <span key={text}>{text}</span>
      ))}
      {!isOver && (
        <span className="ej-c-acts">
          <button
            type="button"
            className="ej-c-button"
            aria-disabled={withdraw.isPending}
            onClick={() => withdraw.mutate()}
          >
            {t('asked.withdraw')}
            <span className="ej-sr">: {task.description}</span>
          </button>
        </span>
      )}
      <Failed error={withdraw.error} />
      {canBeDisputed(task as never) && !disputed && <Dispute task={task} onSent={onSent} />}
    </li>
  );
}

/** A service's no, brought before whoever looks after privacy. */
function Dispute({ task, onSent }: Pick<LineProps, 'task' | 'onSent'>) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { patient } = useSubject();
  const queries = useQueryClient();
  const id = useId();
  const [isOpen, setOpen] = useKept(`dispute ${task.id}`, false);
  const [text, setText] = useKept(`dispute ${task.id} text`, '');
  const [key, setKey] = useKept(`dispute ${task.id} key`, () => crypto.randomUUID());
  const [wrongs, setWrongs] = useState<readonly Wrong[]>([]);
  const sending = useMutation({
    mutationFn: () =>
      callOperation(`Patient/${patient}/$request`, [
        { name: 'disputes', valueReference: { reference: `Task/${task.id}` } },
        { name: 'text', valueString: text.trim() },
        { name: 'key', valueString: key },
      ]),
    async onSuccess() {
      setOpen(false);
      setText('');
      setKey(crypto.randomUUID());
      onSent(`${t('asked.sent')} ${t('talk.answerBy', { date: longDay(answerDay(Date.now()), language) })}`);
      await queries.invalidateQueries({ queryKey: ['record', patient] });
    },
  });
  if (!isOpen) {
    return (
      <span className="ej-c-acts">
        <button type="button" className="ej-c-button" onClick={() => setOpen(true)}>
          {t('asked.dispute')}
          <span className="ej-sr">: {task.description}</span>
        </button>
      </span>
    );
  }
  const submit = () => {
    const isShort = [...text.trim()].length < leastText;
    setWrongs(isShort ? [{ text: ruleText(requestWords, 'request-text', language), field: id }] : []);
    if (!isShort && !sending.isPending) sending.mutate();
  };
  return (
    <form
      className="ej-c-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <WordsField
        id={id}
        wrongs={wrongs}
        label={t('asked.dispute.why')}
        help={t('asked.dispute.help')}
        value={text}
        onChange={setText}
      />
      <Wrongs of={wrongs} />
      <Failed error={sending.error} />
      <div className="ej-c-acts">
        <button type="submit" className="ej-c-button" data-kind="primary" aria-disabled={sending.isPending}>
          {t(sending.isPending ? 'talk.sending' : 'asked.dispute.send')}
        </button>
        <button type="button" className="ej-c-button" onClick={() => setOpen(false)}>
          {t('rights.cancel')}
        </button>
      </div>
    </form>
  );
}

type FormProps = { services: { own: readonly Service[]; others: readonly Service[] }; onSent: (text: string) => void };

function RequestForm({ services: { own, others }, onSent }: FormProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { patient } = useSubject();
  const queries = useQueryClient();
  const id = useId();
  const [kind, setKind] = useKept('request kind', '');
  const [to, setTo] = useKept('request to', '');
  const [text, setText] = useKept('request text', '');
  const [key, setKey] = useKept('request key', () => crypto.randomUUID());
  const [wrongs, setWrongs] = useState<readonly Wrong[]>([]);
  const due = longDay(answerDay(Date.now()), language);
  const unit = [...own, ...others].find((one) => one.unit.reference === to)?.unit;
  const sending = useMutation({
    mutationFn: () =>
      callOperation(`Patient/${patient}/$request`, [
        { name: 'kind', valueCode: kind },
        { name: 'text', valueString: text.trim() },
        { name: 'to', valueReference: unit ?? {} },
        { name: 'key', valueString: key },
      ]),
    async onSuccess() {
      setKind('');
      setText('');
      setKey(crypto.randomUUID());
      await queries.invalidateQueries({ queryKey: ['record', patient] });
      onSent(`${t('asked.sent')} ${t('talk.answerBy', { date: due })}`);
    },
  });
  const submit = () => {
    const keys = [
      ...(kind === '' ? ['request-kind'] : []),
      ...(unit === undefined ? ['request-to'] : []),
      ...([...text.trim()].length < leastText ? ['request-text'] : []),
    ];
    setWrongs(
      keys.map((one) => ({
        text: ruleText(requestWords, one, language),
        field: one.replace('request', id), // the fields are called by what they hold
      })),
    );
    if (keys.length === 0 && !sending.isPending) sending.mutate();
  };
  const option = (one: Service) => (
    <option key={one.unit.reference} value={one.unit.reference}>
      {one.unit.display}
    </option>
  );
  return (
    <form
      className="ej-c-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="ej-c-field">
        <label htmlFor={`${id}-kind`}>{t('asked.kind')}</label>
        <WrongHere of={wrongs} field={`${id}-kind`} />
        <select
          id={`${id}-kind`}
          value={kind}
          onChange={(event) => setKind(event.target.value)}
          {...toldWrong(wrongs, `${id}-kind`)}
        >
          <option value="">{t('asked.kind.choose')}</option>
          {requestKinds.map((one) => (
            <option key={one} value={one}>
              {t(`asked.kind.${one}`)}
            </option>
          ))}
        </select>
        {kind !== '' && (
          <p className="ej-meta">
            {t(isForOfficer(kind as never, false) ? 'asked.officer.will' : 'asked.service.will')}
          </p>
        )}
      </div>
      <div className="ej-c-field">
        <label htmlFor={`${id}-to`}>{t('asked.to')}</label>
        <WrongHere of={wrongs} field={`${id}-to`} />
        <select
          id={`${id}-to`}
          value={to}
          onChange={(event) => setTo(event.target.value)}
          {...toldWrong(wrongs, `${id}-to`)}
        >
          <option value="">{t('talk.to.choose')}</option>
          {own.length > 0 && <optgroup label={t('talk.to.yours')}>{own.map(option)}</optgroup>}
          <optgroup label={t('talk.to.others')}>{others.map(option)}</optgroup>
        </select>
      </div>
      <WordsField
        id={`${id}-text`}
        wrongs={wrongs}
        label={t('asked.text')}
        help={t('asked.text.help')}
        value={text}
        onChange={setText}
      />
      <Wrongs of={wrongs} />
      <Failed error={sending.error} />
      <div className="ej-c-acts">
        <button type="submit" className="ej-c-button" data-kind="primary" aria-disabled={sending.isPending}>
          {t(sending.isPending ? 'talk.sending' : 'asked.send')}
        </button>
      </div>
    </form>
  );
}

/** What is asked, in the citizen's own words. */
function WordsField({
  id,
  wrongs,
  label,
  help,
  value,
  onChange,
}: {
  id: string;
  wrongs: readonly Wrong[];
  label: string;
  help: string;
  value: string;
  onChange: (text: string) => void;
}) {
  return (
    <div className="ej-c-field">
      <label htmlFor={id}>{label}</label>
      <p className="ej-meta" id={`${id}-help`}>
        {help}
      </p>
      <WrongHere of={wrongs} field={id} />
      <textarea
        id={id}
        {...toldWrong(wrongs, id, `${id}-help`)}
        rows={5}
        maxLength={4_000}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
