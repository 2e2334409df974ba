import { codes } from '@enjournal/server/care/plan';
import { ExclamationmarkTriangleIcon } from '@navikt/aksel-icons';
import { Button, Checkbox, Select, Textarea, TextField } from '@navikt/ds-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Parameter } from '../../shared/fhir/parameters.ts';
import type { Extension, Resource } from '../../shared/fhir/types.ts';
import { shortDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { doerOf, operate, type Pathway, type PathwayStep, type Plan, textIn, usePathways } from './plan-data.ts';
import { usePlanAct } from './use-plan-act.ts';

/** Find a pathway, see what it will do and with whom, change it, start it. */
export function StartPathway({ id, onDone }: { id: string; onDone: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const pathways = usePathways(true);
  const [words, setWords] = useKept('pathway find', '');
  const [chosen, setChosen] = useKept<string | undefined>('pathway chosen', undefined);
  return (
    <Card title={t('pathway.start')}>
      <Part of={pathways} what={t('pathway.what')} rows={6}>
        {(all) => {
          const pathway = all.find((one) => one.id === chosen);
          if (pathway !== undefined)
            return <Preview id={id} pathway={pathway} onBack={() => setChosen(undefined)} onDone={onDone} />;
          const found = all
            .filter((one) =>
              `${textIn(one, 'title', language)} ${one.title}`.toLowerCase().includes(words.trim().toLowerCase()),
            )
            .sort((a, b) => textIn(a, 'title', language).localeCompare(textIn(b, 'title', language), language));
          return (
            <div className="ej-small-form">
              <TextField
                label={t('pathway.find')}
                size="small"
                value={words}
                // The panel was opened to do this.
                autoFocus
                onChange={(event) => setWords(event.target.value)}
              />
              {found.length === 0 && <p>{t('pathway.find.none')}</p>}
              <ul className="ej-plain ej-pathway-choices" aria-label={t('pathway.choices')}>
                {found.map((one) => (
                  <li key={one.id}>
                    <button type="button" className="ej-pathway-choice" onClick={() => setChosen(one.id)}>
                      <span className="ej-strong">{textIn(one, 'title', language)}</span>
                      <span className="ej-meta">{textIn(one, 'description', language)}</span>
                    </button>
                  </li>
                ))}
              </ul>
              <div className="ej-small-form-acts">
                <Button type="button" size="small" className="ej-xs" variant="tertiary" onClick={onDone}>
                  {t('plan.cancel')}
                </Button>
              </div>
            </div>
          );
        }}
      </Part>
    </Card>
  );
}

type PreviewStep = Omit<PathwayStep, 'extension'> & { extension?: Extension[] };

function Preview({
  id,
  pathway,
  onBack,
  onDone,
}: {
  id: string;
  pathway: Pathway;
  onBack: () => void;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [left, setLeft] = useKept<string[]>(`pathway left ${pathway.id}`, []);
  const [units, setUnits] = useKept<Record<string, string>>(`pathway units ${pathway.id}`, {});
  const [why, setWhy] = useKept(`pathway why ${pathway.id}`, '');
  const given = (isDry: boolean): Parameter[] => [
    { name: 'subject', valueString: `Patient/${id}` },
    ...(isDry ? [{ name: 'dryRun', valueBoolean: true }] : left.map((valueString) => ({ name: 'skip', valueString }))),
    ...(isDry || why.trim() === '' ? [] : [{ name: 'reason', valueString: why.trim() }]),
    ...(isDry
      ? []
      : Object.entries(units)
          .filter(([, unit]) => unit !== '')
          .map(([action, reference]) => ({
            name: 'performer',
            part: [
              { name: 'action', valueString: action },
              { name: 'organization', valueReference: { reference } },
            ],
          }))),
  ];
  const preview = useQuery({
    queryKey: ['record', id, ['CarePlan', 'EpisodeOfCare'], 'pathway', pathway.id],
    queryFn: () => operate<Plan>(`PlanDefinition/${pathway.id}/$apply`, given(true)),
    staleTime: 30_000,
  });
  const start = usePlanAct(id, () => operate<Plan>(`PlanDefinition/${pathway.id}/$apply`, given(false)), onDone);
  return (
    <Part of={preview} what={t('pathway.what')} rows={8}>
      {(plan) => {
        const contained = (plan.contained ?? []) as Resource[];
        const steps = contained.filter(({ resourceType }) => resourceType === 'Task') as unknown as PreviewStep[];
        const isRunning = JSON.stringify(contained).includes('"pathway-running"');
        const conditional = (plan.activity ?? []).filter(({ detail }) => detail !== undefined);
        const going = steps.filter(({ id: action, status }) => status === 'requested' && !left.includes(action ?? ''));
        return (
          <div className="ej-small-form">
            <h3 className="ej-preview-title">{textIn(pathway, 'title', language)}</h3>
            <p>{textIn(pathway, 'description', language)}</p>
            {isRunning && (
              <p className="ej-notice">
                <ExclamationmarkTriangleIcon aria-hidden /> {t('pathway.running')}
              </p>
            )}
            <h4>{t('pathway.preview')}</h4>
            <PreviewSteps
              title={t('pathway.preview.now')}
              steps={steps.filter(({ status }) => status === 'requested')}
              {...{ left, setLeft, units, setUnits }}
            />
            <PreviewSteps
              title={t('pathway.preview.later')}
              steps={steps.filter(({ status }) => status !== 'requested')}
              {...{ left, setLeft, units, setUnits }}
            />
            {conditional.length > 0 && (
              <section aria-label={t('pathway.preview.ifNeeded')}>
                <h5>{t('pathway.preview.ifNeeded')}</h5>
                <ul className="ej-plain">
                  {conditional.map(({ detail }) => (
                    <li key={detail?.description} className="ej-preview-step ej-meta-size">
                      {textIn(detail, 'description', language)}
                    </li>
                  ))}
                </ul>
              </section>
            )}
            <Textarea
              label={t('pathway.why')}
              size="small"
              minRows={2}
              value={why}
              onChange={(event) => setWhy(event.target.value)}
            />
            <p className="ej-meta">
              {t('pathway.preview.sources')}: {(pathway.relatedArtifact ?? []).map(({ display }) => display).join('; ')}
            </p>
            {start.error && <FailureNotice error={start.error} />}
            <div className="ej-small-form-acts">
              <Button
                type="button"
                size="small"
                disabled={isRunning}
                loading={start.isPending}
                onClick={() => start.mutate(undefined)}
              >
                {t('pathway.confirm', { count: going.length })}
              </Button>
              <Button type="button" size="small" variant="tertiary" onClick={onBack}>
                {t('plan.cancel')}
              </Button>
            </div>
          </div>
        );
      }}
    </Part>
  );
}

type PreviewStepsProps = {
  title: string;
  steps: readonly PreviewStep[];
  left: string[];
  setLeft: (left: string[]) => void;
  units: Record<string, string>;
  setUnits: (units: Record<string, string>) => void;
};

function PreviewSteps({ title, steps, left, setLeft, units, setUnits }: PreviewStepsProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (steps.length === 0) return null;
  return (
    <section aria-label={title}>
      <h5>{title}</h5>
      <ul className="ej-plain">
        {steps.map((step) => {
          const action = step.id ?? '';
          const text = textIn(step, 'description', language);
          const candidates = (step.extension ?? []).flatMap(({ url, valueReference }) =>
            url === codes.candidate ? [valueReference as { reference: string; display?: string }] : [],
          );
          const isUnresolved = (step.extension ?? []).some(({ url }) => url === codes.unresolved);
          const due = step.restriction?.period?.end;
          return (
            <li key={action} className="ej-preview-step">
              <Checkbox
                size="small"
                checked={!left.includes(action)}
                onChange={(event) =>
                  setLeft(event.target.checked ? left.filter((one) => one !== action) : [...left, action])
                }
              >
                {text}
                <span className="ej-meta ej-preview-who">
                  {[
                    isUnresolved ? undefined : doerOf(step),
                    due ? t('pathway.due', { when: shortDate(due, language) }) : undefined,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </Checkbox>
              {isUnresolved && (
                <Select
                  label={t('pathway.preview.unit', { step: text })}
                  hideLabel
                  size="small"
                  value={units[action] ?? ''}
                  onChange={(event) => setUnits({ ...units, [action]: event.target.value })}
                >
                  <option value="">{t('pathway.preview.ours')}</option>
                  {candidates.map(({ reference, display }) => (
                    <option key={reference} value={reference}>
                      {display ?? reference}
                    </option>
                  ))}
                </Select>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
