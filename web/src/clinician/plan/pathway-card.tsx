import {
  actionOf,
  codes,
  deviationsOf,
  isLate,
  isOver,
  isRefused,
  isTakenEarly,
  isUnresolved,
  latestOf,
  nextOf,
  standingOf,
  standingOfStep,
  stepActionOf,
  withDeviation,
} from '@enjournal/server/care/plan';
import {
  CheckmarkCircleFillIcon,
  CircleIcon,
  CircleSlashIcon,
  ClockDashedIcon,
  ExclamationmarkTriangleIcon,
  PencilIcon,
} from '@navikt/aksel-icons';
import { Button } from '@navikt/ds-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { update } from '../../shared/fhir/client.ts';
import { shortDate } from '../../shared/format/date.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { ChooseUnit } from './choose-unit.tsx';
import { doerOf, operate, type PathwayStep, type Plan, takenOn, textIn } from './plan-data.ts';
import { SmallForm } from './small-form.tsx';
import { StandingChip } from './standing-chip.tsx';
import { usePlanAct, useWriter } from './use-plan-act.ts';
import { WrittenField } from './written-field.tsx';

/** A pathway as a line of steps: done, next, late, not begun; what each waits for and who has it. */
export function PathwayCard({ id, plan, steps }: { id: string; plan: Plan; steps: readonly PathwayStep[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const writer = useWriter();
  const now = Date.now();
  const title = textIn(plan, 'title', language);
  const last = latestOf(steps);
  const next = nextOf(last) as PathwayStep | undefined;
  const isRunning = plan.status === 'active' || plan.status === 'on-hold';
  const byAction = new Map(last.map((step) => [stepActionOf(step), step]));
  const started = t('pathway.started', {
    when: shortDate(plan.period?.start, language),
    who: plan.author?.display ?? '',
  });
  return (
    <Card
      title={title}
      action={isRunning && <StandingChip standing={standingOf(plan, steps, now)} />}
      foot={isRunning && writer?.role !== undefined && <PathwayActs id={id} plan={plan} steps={last} title={title} />}
    >
      <div className="ej-card-body">
        <p className="ej-meta">{started}</p>
        {plan.description && <p>{plan.description}</p>}
        {next && isRunning && (
          <p className="ej-strong">{t('pathway.next', { step: textIn(next, 'description', language) })}</p>
        )}
      </div>
      <ol className="ej-steps" aria-label={t('pathway.steps', { name: title })}>
        {(plan.activity ?? []).map((activity) => {
          const action = actionOf(activity) ?? '';
          const step = byAction.get(action);
          return step === undefined ? (
            <li key={action} className="ej-step" data-standing="unknown">
              <CircleSlashIcon aria-hidden className="ej-step-mark" />
              <div>
                <div className="ej-step-title">{textIn(activity.detail, 'description', language)}</div>
                <div className="ej-meta">{t('pathway.step.unknown')}</div>
              </div>
            </li>
          ) : (
            <StepLine key={action} id={id} plan={plan} step={step} action={action} isNext={step === next} />
          );
        })}
      </ol>
    </Card>
  );
}

const statusWords = [
  ...(['draft', 'requested', 'received', 'accepted', 'ready', 'in-progress', 'on-hold'] as const),
  ...(['completed', 'cancelled', 'rejected', 'failed'] as const),
];
type StepStatus = (typeof statusWords)[number];
const isStepStatus = (status: string | undefined): status is StepStatus =>
  (statusWords as readonly string[]).includes(status ?? '');

function StepLine({
  id,
  plan,
  step,
  action,
  isNext,
}: {
  id: string;
  plan: Plan;
  step: PathwayStep;
  action: string;
  isNext: boolean;
}) {
  const { t } = useTranslation();
  const writer = useWriter();
  const language = useLanguage();
  const now = Date.now();
  const deviations = deviationsOf(plan).filter((one) => one.action === action);
  const standing = standingOfStep(step, now, deviations.length > 0);
  const isDraft = step.status === 'draft';
  const due = step.restriction?.period?.end;
  return (
    <li className="ej-step" data-standing={isDraft ? 'draft' : standing} aria-current={isNext ? 'step' : undefined}>
      <Mark standing={standing} isDraft={isDraft} />
      <div>
        <div className="ej-step-title">{textIn(step, 'description', language)}</div>
        <div className="ej-meta">
          {[
            doerOf(step),
            isTakenEarly(step)
              ? t('pathway.step.early')
              : isStepStatus(step.status)
                ? t(`pathway.step.${step.status}`)
                : undefined,
            !isOver(step) && due ? t('pathway.due', { when: shortDate(due, language) }) : undefined,
            step.status === 'completed' ? shortDate(step.lastModified, language) : undefined,
          ]
            .filter(Boolean)
            .join(' · ')}
          {isLate(step, now) && <b className="ej-step-late"> {t('pathway.standing.late')}</b>}
        </div>
        {isUnresolved(step) && !isOver(step) && (
          <>
            <div className="ej-step-late">{t('pathway.unresolved')}</div>
            {writer?.role !== undefined && step.owner?.reference === writer.unit?.reference && (
              <ChooseUnit id={id} step={step} />
            )}
          </>
        )}
        {step.statusReason && (
          <div className="ej-plan-note">
            <Voiced isWritten>{conceptText(step.statusReason)}</Voiced>
          </div>
        )}
        {isRefused(step) && plan.status === 'active' && isStarter(plan, writer) && (
          <ChooseUnit id={id} step={step} isRefused />
        )}
        {deviations.map((one) => (
          <div key={`${one.at}`} className="ej-plan-note">
            <Voiced isWritten>{conceptText(one.reason)}</Voiced>{' '}
            <span className="ej-meta">{t('plan.by', { who: one.by ?? '', when: shortDate(one.at, language) })}</span>
          </div>
        ))}
        <StepActs id={id} plan={plan} step={step} action={action} />
      </div>
    </li>
  );
}

/** Works where the pathway was started: who asked decides whom else to ask. */
const isStarter = ({ meta, author }: Plan, writer: ReturnType<typeof useWriter>): boolean =>
  writer?.role !== undefined &&
  ([writer.author.reference, writer.job.reference].includes(author?.reference ?? '') ||
    (meta?.tag ?? []).some(
      ({ system, code }) =>
        system === 'https://enjournal.no/fhir/CodeSystem/custodian' &&
        writer.unit?.reference === `Organization/${code}`,
    ));

function Mark({ standing, isDraft }: { standing: string; isDraft: boolean }): ReactNode {
  const Icon = isDraft
    ? CircleIcon
    : standing === 'done'
      ? CheckmarkCircleFillIcon
      : standing === 'deviating' || standing === 'late'
        ? ExclamationmarkTriangleIcon
        : standing === 'waiting'
          ? ClockDashedIcon
          : PencilIcon;
  return <Icon aria-hidden className="ej-step-mark" />;
}

/** What the reader can do with a step: take it on or say it is done where it is their unit's; say why it does not go as planned. */
function StepActs({ id, plan, step, action }: { id: string; plan: Plan; step: PathwayStep; action: string }) {
  const { t } = useTranslation();
  const writer = useWriter();
  const [open, setOpen] = useKept<'deviation' | 'leave' | undefined>(`pathway step ${step.id}`, undefined);
  const [text, setText] = useKept(`pathway step text ${step.id}`, '');
  const close = () => {
    setText('');
    setOpen(undefined);
  };
  const accept = usePlanAct(id, () => update(takenOn(step)));
  const acceptEarly = usePlanAct(id, () =>
    update({
      ...step,
      status: 'on-hold',
      businessStatus: { coding: [{ system: codes.taskState, code: 'waiting' }] },
      lastModified: new Date().toISOString(),
    } as PathwayStep),
  );
  const finish = usePlanAct(id, () =>
    update({ ...step, status: 'completed', lastModified: new Date().toISOString() } as PathwayStep),
  );
  const tell = usePlanAct(
    id,
    () =>
      open === 'leave'
        ? update({ ...step, status: 'cancelled', statusReason: { text: text.trim() } } as PathwayStep)
        : update(
            withDeviation(plan, action, {
              reason: { text: text.trim() },
              at: new Date().toISOString(),
              by: writer!.author,
            }) as Plan,
          ),
    close,
  );
  if (writer?.role === undefined || isOver(step) || plan.status !== 'active') return null;
  const ours = [writer.unit, writer.job, writer.author].map((one) => one?.reference);
  const isOurs = ours.includes(step.owner?.reference);
  const isAsked = step.status === 'requested' || step.status === 'received';
  const isTaken = ['accepted', 'ready', 'in-progress'].includes(step.status ?? '');
  const label = open === 'leave' ? t('pathway.leaveOut.label') : t('pathway.deviate.label');
  const error = accept.error ?? acceptEarly.error ?? finish.error;
  return (
    <>
      {step.status === 'draft' && isOurs && (
        <div className="ej-step-acts ej-noprint">
          <button
            type="button"
            className="ej-link"
            disabled={acceptEarly.isPending}
            onClick={() => acceptEarly.mutate(undefined)}
          >
            {t('pathway.acceptEarly')}
          </button>
        </div>
      )}
      {open === undefined && step.status !== 'draft' && (
        <div className="ej-step-acts ej-noprint">
          {isOurs && isAsked && (
            <button
              type="button"
              className="ej-link"
              disabled={accept.isPending}
              onClick={() => accept.mutate(undefined)}
            >
              {t('pathway.accept')}
            </button>
          )}
          {isOurs && isTaken && (
            <button
              type="button"
              className="ej-link"
              disabled={finish.isPending}
              onClick={() => finish.mutate(undefined)}
            >
              {t('pathway.done')}
            </button>
          )}
          <button type="button" className="ej-link" onClick={() => setOpen('deviation')}>
            {t('pathway.deviate')}
          </button>
          {isOurs && (
            <button type="button" className="ej-link" onClick={() => setOpen('leave')}>
              {t('pathway.leaveOut')}
            </button>
          )}
        </div>
      )}
      {error && <FailureNotice error={error} />}
      {open !== undefined && (
        <SmallForm
          label={label}
          submit={open === 'leave' ? t('pathway.leaveOut') : t('pathway.deviate')}
          act={tell}
          isFilled={text.trim() !== ''}
          onCancel={close}
        >
          <WrittenField label={label} value={text} onChange={setText} />
        </SmallForm>
      )}
    </>
  );
}

/** Look again, end, stop. */
function PathwayActs({
  id,
  plan,
  steps,
  title,
}: {
  id: string;
  plan: Plan;
  steps: readonly PathwayStep[];
  title: string;
}) {
  const { t } = useTranslation();
  const [isStopping, setStopping] = useKept(`pathway stop ${plan.id}`, false);
  const [text, setText] = useKept(`pathway stop text ${plan.id}`, '');
  const left = steps.filter((step) => !isOver(step)).length;
  const again = usePlanAct(id, () => operate<Plan>(`CarePlan/${plan.id}/$advance-pathway`, []));
  const finish = usePlanAct(id, () =>
    update({ ...plan, status: 'completed', period: { ...plan.period, end: new Date().toISOString() } } as Plan),
  );
  const stop = usePlanAct(
    id,
    () => operate<Plan>(`CarePlan/${plan.id}/$stop-pathway`, [{ name: 'reason', valueString: text.trim() }]),
    () => setStopping(false),
  );
  const error = again.error ?? finish.error;
  return (
    <section className="ej-noprint" aria-label={t('pathway.actions', { name: title })}>
      {!isStopping && (
        <div className="ej-step-acts">
          {left === 0 ? (
            <Button size="small" className="ej-xs" loading={finish.isPending} onClick={() => finish.mutate(undefined)}>
              {t('pathway.finish')}
            </Button>
          ) : (
            <button
              type="button"
              className="ej-link"
              disabled={again.isPending}
              onClick={() => again.mutate(undefined)}
            >
              {t('pathway.again')}
            </button>
          )}
          <button type="button" className="ej-link" onClick={() => setStopping(true)}>
            {t('pathway.stop')}
          </button>
        </div>
      )}
      {error && <FailureNotice error={error} />}
      {isStopping && (
        <SmallForm
          label={t('pathway.stop')}
          submit={t('pathway.stop')}
          act={stop}
          isFilled={text.trim() !== ''}
          onCancel={() => setStopping(false)}
        >
          <WrittenField
            label={t('pathway.stop.label')}
            description={left > 0 && t('pathway.stop.hint', { count: left })}
            value={text}
            onChange={setText}
          />
        </SmallForm>
      )}
    </section>
  );
}
