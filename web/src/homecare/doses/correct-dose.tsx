import { TextField } from '@navikt/ds-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNotice } from '../../clinician/access/failure-notice.tsx';
import { read, update } from '../../shared/fhir/client.ts';
import type { Annotation, MedicationAdministration } from '../../shared/fhir/types.ts';
import { recordKey } from '../../shared/record/record-queries.ts';
import { clockNow, instantAtClock } from './clock-time.ts';
import type { Dose } from './dose.ts';
import { SmallForm } from './dose-forms.tsx';

type Given = MedicationAdministration & { note?: Annotation[] };

/** When a dose was given is put right, with why; what stood there before stays in its history. */
export function CorrectDose({ dose, onClose }: { dose: Dose; onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [text, setText] = useState(() => clockNow(Date.parse(dose.recorded ?? dose.at)));
  const [why, setWhy] = useState('');
  const at = instantAtClock(text, Date.now());
  const correct = useMutation({
    mutationFn: async () => {
      const id = (dose.administration ?? '').replace('MedicationAdministration/', '');
      const now = await read<Given>('MedicationAdministration', id);
      const note = [...(now.note ?? []), { text: why.trim() }];
      await update({ ...now, effectiveDateTime: at, note } as Given, { record: dose.patient });
    },
    onSuccess: async () => {
      await queries.invalidateQueries({
        queryKey: recordKey(dose.patient, ['MedicationRequest', 'MedicationAdministration']),
      });
      await queries.invalidateQueries({ queryKey: ['round'] });
      onClose();
    },
  });
  return (
    <div className="ej-dose-correct">
      <SmallForm
        isWrong={at === undefined || why.trim() === ''}
        act={t('dose.save')}
        onDo={() => correct.mutate()}
        onClose={onClose}
      >
        {(isTold) => (
          <>
            <TextField
              label={t('dose.when')}
              inputMode="numeric"
              autoComplete="off"
              value={text}
              error={isTold && at === undefined ? t('dose.whenWrong') : undefined}
              onChange={(event) => setText(event.target.value)}
            />
            <TextField
              label={t('dose.correct.why')}
              autoComplete="off"
              value={why}
              error={isTold && why.trim() === '' ? t('dose.correct.whyNeeded') : undefined}
              onChange={(event) => setWhy(event.target.value)}
            />
          </>
        )}
      </SmallForm>
      {correct.error && <FailureNotice error={correct.error} />}
    </div>
  );
}
