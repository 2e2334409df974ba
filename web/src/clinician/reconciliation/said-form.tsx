import { typedDose } from '@enjournal/server/care/medication';
import { Button, Radio, RadioGroup, TextField } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import type { MedicationStatement } from '../../shared/fhir/types.ts';
import { useRecordWrite } from '../../shared/record/use-record-write.ts';
import { useKept } from '../../shared/session/kept.ts';
import { FailureNotice } from '../access/failure-notice.tsx';
import { usePrescriber } from '../medication/use-prescriber.ts';
import { dosesIn, nameOf } from './decided.ts';
import type { Row } from './use-sources.ts';

const CATEGORY = 'http://terminology.hl7.org/CodeSystem/medication-statement-category';

/** What the citizen says of a medicine, or what was found in the box at home: in words, or as the dose that it is. */
export function SaidForm({ id, row, onClose }: { id: string; row: Row; onClose: () => void }) {
  const { t } = useTranslation();
  const { self } = usePrescriber();
  const writing = useRecordWrite(id);
  const [from, setFrom] = useKept(`said from ${row.key}`, 'patientspecified');
  const [words, setWords] = useKept(`said ${row.key}`, '');
  const say = (status: string, dosage?: MedicationStatement['dosage']) => {
    const statement = {
      resourceType: 'MedicationStatement',
      status,
      category: { coding: [{ system: CATEGORY, code: from }] },
      medicationCodeableConcept: row.medication,
      subject: { reference: `Patient/${id}` },
      dateAsserted: new Date().toISOString(),
      informationSource: from === 'community' ? self : { reference: `Patient/${id}` },
      ...(row.order ? { basedOn: [{ reference: row.order }] } : {}),
      ...(dosage ? { dosage } : {}),
    } as MedicationStatement;
    writing.mutate([statement], { onSuccess: onClose });
  };
  const dose = typedDose(words) === undefined ? [{ text: words.trim() }] : dosesIn(row, words);
  return (
    <form
      className="ej-said"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (words.trim() !== '') say('active', dose);
      }}
    >
      <RadioGroup legend={t('reconcile.saidOf', { what: nameOf(row) })} size="small" value={from} onChange={setFrom}>
        <Radio value="patientspecified">{t('reconcile.source.citizen')}</Radio>
        <Radio value="community">{t('reconcile.source.box')}</Radio>
      </RadioGroup>
      <div className="ej-acts">
        <button type="button" className="ej-pill" disabled={writing.isPending} onClick={() => say('active')}>
          {t('reconcile.known')}
        </button>
        <button type="button" className="ej-pill" disabled={writing.isPending} onClick={() => say('not-taken')}>
          {t('reconcile.notTaken')}
        </button>
      </div>
      <div className="ej-acts">
        <TextField
          label={t('reconcile.words')}
          description={t('reconcile.wordsHelp')}
          size="small"
          maxLength={200}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        <Button type="submit" size="small" loading={writing.isPending} disabled={words.trim() === ''}>
          {t('reconcile.saveWords')}
        </Button>
      </div>
      {writing.error && <FailureNotice error={writing.error} />}
    </form>
  );
}
