import { TextField } from '@navikt/ds-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNotice } from '../../clinician/access/failure-notice.tsx';
import { send } from '../../shared/fhir/client.ts';
import type { Encounter, Observation } from '../../shared/fhir/types.ts';
import { shortDateTime } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { isSurprising, type Measure, measuredIn, measures, observed, textOf } from './measures.ts';
import { useOwn } from './use-own.ts';
import { json } from './use-visit.ts';

/** These are always asked for; the others when they have been measured lately, or somebody wants them. */
const USUAL = new Set<Measure['key']>(['pressure', 'pulse', 'weight']);
const LATELY_MS = 60 * 86_400_000;

type Props = { id: string; encounter: Encounter | undefined; start: () => Promise<Encounter> };

/** One field for each measurement, with what it was before below it. Kept when the field is left. */
export function MeasurementsCard({ id, encounter, start }: Props) {
  const { t } = useTranslation();
  const [isAll, setAll] = useKept('measures all', false);
  const codes = measures.map(({ loinc }) => `http://loinc.org|${loinc}`).join(',');
  const since = new Date(Date.now() - 2 * 365 * 86_400_000).toISOString().slice(0, 10);
  const query = useRecordSearch<Observation>(
    id,
    'Observation',
    { code: codes, date: `ge${since}`, _sort: '-date' },
    { limit: 200 },
  );
  const all = (query.data?.resources ?? []).filter(({ status }) => status !== 'entered-in-error');
  const of = ({ loinc }: Measure) => all.filter((one) => one.code?.coding?.some(({ code }) => code === loinc));
  const isHere = (one: Observation) =>
    encounter !== undefined && one.encounter?.reference === `Encounter/${encounter.id}`;
  const isLate = (one: Observation | undefined) => Date.now() - Date.parse(one?.effectiveDateTime ?? '') < LATELY_MS;
  const shown = measures.filter((one) => isAll || USUAL.has(one.key) || isLate(of(one)[0]));
  return (
    <Card
      title={t('visit.measures')}
      action={
        shown.length < measures.length && (
          <button type="button" className="ej-link" onClick={() => setAll(true)}>
            {t('visit.measures.more')}
          </button>
        )
      }
    >
      <div className="ej-card-body ej-visit-measures">
        {query.isSuccess &&
          shown.map((measure) => (
            <MeasureField
              key={`${measure.key} ${of(measure).find(isHere)?.id ?? ''}`}
              id={id}
              measure={measure}
              here={of(measure).find(isHere)}
              before={of(measure).find((one) => !isHere(one))}
              start={start}
            />
          ))}
      </div>
    </Card>
  );
}

type FieldProps = {
  id: string;
  measure: Measure;
  here: Observation | undefined;
  before: Observation | undefined;
  start: () => Promise<Encounter>;
};

function MeasureField({ id, measure, here, before, start }: FieldProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const own = useOwn();
  const [text, setText] = useKept(`measure ${measure.key}`, textOf(here, language) ?? '');
  const [isLeft, setLeft] = useState(false);
  const save = useMutation({
    mutationFn: async () => {
      const measured = measuredIn(text, measure);
      if (measured === undefined) return;
      const { id: encounter } = await start();
      const observation = {
        ...observed(measure, measured),
        subject: { reference: `Patient/${id}` },
        encounter: { reference: `Encounter/${encounter}` },
        effectiveDateTime: here?.effectiveDateTime ?? new Date().toISOString(),
        performer: [{ reference: own.role ?? own.person, display: own.name }],
      };
      const [method, path, resource] = here
        ? (['PUT', `Observation/${here.id}`, { ...observation, id: here.id }] as const)
        : (['POST', 'Observation', observation] as const);
      const match = here ? { 'if-match': `W/"${here.meta?.versionId}"` } : {};
      await send(path, { method, headers: { ...json, ...match }, body: JSON.stringify(resource) });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['record', id, ['Observation']] }),
  });
  const measured = measuredIn(text, measure);
  const isWrong = text.trim() !== '' && measured === undefined;
  const was = textOf(before, language);
  const label = t(`visit.measure.${measure.key}`);
  return (
    <div className="ej-visit-measure" data-measure={measure.key}>
      <TextField
        label={label}
        inputMode={measure.key === 'pressure' ? 'text' : 'decimal'}
        autoComplete="off"
        value={text}
        error={
          isLeft && isWrong ? t(`visit.measure.${measure.key === 'pressure' ? 'wrongPressure' : 'wrong'}`) : undefined
        }
        onChange={(event) => setText(event.target.value)}
        onBlur={() => {
          setLeft(true);
          if (measured !== undefined && text.trim() !== textOf(here, language)) save.mutate();
        }}
      />
      <div className="ej-meta ej-num">
        {was === undefined
          ? t('visit.measure.never')
          : t('visit.measure.before', { value: was, when: shortDateTime(before?.effectiveDateTime, language) })}
      </div>
      {measured !== undefined && isSurprising(measure, measured, before) && (
        <div className="ej-visit-surprise" role="status">
          {t('visit.measure.surprising')}
        </div>
      )}
      {save.error && <FailureNotice error={save.error} />}
    </div>
  );
}
