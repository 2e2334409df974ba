import { Button, Radio, RadioGroup, Textarea } from '@navikt/ds-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ParentsStanding, standingForParents } from '../../shared/access/parents-standing.ts';
import { callOperation } from '../../shared/fhir/parameters.ts';
import type { Composition } from '../../shared/fhir/types.ts';
import { useKept } from '../../shared/session/kept.ts';
import { tellDone } from '../../shared/ui/done.tsx';
import { FailureNotice } from '../../shared/ui/failure-notice.tsx';

type Decision = 'release' | 'withhold' | 'restore';

/**
 * A health worker lets those with parental responsibility see one note, or withholds it, with the reason.
 * @source pasient- og brukerrettighetsloven § 3-4 third and fourth paragraph
 */
export default function ParentsAccess({ patient, note }: { patient: string; note: Composition }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [decision, setDecision] = useState<Decision | ''>('');
  const [reason, setReason] = useKept(`parents reason ${note.id}`, '');
  const now = standingForParents(note);
  const act = useMutation({
    mutationFn: () =>
      callOperation(`Patient/${patient}/$parents-access`, [
        { name: 'item', valueReference: { reference: `Composition/${note.id}` } },
        { name: 'decision', valueCode: decision },
        ...(decision === 'restore' ? [] : [{ name: 'reason', valueString: reason.trim() }]),
      ]),
    onSuccess: async () => {
      setReason('');
      setDecision('');
      tellDone(t('parentsAccess.saved'));
      await queries.invalidateQueries({ queryKey: ['record', patient] });
    },
  });
  const said: ParentsStanding = now === 'never' ? 'none' : now;
  const mayRestore = now === 'released' || now === 'withheld';
  return (
    <form
      className="ej-standing ej-noprint"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (decision !== '' && !act.isPending) act.mutate();
      }}
    >
      <p>{t(`parentsAccess.now.${said}`)}</p>
      <RadioGroup
        legend={t('parentsAccess.decide')}
        size="small"
        value={decision}
        onChange={(value: Decision) => setDecision(value)}
      >
        <Radio value="release">{t('parentsAccess.release')}</Radio>
        <Radio value="withhold">{t('parentsAccess.withhold')}</Radio>
        {mayRestore && <Radio value="restore">{t('parentsAccess.restore')}</Radio>}
      </RadioGroup>
      {decision !== 'restore' && (
        <Textarea
          label={t('parentsAccess.reason')}
          size="small"
          minRows={2}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      )}
      <p className="ej-meta">{t('parentsAccess.told')}</p>
      {act.isError && <FailureNotice error={act.error} />}
      <Button type="submit" size="small" loading={act.isPending} disabled={decision === ''}>
        {t('parentsAccess.do')}
      </Button>
    </form>
  );
}
