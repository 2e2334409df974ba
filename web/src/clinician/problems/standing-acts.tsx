import './problems.css';
import { Button, Textarea } from '@navikt/ds-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isLimits } from '../../shared/banner/critical.ts';
import { keyOf } from '../../shared/fhir/references.ts';
import { type Said, saidOf } from '../../shared/fhir/write.ts';
import { dayOf } from '../../shared/format/date.ts';
import { useRecordWrite } from '../../shared/record/use-record-write.ts';
import { useKept } from '../../shared/session/kept.ts';
import { tellDone } from '../../shared/ui/done.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { type Act, acted, actsFor, needsReason, type Standing } from './acts.ts';
import { History } from './history.tsx';
import { useWriter } from './writer.ts';

/** What can be done with a problem, an allergy or a warning, under what it says: one click, or two with a reason. */
export default function StandingActs({ id, of }: { id: string; of: Standing }) {
  const { t } = useTranslation();
  const writer = useWriter();
  const writing = useRecordWrite(id);
  const [asked, setAsked] = useKept<Act | undefined>(`act ${keyOf(of)}`, undefined);
  const [reason, setReason] = useKept(`reason ${keyOf(of)}`, '');
  const [said, setSaid] = useState<readonly Said[]>([]);
  const acts = of.resourceType === 'Flag' && isLimits(of) && !writer.isDoctor ? [] : actsFor(of);
  const actText = (act: Act) =>
    t(act === 'end' && of.resourceType === 'Flag' ? 'problems.act.endWarning' : `problems.act.${act}`);
  const doAct = (act: Act, why = '') => {
    const next = acted(of, act, writer.reason(why.trim()), writer.self, dayOf(Date.now()));
    const issues = writer.check(next, of);
    setSaid(issues);
    if (issues.length > 0) return;
    // A promise, for what ends leaves the list, and this with it, before the answer has been told.
    writing.mutateAsync([next]).then(
      ([stored]) => {
        setAsked(undefined);
        setReason('');
        if (act !== 'end' || of.resourceType === 'Flag' || !stored) tellDone(t(`problems.done.${act}`));
        else tellDone(t('problems.done.end'), () => writing.mutate([takenBack(stored as Standing)]));
      },
      (error: unknown) => setSaid(saidOf(error, [next])),
    );
  };
  const takenBack = (stored: Standing) => acted(stored, 'reopen', writer.reason(), writer.self, dayOf(Date.now()));
  return (
    <div className="ej-standing ej-noprint">
      <div className="ej-acts">
        {acts.map((act) => (
          <Button
            key={act}
            type="button"
            size="small"
            variant={act === 'confirm' ? 'primary' : 'secondary'}
            data-color={act === 'in-error' || act === 'refute' ? 'neutral' : 'accent'}
            className="ej-xs"
            loading={writing.isPending && asked === undefined && !needsReason(of, act)}
            aria-expanded={needsReason(of, act) ? asked === act : undefined}
            onClick={() => {
              setSaid([]);
              if (needsReason(of, act)) setAsked(asked === act ? undefined : act);
              else doAct(act);
            }}
          >
            {actText(act)}
          </Button>
        ))}
        <History of={of} />
      </div>
      {asked && acts.includes(asked) && (
        <form
          className="ej-reason"
          onSubmit={(event) => {
            event.preventDefault();
            doAct(asked, reason);
          }}
        >
          <Textarea
            label={t(`problems.why.${asked}`)}
            size="small"
            minRows={2}
            maxLength={500}
            autoFocus
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            error={said.find(({ expression }) => expression.endsWith('.extension'))?.text}
          />
          <div className="ej-acts">
            <Button type="submit" size="small" className="ej-xs" loading={writing.isPending}>
              {actText(asked)}
            </Button>
            <Button type="button" size="small" className="ej-xs" variant="tertiary" onClick={() => setAsked(undefined)}>
              {t('problems.cancel')}
            </Button>
          </div>
        </form>
      )}
      {said
        .filter(({ expression }) => !expression.endsWith('.extension') || asked === undefined)
        .map(({ text }) => (
          <p key={text} role="alert" className="ej-field-error">
            {text}
          </p>
        ))}
      {writing.isError && said.length === 0 && <FailureNotice error={writing.error} />}
    </div>
  );
}
