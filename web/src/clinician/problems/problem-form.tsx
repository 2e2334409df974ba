import { extensions, isActiveProblem } from '@enjournal/server/care/problems';
import { Radio, RadioGroup, TextField } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { ConceptSearch } from '../../shared/coding/concept-search.tsx';
import { systems } from '../../shared/fhir/systems.ts';
import type { CodeableConcept, Condition } from '../../shared/fhir/types.ts';
import { parseDate } from '../../shared/format/parse-date.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { status } from './acts.ts';
import { EntryForm } from './entry-form.tsx';
import { useEntry } from './use-entry.ts';

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
  const entry = useEntry<Typed>(id, 'new problem', empty, { done: t('problems.added'), onClose });
  const { typed, change, errorOf, writer } = entry;
  const twin = twinOf(typed.code, active);
  const save = () => {
    const onset = typed.since.trim() === '' ? undefined : parseDate(typed.since);
    const wrongDate = typed.since.trim() !== '' && onset === undefined;
    entry.store([problemFrom(id, typed, onset, writer.self, writer.reason())], wrongDate ? ['Condition.onset'] : []);
  };
  return (
    <EntryForm of={entry} onSave={save} onClose={onClose}>
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
    </EntryForm>
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
