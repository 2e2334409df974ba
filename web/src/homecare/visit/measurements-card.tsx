import { ClockDashedIcon } from '@navikt/aksel-icons';
import { TextField } from '@navikt/ds-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Encounter, Observation } from '../../shared/fhir/types.ts';
import { shortDateTime } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { outbox } from '../../shared/outbox/own-outbox.ts';
import type { Step } from '../../shared/outbox/sending.ts';
import { useWaitingOf } from '../../shared/outbox/use-outbox.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { actSystem, type Giver, performerOf, sendingFor, stepFor } from '../doses/record-dose.ts';
import { isSurprising, type Measure, type Measured, measuredIn, measures, observed, textOf } from './measures.ts';

/** These are always asked for; the others when they have been measured lately, or somebody wants them. */
const USUAL = new Set<Measure['key']>(['pressure', 'pulse', 'weight']);
const LATELY_MS = 60 * 86_400_000;

type Props = { id: string; encounter: Encounter | undefined; giver: () => Giver };

/** One field for each measurement, with what it was before below it. Kept when the field is left. */
export function MeasurementsCard({ id, encounter, giver }: Props) {
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
              giver={giver}
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
  giver: () => Giver;
};

function MeasureField({ id, measure, here, before, giver }: FieldProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const key = `measurement ${id} ${measure.key}`;
  const waiting = useWaitingOf(id).find((one) => one.key === key);
  const [text, setText] = useKept(`measure ${measure.key}`, () => waiting?.about?.text ?? textOf(here, language) ?? '');
  const [isLeft, setLeft] = useState(false);
  const label = t(`visit.measure.${measure.key}`);
  const save = (measured: Measured) => {
    const now = giver();
    const what = `${label} ${text.trim()}`;
    const sending = sendingFor(now, 'measurement', what, [stepOf(now, measure, measured, here, key)], ['Observation']);
    void outbox.put({ ...sending, key, about: { ...sending.about, text: text.trim() } });
  };
  const measured = measuredIn(text, measure);
  const isWrong = text.trim() !== '' && measured === undefined;
  const was = textOf(before, language);
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
          if (measured !== undefined && text.trim() !== (waiting?.about?.text ?? textOf(here, language)))
            save(measured);
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
      {waiting !== undefined && (
        // beside the label: nothing may move under the thumb that leaves the field
        <span className="ej-visit-measure-waits">
          <ClockDashedIcon title={t(waiting.trouble === undefined ? 'outbox.waits' : 'outbox.asks')} />
        </span>
      )}
    </div>
  );
}

/** A new measurement, or another value for the one of this visit; what was measured first keeps its time. */
function stepOf(now: Giver, measure: Measure, measured: Measured, here: Observation | undefined, key: string): Step {
  const reference = now.encounter ?? now.visit?.url;
  const sent = outbox
    .current()
    .sent.findLast((one) => one.key === key)
    ?.became.at(-1);
  const observation = {
    ...observed(measure, measured),
    subject: { reference: `Patient/${now.id}` },
    ...(reference === undefined ? {} : { encounter: { reference } }),
    effectiveDateTime: here?.effectiveDateTime ?? new Date(now.now).toISOString(),
    performer: [performerOf(now).actor],
  };
  const id = here?.id ?? sent?.replace('Observation/', '');
  if (id === undefined) {
    return stepFor(now, { ...observation, identifier: [{ system: actSystem, value: crypto.randomUUID() }] });
  }
  const match = here === undefined ? {} : { 'if-match': `W/"${here.meta?.versionId}"` };
  return { method: 'PUT', path: `Observation/${id}`, body: { ...here, ...observation, id }, headers: match };
}
