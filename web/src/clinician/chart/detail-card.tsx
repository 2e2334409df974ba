import { isUnverified } from '@enjournal/server/care/devices';
import { Button } from '@navikt/ds-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { search } from '../../shared/fhir/client.ts';
import { keyOf } from '../../shared/fhir/references.ts';
import { sourceOf } from '../../shared/fhir/source.ts';
import type { Observation, Resource } from '../../shared/fhir/types.ts';
import { saidOf } from '../../shared/fhir/write.ts';
import { shortDateTime } from '../../shared/format/date.ts';
import { conceptText, valueText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { recordKey } from '../../shared/record/record-queries.ts';
import { useRecordWrite } from '../../shared/record/use-record-write.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { tellDone } from '../../shared/ui/done.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { useUser } from '../bar/use-user.ts';
import { amended, isCorrectable, reasonGiven, reasonOf, struckOut, valueTyped } from './correct.ts';
import { Field } from './measure-form.tsx';
import type { Lane, Reading } from './scene.ts';

type Props = { id: string; lane: Lane; reading: Reading; onClose: () => void };

/** What was picked in a lane: by whom, from where, with its earlier versions, and what can be corrected. */
export function DetailCard({ id, lane, reading, onClose }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <Card
      title={lane.name}
      action={
        <button type="button" className="ej-link" onClick={onClose}>
          {t('kurve.close')}
        </button>
      }
    >
      <div className="ej-card-body ej-kurve-detail">
        <p className="ej-num">
          <strong>{shortDateTime(new Date(reading.at).toISOString(), language)}</strong> {reading.text}
        </p>
        {reading.of.map((of) => (
          <One key={keyOf(of)} id={id} of={of} />
        ))}
      </div>
    </Card>
  );
}

function One({ id, of }: { id: string; of: Resource }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [form, setForm] = useKept<'correct' | 'strike' | ''>(`kurve act ${of.id}`, '');
  const { author, organization } = sourceOf(of);
  const who = [author?.display, organization].filter(Boolean).join(', ');
  const observation = of.resourceType === 'Observation' ? (of as Observation) : undefined;
  const { reason } = observation === undefined ? { reason: undefined } : reasonGiven(observation);
  return (
    <div className="ej-kurve-one">
      {observation && (
        <p className="ej-num">
          <Voiced isWritten>{conceptText(observation.code)}</Voiced> <strong>{valueText(observation, language)}</strong>
          {isUnverified(observation as never) && <span className="ej-kurve-mark"> {t('kurve.unverified')}</span>}
        </p>
      )}
      <p className="ej-meta">
        {who}
        {observation?.device?.display && ` · ${observation.device.display}`}
      </p>
      {observation?.status === 'amended' || observation?.status === 'corrected' ? (
        <Earlier id={id} of={observation} reason={reason} />
      ) : null}
      {observation && isCorrectable(observation) && form === '' && (
        <p className="ej-kurve-acts ej-noprint">
          <button type="button" className="ej-link" onClick={() => setForm('correct')}>
            {t('kurve.correct')}
            <span className="ej-sr">
              {' '}
              <Voiced isWritten>{conceptText(observation.code)}</Voiced>
            </span>
          </button>
          <button type="button" className="ej-link" onClick={() => setForm('strike')}>
            {t('kurve.strike')}
            <span className="ej-sr">
              {' '}
              <Voiced isWritten>{conceptText(observation.code)}</Voiced>
            </span>
          </button>
        </p>
      )}
      {observation && form !== '' && (
        <CorrectForm id={id} of={observation} isStruck={form === 'strike'} onClose={() => setForm('')} />
      )}
    </div>
  );
}

/** What stood before it was corrected, and why it was. */
function Earlier({ id, of, reason }: { id: string; of: Observation; reason: string | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const versions = useQuery({
    queryKey: recordKey(id, ['Observation'], 'history', of.id ?? '', of.meta?.versionId ?? ''),
    queryFn: ({ signal }) => search<Observation>(`Observation/${of.id}/_history`, { _count: '20' }, signal),
  });
  const earlier = (versions.data?.entry ?? []).flatMap(({ resource }) =>
    resource?.resourceType === 'Observation' && resource.meta?.versionId !== of.meta?.versionId ? [resource] : [],
  );
  return (
    <div className="ej-meta">
      {t('kurve.amended', { reason: reason ?? '' })}
      <ul className="ej-kurve-versions">
        {earlier.map((one) => (
          <li key={one.meta?.versionId} className="ej-num">
            <s>{valueText(one, language)}</s> {sourceOf(one).author?.display}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The form is opened to type in. */
const focused = (field: HTMLInputElement | null) => field?.focus();

type FormProps = { id: string; of: Observation; isStruck: boolean; onClose: () => void };

function CorrectForm({ id, of, isStruck, onClose }: FormProps) {
  const { t } = useTranslation();
  const user = useUser();
  const writing = useRecordWrite(id);
  const [value, setValue] = useKept(`kurve value ${of.id}`, valueTyped(of));
  const [reason, setReason] = useKept(`kurve reason ${of.id}`, '');
  const [said, setSaid] = useState<{ value?: string; reason?: string }>({});
  const store = () => {
    const why = reasonOf(reason.trim(), { reference: user.reference, display: user.name });
    const changed = isStruck ? struckOut(of, why) : amended(of, value, why);
    const wrong = {
      ...(reason.trim() === '' ? { reason: t('kurve.wrong.reason') } : {}),
      ...(changed === undefined ? { value: t('kurve.wrong.number') } : {}),
    };
    setSaid(wrong);
    if (changed === undefined || Object.keys(wrong).length > 0) return;
    writing.mutate([changed], {
      onError(error) {
        const [first] = saidOf(error, [changed]);
        if (first !== undefined)
          setSaid(/value/.test(first.expression) ? { value: first.text } : { reason: first.text });
      },
      onSuccess() {
        tellDone(t(isStruck ? 'kurve.struck' : 'kurve.corrected'));
        onClose();
      },
    });
  };
  return (
    <form
      className="ej-kurve-form ej-noprint"
      aria-label={t(isStruck ? 'kurve.strike' : 'kurve.correct')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        store();
      }}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      {!isStruck && (
        <Field label={t('kurve.value')} wrong={said.value}>
          {(props) => (
            <input
              {...props}
              ref={focused}
              autoComplete="off"
              value={value}
              onChange={(event) => setValue(event.target.value)}
            />
          )}
        </Field>
      )}
      <Field label={t('kurve.reason')} wrong={said.reason}>
        {(props) => (
          <input
            {...props}
            ref={isStruck ? focused : undefined}
            autoComplete="off"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      {writing.error && said.value === undefined && said.reason === undefined && (
        <FailureNotice error={writing.error} />
      )}
      <div className="ej-kurve-acts">
        <Button type="submit" size="small" className="ej-xs" loading={writing.isPending}>
          {t(isStruck ? 'kurve.strike.do' : 'kurve.correct.do')}
        </Button>
        <Button type="button" size="small" className="ej-xs" variant="tertiary" onClick={onClose}>
          {t('kurve.cancel')}
        </Button>
      </div>
    </form>
  );
}
