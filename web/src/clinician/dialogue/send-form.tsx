import { taskCodes } from '@enjournal/server/care/dialogue';
import { Button, Select } from '@navikt/ds-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { create, matchesOf, search } from '../../shared/fhir/client.ts';
import { translated } from '../../shared/fhir/translated.ts';
import type { Questionnaire, Task } from '../../shared/fhir/types.ts';
import { dayOf, shortDate } from '../../shared/format/date.ts';
import { DraftForm } from '../../shared/forms/draft-form.tsx';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { tellDone } from '../../shared/ui/done.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { useOwnReferences } from '../bar/use-own-references.ts';
import { useUser } from '../bar/use-user.ts';

const days = 7;
const formType = 'https://enjournal.no/fhir/CodeSystem/form-type';

/** A form for the citizen to answer before a day, and how those that were sent stand. */
export function SendForm({ id }: { id: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const own = useOwnReferences();
  const { name } = useUser();
  const [url, setUrl] = useKept('send form', '');
  const [due, setDue] = useKept('send form due', dayOf(Date.now() + days * 86_400_000));
  const [isTried, setTried] = useState(false);
  const { data: forms = [] } = useQuery({
    queryKey: ['forms-for-citizens'],
    staleTime: 600_000,
    queryFn: async ({ signal }) =>
      matchesOf(
        await search<Questionnaire>(
          'Questionnaire',
          {
            context: ['before-visit', 'own-measurement', 'decision-aid'].map((kind) => `${formType}|${kind}`).join(','),
            status: 'active',
          },
          signal,
        ),
      ),
  });
  const titleOf = (form: Questionnaire) => translated(form.title, form._title, language);
  const sending = useMutation({
    mutationFn: (form: Questionnaire) => create(taskOf(id, form, due, { reference: own.at(-1) ?? '', display: name })),
    async onSuccess() {
      setUrl('');
      setTried(false);
      tellDone(t('dialogue.form.sent'));
      await queries.invalidateQueries({ queryKey: ['record', id] });
    },
  });
  const send = () => {
    setTried(true);
    const form = forms.find((one) => one.url === url);
    if (form !== undefined && !sending.isPending) sending.mutate(form);
  };
  return (
    <Card title={t('dialogue.form')}>
      <form
        className="ej-form ej-card-body"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Select
          size="small"
          label={t('dialogue.form.which')}
          value={url}
          error={isTried && url === '' && t('dialogue.form.missing')}
          onChange={(event) => setUrl(event.target.value)}
        >
          <option value="">{t('dialogue.form.choose')}</option>
          {forms.map((form) => (
            <option key={form.id} value={form.url}>
              {titleOf(form)}
            </option>
          ))}
        </Select>
        <DraftForm form={forms.find((one) => one.url === url)} />
        <label className="ej-work-day">
          {t('dialogue.form.by')}
          <input type="date" value={due} onChange={(event) => setDue(event.target.value)} />
        </label>
        {sending.error && <FailureNotice error={sending.error} />}
        <div className="ej-acts">
          <Button type="submit" size="small" className="ej-xs" loading={sending.isPending}>
            {t('dialogue.form')}
          </Button>
        </div>
      </form>
      <SentForms id={id} />
    </Card>
  );
}

function SentForms({ id }: { id: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const sent = useRecordSearch<Task>(
    id,
    'Task',
    { code: `${taskCodes}|answer-form`, _sort: '-authored-on' },
    { limit: 50 },
  );
  const tasks = sent.data?.resources ?? [];
  if (tasks.length === 0) return null;
  return (
    <ul className="ej-plain ej-card-body" aria-label={t('dialogue.asked')}>
      {tasks.map(({ id: task, description, status, restriction }) => (
        <li key={task}>
          {description}{' '}
          <span className="ej-meta">
            {status === 'completed'
              ? t('dialogue.asked.done')
              : t('dialogue.asked.waits', { date: shortDate(restriction?.period?.end, language) })}
          </span>
        </li>
      ))}
    </ul>
  );
}

function taskOf(id: string, form: Questionnaire, due: string, requester: Task['requester'] & object): Task {
  const citizen = { reference: `Patient/${id}` };
  return {
    resourceType: 'Task',
    status: 'requested',
    intent: 'order',
    priority: 'routine',
    code: { coding: [{ system: taskCodes, code: 'answer-form', display: 'Skjema å svare på' }] },
    description: form.title ?? '',
    for: citizen,
    owner: citizen,
    requester,
    authoredOn: new Date().toISOString(),
    ...(due === '' ? {} : { restriction: { period: { end: due } } }),
    input: [{ type: { text: 'questionnaire' }, valueCanonical: form.url } as never],
  };
}
