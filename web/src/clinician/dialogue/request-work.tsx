import './dialogue.css';
import { type Decision, decisions, kindOf, leastText, requestWords } from '@enjournal/server/care/requests';
import { Button, Radio, RadioGroup, Textarea } from '@navikt/ds-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { callOperation } from '../../shared/fhir/parameters.ts';
import { shortDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { MoveDeadline } from '../../shared/requests/move-deadline.tsx';
import { useKept } from '../../shared/session/kept.ts';
import { FailureNotice } from '../access/failure-notice.tsx';
import { useUser } from '../bar/use-user.ts';
import { workKey } from '../work/use-work.ts';
import type { WorkItem } from '../work/work.ts';

/** A citizen's request about the record: what is asked, and the decision with its reason. */
export default function RequestWork({ item: { task, patient } }: { item: WorkItem }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const [decision, setDecision] = useKept<Decision | ''>(`request ${task.id} decision`, '');
  const [reason, setReason] = useKept(`request ${task.id} reason`, '');
  const [isTried, setTried] = useState(false);
  const { name } = useUser();
  const onDone = async () => {
    await queries.invalidateQueries({ queryKey: [workKey] });
    await queries.invalidateQueries({ queryKey: ['record', patient] });
  };
  const deciding = useMutation({
    mutationFn: () =>
      callOperation(`Task/${task.id}/$decide`, [
        { name: 'decision', valueCode: decision },
        { name: 'reason', valueString: reason.trim() },
      ]),
    onSuccess: onDone,
  });
  const kind = kindOf(task as never);
  const isWhole = decision !== '' && [...reason.trim()].length >= leastText;
  const missing = isTried && !isWhole && requestWords['request-reason']![language];
  return (
    <>
      <form
        className="ej-dialogue"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (isWhole && !deciding.isPending) deciding.mutate();
        }}
      >
        <p className="ej-strong">{kind && t(`request.kind.${kind}`)}</p>
        <ol className="ej-dialogue-said">
          <li data-citizen>
            <p className="ej-dialogue-text">{task.description}</p>
          </li>
        </ol>
        {task.restriction?.period?.end && (
          <p className="ej-meta">{t('dialogue.due', { date: shortDate(task.restriction.period.end, language) })}</p>
        )}
        <RadioGroup size="small" legend={t('request.decision')} value={decision} onChange={setDecision}>
          {decisions.map((one) => (
            <Radio key={one} value={one}>
              {t(`request.${one}`)}
            </Radio>
          ))}
        </RadioGroup>
        <Textarea
          size="small"
          minRows={3}
          label={t('request.reason')}
          description={t('request.reason.help')}
          value={reason}
          error={missing}
          onChange={(event) => setReason(event.target.value)}
        />
        {deciding.error && <FailureNotice error={deciding.error} />}
        <div className="ej-acts">
          <Button type="submit" size="small" className="ej-xs" loading={deciding.isPending}>
            {t('request.send')}
          </Button>
        </div>
      </form>
      <MoveDeadline task={task} name={name} onMoved={onDone} />
    </>
  );
}
