import './problems.css';
import { extensions, isActiveAllergy, isNoKnown } from '@enjournal/server/care/problems';
import { Button, Checkbox, Select, TextField } from '@navikt/ds-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConceptSearch } from '../../shared/coding/concept-search.tsx';
import { useCodeList } from '../../shared/coding/use-codes.ts';
import type { AllergyIntolerance, CodeableConcept } from '../../shared/fhir/types.ts';
import { type Said, saidOf } from '../../shared/fhir/write.ts';
import { dayOf } from '../../shared/format/date.ts';
import { parseDate } from '../../shared/format/parse-date.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useRecordWrite } from '../../shared/record/use-record-write.ts';
import { codeText } from '../../shared/resource/line.ts';
import { useKept } from '../../shared/session/kept.ts';
import { tellDone } from '../../shared/ui/done.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { acted, status } from './acts.ts';
import { useWriter, type Writer } from './writer.ts';

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
const sources = 'urn:oid:2.16.578.1.12.4.1.1.7498';
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
  const writer = useWriter();
  const writing = useRecordWrite(id);
  const reactionCodes = useCodeList('https://enjournal.no/fhir/ValueSet/volven-7497');
  const sourceCodes = useCodeList('https://enjournal.no/fhir/ValueSet/volven-7498');
  const [typed, setTyped] = useKept<Typed>('new allergy', empty);
  const [said, setSaid] = useState<readonly Said[]>([]);
  const change = (part: Partial<Typed>) => {
    setTyped({ ...typed, ...part });
    setSaid([]);
  };
  const errorOf = (...expressions: string[]) => said.find(({ expression }) => expressions.includes(expression))?.text;
  const displayOf = (codes: typeof reactionCodes, code: string) =>
    codes.find((one) => one.code === code)?.display ?? code;
  const save = () => {
    const onset = typed.since.trim() === '' ? undefined : parseDate(typed.since);
    const allergy = allergyFrom(id, typed, {
      writer,
      onset,
      reaction: displayOf(reactionCodes, typed.reaction),
      source: displayOf(sourceCodes, typed.source),
    });
    const issues = [
      ...writer.check(allergy),
      ...(typed.since.trim() !== '' && onset === undefined
        ? [{ expression: 'AllergyIntolerance.onset', text: t('problems.dateWrong') }]
        : []),
    ];
    setSaid(issues);
    if (issues.length > 0) return;
    const none = allergies
      .filter((one) => isNoKnown(one as never) && isActiveAllergy(one as never))
      .map((one) => acted(one, 'end', writer.reason(conceptText(allergy.code)), writer.self, dayOf(Date.now())));
    writing.mutate([allergy, ...none], {
      onError: (error) => setSaid(saidOf(error, [allergy, ...none])),
      onSuccess: () => {
        setTyped(empty);
        tellDone(t('critical.allergyAdded'));
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
        <Select
          label={t('critical.reaction')}
          size="small"
          value={typed.reaction}
          onChange={(event) =>
            change({ reaction: event.target.value, isSevere: typed.isSevere || dangerous.has(event.target.value) })
          }
        >
          <option value="">{t('critical.choose')}</option>
          {reactionCodes.map(({ code, display }) => (
            <option key={code} value={code}>
              {display}
            </option>
          ))}
        </Select>
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
        <Select
          label={t('critical.source')}
          size="small"
          value={typed.source}
          onChange={(event) => change({ source: event.target.value })}
        >
          <option value="">{t('critical.choose')}</option>
          {sourceCodes.map(({ code, display }) => (
            <option key={code} value={code}>
              {display}
            </option>
          ))}
        </Select>
      </div>
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

type Known = { writer: Writer; onset: string | undefined; reaction: string; source: string };

function allergyFrom(id: string, typed: Typed, { writer, onset, reaction, source }: Known): AllergyIntolerance {
  const { code, category, isSevere, note } = typed;
  return {
    resourceType: 'AllergyIntolerance',
    extension: [
      writer.reason(),
      ...(typed.source === ''
        ? []
        : [
            {
              url: extensions.informationSource,
              valueCodeableConcept: { coding: [{ system: sources, code: typed.source, display: source }] },
            },
          ]),
    ],
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
