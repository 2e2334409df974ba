import { Select, Textarea, TextField } from '@navikt/ds-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { update } from '../../shared/fhir/client.ts';
import { shortDate } from '../../shared/format/date.ts';
import { nameOf } from '../../shared/format/person.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { usePatient } from '../../shared/record/record-queries.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { RowList } from '../../shared/ui/row-list.tsx';
import type { Plan } from './plan-data.ts';
import { SmallForm } from './small-form.tsx';
import { signed, usePlanAct, useWriter } from './use-plan-act.ts';

const statuses = ['not-started', 'scheduled', 'in-progress', 'on-hold', 'completed', 'cancelled', 'stopped'] as const;
type Status = (typeof statuses)[number];

type Placed = { plan: Plan; at: number; text: string; who: string; status: string };

/** What is done, by the service or person that does it, from the shared plan and the treatment plans within it. */
export function ActivitiesCard({
  id,
  shared,
  treatments,
}: {
  id: string;
  shared: Plan | undefined;
  treatments: readonly Plan[];
}) {
  const { t } = useTranslation();
  const writer = useWriter();
  const [isAdding, setAdding] = useKept('plan activity', false);
  const plans = shared === undefined ? treatments : [shared, ...treatments];
  const groups = groupsOf(plans, t('plan.activities.others'));
  return (
    <Card
      title={t('plan.activities')}
      action={
        writer?.role !== undefined &&
        shared !== undefined &&
        !isAdding && (
          <button type="button" className="ej-link" onClick={() => setAdding(true)}>
            {t('plan.activities.add')}
          </button>
        )
      }
    >
      {isAdding && shared !== undefined && <NewActivity id={id} plan={shared} onDone={() => setAdding(false)} />}
      {groups.length === 0 && !isAdding && (
        <div className="ej-card-body">
          <p>{t('plan.activities.none')}</p>
        </div>
      )}
      {groups.map(([who, activities]) => (
        <section key={who} className="ej-plan-group" aria-label={who}>
          <h3>{who}</h3>
          <RowList
            label={who}
            columns="minmax(0, 1fr) max-content"
            rows={activities.map((one) => ({
              key: `${one.plan.id} ${one.at}`,
              cells: (
                <>
                  <span>{one.text}</span>
                  <span className="ej-row-end ej-meta-size">
                    {isStatus(one.status) && t(`plan.activityStatus.${one.status}`)}
                  </span>
                </>
              ),
              detail: () => <ActivityDetail id={id} of={one} />,
            }))}
          />
        </section>
      ))}
    </Card>
  );
}

const isStatus = (status: string): status is Status => (statuses as readonly string[]).includes(status);

function groupsOf(plans: readonly Plan[], others: string): [string, Placed[]][] {
  const groups = new Map<string, Placed[]>();
  for (const plan of plans) {
    for (const [at, { detail }] of (plan.activity ?? []).entries()) {
      if (detail?.description === undefined) continue;
      const who = detail.performer?.[0]?.display ?? others;
      groups.set(who, [
        ...(groups.get(who) ?? []),
        { plan, at, text: detail.description, who, status: detail.status ?? '' },
      ]);
    }
  }
  return [...groups];
}

function ActivityDetail({ id, of }: { id: string; of: Placed }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const writer = useWriter();
  const [isEvaluating, setEvaluating] = useKept(`plan activity ${of.plan.id} ${of.at}`, false);
  const { progress = [] } = of.plan.activity?.[of.at] ?? {};
  return (
    <div className="ej-plan-detail">
      <p className="ej-meta">{of.plan.title}</p>
      {progress.map((note) => (
        <p key={`${note.time} ${note.text}`} className="ej-plan-note">
          {note.text}{' '}
          <span className="ej-meta">
            {t('plan.by', {
              who: note.authorReference?.display ?? note.authorString ?? '',
              when: shortDate(note.time, language),
            })}
          </span>
        </p>
      ))}
      {writer?.role !== undefined && !isEvaluating && (
        <button type="button" className="ej-link ej-noprint" onClick={() => setEvaluating(true)}>
          {t('plan.evaluate')}
        </button>
      )}
      {isEvaluating && <EvaluateActivity id={id} of={of} onDone={() => setEvaluating(false)} />}
    </div>
  );
}

