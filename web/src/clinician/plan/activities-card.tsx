import { useTranslation } from 'react-i18next';
import { update } from '../../shared/fhir/client.ts';
import { nameOf } from '../../shared/format/person.ts';
import { usePatient } from '../../shared/record/record-queries.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { RowList } from '../../shared/ui/row-list.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { EvaluationForm } from './evaluation-form.tsx';
import { PickField } from './pick-field.tsx';
import type { Plan } from './plan-data.ts';
import { SignedNote } from './signed-note.tsx';
import { SmallForm } from './small-form.tsx';
import { usePlanAct, useWriter } from './use-plan-act.ts';
import { WriteButton } from './write-button.tsx';
import { WrittenField } from './written-field.tsx';

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
  const [isAdding, setAdding] = useKept('plan activity', false);
  const plans = shared === undefined ? treatments : [shared, ...treatments];
  const groups = groupsOf(plans, t('plan.activities.others'));
  return (
    <Card
      title={t('plan.activities')}
      action={
        shared !== undefined && (
          <WriteButton isOpen={isAdding} onOpen={() => setAdding(true)}>
            {t('plan.activities.add')}
          </WriteButton>
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
                  <span>
                    <Voiced isWritten>{one.text}</Voiced>
                  </span>
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
  const [isEvaluating, setEvaluating] = useKept(`plan activity ${of.plan.id} ${of.at}`, false);
  const { progress = [] } = of.plan.activity?.[of.at] ?? {};
  return (
    <div className="ej-plan-detail">
      <p className="ej-meta">{of.plan.title}</p>
      {progress.map((note) => (
        <SignedNote key={`${note.time} ${note.text}`} note={note} />
      ))}
      <WriteButton isOpen={isEvaluating} onOpen={() => setEvaluating(true)}>
        {t('plan.evaluate')}
      </WriteButton>
      {isEvaluating && (
        <EvaluationForm
          id={id}
          name={`${of.plan.id} ${of.at}`}
          label={t('plan.activityStatus.label')}
          choices={statuses.map((one) => [one, t(`plan.activityStatus.${one}`)])}
          standing={of.status || 'in-progress'}
          store={(status, note) => update<Plan>(evaluated(of, status, note))}
          onDone={() => setEvaluating(false)}
        />
      )}
    </div>
  );
}

function evaluated({ plan, at }: Placed, status: string, note: object): Plan {
  const activity = (plan.activity ?? []).map((one, index) =>
    index === at ? { ...one, detail: { ...one.detail, status }, progress: [...(one.progress ?? []), note] } : one,
  );
  return { ...plan, activity } as Plan;
}

function NewActivity({ id, plan, onDone }: { id: string; plan: Plan; onDone: () => void }) {
  const { t } = useTranslation();
  const writer = useWriter();
  const { data: patient } = usePatient(id);
  const [text, setText] = useKept('plan activity new', '');
  const [who, setWho] = useKept('plan activity who', 'unit');
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
      act={save}
      isFilled={text.trim() !== ''}
      onCancel={onDone}
    >
      <WrittenField label={t('plan.activities.label')} isLine value={text} onChange={setText} />
      <PickField
        label={t('plan.activities.who')}
        choices={[
          ['unit', t('plan.activities.own', { unit: writer?.unit?.display ?? '' })],
          ['citizen', t('plan.activities.citizen')],
        ]}
        value={who}
        onChange={setWho}
      />
    </SmallForm>
  );
}
