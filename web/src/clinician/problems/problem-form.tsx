import './problems.css';
import { extensions, isActiveProblem } from '@enjournal/server/care/problems';
import { Button, Radio, RadioGroup, TextField } from '@navikt/ds-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConceptSearch } from '../../shared/coding/concept-search.tsx';
import { systems } from '../../shared/fhir/systems.ts';
import type { CodeableConcept, Condition } from '../../shared/fhir/types.ts';
import { type Said, saidOf } from '../../shared/fhir/write.ts';
import { parseDate } from '../../shared/format/parse-date.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useRecordWrite } from '../../shared/record/use-record-write.ts';
import { useKept } from '../../shared/session/kept.ts';
import { tellDone } from '../../shared/ui/done.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { status } from './acts.ts';
import { useWriter } from './writer.ts';

type Typed = { code?: CodeableConcept; words: string; since: string; certainty: string; note: string };
const empty: Typed = { words: '', since: '', certainty: 'confirmed', note: '' };

/** A new problem: one field is enough, the others are for who knows more. */
export default function ProblemForm({
  id,
  active,
  onClose,
}: {
  id: string;
  active: readonly Condition[];
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const writer = useWriter();
  const writing = useRecordWrite(id);
  const [typed, setTyped] = useKept<Typed>('new problem', empty);
  const [said, setSaid] = useState<readonly Said[]>([]);
  const change = (part: Partial<Typed>) => {
    setTyped({ ...typed, ...part });
    setSaid([]);
  };
  const errorOf = (...expressions: string[]) => said.find(({ expression }) => expressions.includes(expression))?.text;
  const twin = twinOf(typed.code, active);
  const save = () => {
    const onset = typed.since.trim() === '' ? undefined : parseDate(typed.since);
    const wrongDate = typed.since.trim() !== '' && onset === undefined;
    const problem = problemFrom(id, typed, onset, writer.self, writer.reason());
    const issues = [
      ...writer.check(problem),
      ...(wrongDate ? [{ expression: 'Condition.onset', text: t('problems.dateWrong') }] : []),
    ];
    setSaid(issues);
    if (issues.length > 0) return;
    writing.mutate([problem], {
      onError: (error) => setSaid(saidOf(error, [problem])),
      onSuccess: () => {
        setTyped(empty);
        tellDone(t('problems.added'));
        onClose();
      },
    });
  };
  return (
    <form
      className="ej-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <ConceptSearch
        label={t('problems.code')}
        description={t('problems.codeHelp')}
        valueSet="https://enjournal.no/fhir/ValueSet/problem-codes"
        value={typed.code}
        onChange={(code) => change(code === undefined ? { code: undefined as never } : { code })}
        allowsWords
        autoFocus
        error={errorOf('Condition.code')}
      />
      {twin && (
        <p className="ej-notice" role="status">
          {t('problems.twice', { what: conceptText(twin.code) })}
        </p>
      )}
      <div className="ej-form-pair">
        <TextField
          label={t('problems.words')}
          size="small"
          maxLength={200}
          value={typed.words}
          onChange={(event) => change({ words: event.target.value })}
        />
        <TextField
          label={t('problems.since')}
          size="small"
          value={typed.since}
          placeholder={t('problems.dateHelp')}
          onChange={(event) => change({ since: event.target.value })}
          error={errorOf('Condition.onset', 'Condition.onsetDateTime')}
        />
      </div>
      <RadioGroup
        legend={t('problems.certainty')}
        size="small"
        value={typed.certainty}
        onChange={(certainty: string) => change({ certainty })}
      >
        <Radio value="confirmed">{t('problems.confirmed')}</Radio>
        <Radio value="provisional">{t('problems.provisional')}</Radio>
      </RadioGroup>
      <TextField
        label={t('problems.note')}
        size="small"
        maxLength={1000}
        value={typed.note}
        onChange={(event) => change({ note: event.target.value })}
      />
      {writing.isError && said.length === 0 && <FailureNotice error={writing.error} />}
      <div className="ej-acts">
        <Button type="submit" size="small" loading={writing.isPending}>
          {t('problems.save')}
        </Button>
        <Button type="button" size="small" variant="tertiary" onClick={onClose}>
          {t('problems.cancel')}
        </Button>
      </div>
    </form>
  );
}

/** An active problem with the same code: told before it is written twice. */
function twinOf(code: CodeableConcept | undefined, active: readonly Condition[]): Condition | undefined {
  const wanted = code?.coding?.[0];
  if (wanted?.code === undefined) return undefined;
  return active.find(
    (problem) =>
      isActiveProblem(problem as never) &&
      problem.code?.coding?.some(({ system, code: one }) => system === wanted.system && one === wanted.code),
  );
}

function problemFrom(
  id: string,
  { code, words, certainty, note }: Typed,
  onset: string | undefined,
  self: Condition['recorder'],
  reason: NonNullable<Condition['extension']>[number],
): Condition {
  const text = words.trim() || conceptText(code);
  return {
    resourceType: 'Condition',
    extension: [{ ...reason, url: extensions.statusReason }],
    clinicalStatus: status('condition-clinical', 'active'),
    verificationStatus: status('condition-ver-status', certainty),
    category: [
      { coding: [{ system: systems.conditionCategory, code: 'problem-list-item', display: 'Problem List Item' }] },
    ],
    ...(text ? { code: { ...(code?.coding ? { coding: code.coding } : {}), text } } : {}),
    subject: { reference: `Patient/${id}` },
    ...(onset ? { onsetDateTime: onset } : {}),
    recordedDate: new Date().toISOString(),
    ...(self ? { recorder: self } : {}),
    ...(certainty === 'confirmed' && self ? { asserter: self } : {}),
    ...(note.trim() ? { note: [{ text: note.trim() }] } : {}),
  };
}