function EvaluateActivity({ id, of, onDone }: { id: string; of: Placed; onDone: () => void }) {
  const { t } = useTranslation();
  const writer = useWriter();
  const [status, setStatus] = useKept(`plan activity status ${of.plan.id} ${of.at}`, of.status || 'in-progress');
  const [text, setText] = useKept(`plan activity text ${of.plan.id} ${of.at}`, '');
  const [isEmpty, setEmpty] = useState(false);
  const save = usePlanAct(
    id,
    () => {
      const activity = (of.plan.activity ?? []).map((one, at) =>
        at === of.at
          ? { ...one, detail: { ...one.detail, status }, progress: [...(one.progress ?? []), signed(writer!, text)] }
          : one,
      );
      return update<Plan>({ ...of.plan, activity } as Plan);
    },
    onDone,
  );
  return (
    <SmallForm
      label={t('plan.evaluate')}
      submit={t('plan.evaluate.sign')}
      isPending={save.isPending}
      error={save.error}
      onCancel={onDone}
      onSubmit={() => {
        setEmpty(text.trim() === '');
        if (text.trim() !== '') save.mutate(undefined);
      }}
    >
      <Select
        label={t('plan.activityStatus.label')}
        size="small"
        value={status}
        onChange={(event) => setStatus(event.target.value)}
      >
        {statuses.map((one) => (
          <option key={one} value={one}>
            {t(`plan.activityStatus.${one}`)}
          </option>
        ))}
      </Select>
      <Textarea
        label={t('plan.evaluate.label')}
        size="small"
        minRows={2}
        value={text}
        error={isEmpty && text.trim() === '' && t('plan.write')}
        onChange={(event) => setText(event.target.value)}
      />
    </SmallForm>
  );
}

function NewActivity({ id, plan, onDone }: { id: string; plan: Plan; onDone: () => void }) {
  const { t } = useTranslation();
  const writer = useWriter();
  const { data: patient } = usePatient(id);
  const [text, setText] = useKept('plan activity new', '');
  const [who, setWho] = useKept('plan activity who', 'unit');
  const [isEmpty, setEmpty] = useState(false);
  const save = usePlanAct(
    id,
    () => {
      const performer =
        who === 'citizen' ? { reference: `Patient/${id}`, display: nameOf(patient) } : (writer?.unit ?? writer?.job);
      const detail = {
        status: 'in-progress',
        description: text.trim(),
        ...(performer ? { performer: [performer] } : {}),
      };
      return update<Plan>({ ...plan, activity: [...(plan.activity ?? []), { detail }] } as Plan);
    },
    () => {
      setText('');
      onDone();
    },
  );
  return (
    <SmallForm
      label={t('plan.activities.add')}
      submit={t('plan.save')}
      isPending={save.isPending}
      error={save.error}
      onCancel={onDone}
      onSubmit={() => {
        setEmpty(text.trim() === '');
        if (text.trim() !== '') save.mutate(undefined);
      }}
    >
      <TextField
        label={t('plan.activities.label')}
        size="small"
        value={text}
        error={isEmpty && text.trim() === '' && t('plan.write')}
        onChange={(event) => setText(event.target.value)}
      />
      <Select
        label={t('plan.activities.who')}
        size="small"
        value={who}
        onChange={(event) => setWho(event.target.value)}
      >
        <option value="unit">{t('plan.activities.own', { unit: writer?.unit?.display ?? '' })}</option>
        <option value="citizen">{t('plan.activities.citizen')}</option>
      </Select>
    </SmallForm>
  );
}
