import { isActiveAllergy, isNoKnown } from '@enjournal/server/care/problems';
import { Checkbox, Select, TextField } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { ConceptSearch } from '../../shared/coding/concept-search.tsx';
import { useCodeList } from '../../shared/coding/use-codes.ts';
import type { AllergyIntolerance, CodeableConcept, Extension } from '../../shared/fhir/types.ts';
import { dayOf } from '../../shared/format/date.ts';
import { parseDate } from '../../shared/format/parse-date.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { codeText } from '../../shared/resource/line.ts';
import { acted, status } from './acts.ts';
import { CodeField } from './code-field.tsx';
import { EntryForm } from './entry-form.tsx';
import { displayOf, informationSource, useInformationSources } from './information-source.ts';
import { useEntry } from './use-entry.ts';
import type { Writer } from './writer.ts';

type Typed = {
  code?: CodeableConcept;
  category: string;
  reaction: string;
  isSevere: boolean;
  since: string;
  source: string;
  note: string;
};
const empty: Typed = { category: 'medication', reaction: '', isSevere: false, since: '', source: '', note: '' };
const categories = ['medication', 'food', 'environment', 'biologic'] as const;
const reactions = 'urn:oid:2.16.578.1.12.4.1.1.7497';
/** Reactions that can kill. @source Volven 7497 */
const dangerous = new Set(['1', '2', '3', '4', '9']);

/** A new allergy or intolerance. Where the answer so far was that none is known, that answer ends with it. */
export default function AllergyForm({
  id,
  allergies,
  onClose,
}: {
  id: string;
  allergies: readonly AllergyIntolerance[];
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const reactionCodes = useCodeList('https://enjournal.no/fhir/ValueSet/volven-7497');
  const sources = useInformationSources();
  const entry = useEntry<Typed>(id, 'new allergy', empty, { done: t('critical.allergyAdded'), onClose });
  const { typed, change, errorOf, writer } = entry;
  const save = () => {
    const onset = typed.since.trim() === '' ? undefined : parseDate(typed.since);
    const allergy = allergyFrom(id, typed, {
      writer,
      onset,
      reaction: displayOf(reactionCodes, typed.reaction),
      source: informationSource(sources, typed.source),
    });
    const none = allergies
      .filter((one) => isNoKnown(one as never) && isActiveAllergy(one as never))
      .map((one) => acted(one, 'end', writer.reason(conceptText(allergy.code)), writer.self, dayOf(Date.now())));
    const isUnreadable = typed.since.trim() !== '' && onset === undefined;
    entry.store([allergy, ...none], isUnreadable ? ['AllergyIntolerance.onset'] : []);
  };
  return (
    <EntryForm of={entry} onSave={save} onClose={onClose}>
      <ConceptSearch
        label={t('critical.substance')}
        description={t('critical.substanceHelp')}
        valueSet="https://enjournal.no/fhir/ValueSet/medicines"
        value={typed.code}
        onChange={(code) => change({ code: code as CodeableConcept })}
        allowsWords
        autoFocus
        error={errorOf('AllergyIntolerance.code')}
      />
      <div className="ej-form-pair">
        <Select
          label={t('critical.category')}
          size="small"
          value={typed.category}
          onChange={(event) => change({ category: event.target.value })}
        >
          {categories.map((category) => (
            <option key={category} value={category}>
              {codeText(category, t)}
            </option>
          ))}
        </Select>
        <CodeField
          label={t('critical.reaction')}
          codes={reactionCodes}
          value={typed.reaction}
          onChange={(reaction) => change({ reaction, isSevere: typed.isSevere || dangerous.has(reaction) })}
        />
      </div>
      <Checkbox size="small" checked={typed.isSevere} onChange={(event) => change({ isSevere: event.target.checked })}>
        {t('critical.severe')}
      </Checkbox>
      <div className="ej-form-pair">
        <TextField
          label={t('problems.since')}
          size="small"
          value={typed.since}
          placeholder={t('problems.dateHelp')}
          onChange={(event) => change({ since: event.target.value })}
          error={errorOf('AllergyIntolerance.onset')}
        />
        <CodeField
          label={t('critical.source')}
          codes={sources}
          value={typed.source}
          onChange={(source) => change({ source })}
        />
      </div>
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

type Known = { writer: Writer; onset: string | undefined; reaction: string; source: Extension[] };

function allergyFrom(id: string, typed: Typed, { writer, onset, reaction, source }: Known): AllergyIntolerance {
  const { code, category, isSevere, note } = typed;
  return {
    resourceType: 'AllergyIntolerance',
    extension: [writer.reason(), ...source],
    clinicalStatus: status('allergyintolerance-clinical', 'active'),
    verificationStatus: status('allergyintolerance-verification', 'confirmed'),
    type: 'allergy',
    category: [category],
    criticality: isSevere ? 'high' : 'low',
    ...(code ? { code } : {}),
    patient: { reference: `Patient/${id}` },
    ...(onset ? { onsetDateTime: onset } : {}),
    recordedDate: new Date().toISOString(),
    recorder: writer.self,
    ...(note.trim() ? { note: [{ text: note.trim() }] } : {}),
    ...(typed.reaction === ''
      ? {}
      : {
          reaction: [
            {
              manifestation: [
                { coding: [{ system: reactions, code: typed.reaction, display: reaction }], text: reaction },
              ],
              ...(isSevere ? { severity: 'severe' } : {}),
            },
          ],
        }),
  };
}
