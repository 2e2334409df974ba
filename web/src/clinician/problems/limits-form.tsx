import { extensions } from '@enjournal/server/care/problems';
import { Checkbox, CheckboxGroup, Textarea, TextField } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { contactsOf } from '../../shared/banner/contacts.ts';
import type { Flag, Reference, RelatedPerson } from '../../shared/fhir/types.ts';
import { dayOf } from '../../shared/format/date.ts';
import { parseDate, writtenDate } from '../../shared/format/parse-date.ts';
import { nameOf } from '../../shared/format/person.ts';
import { usePatient, useRecordSearch } from '../../shared/record/record-queries.ts';
import { acted } from './acts.ts';
import { EntryForm } from './entry-form.tsx';
import { useEntry } from './use-entry.ts';
import { categoriesOf } from './warning-form.tsx';

const suggested = ['full', 'noCpr', 'noIntensive', 'comfort'] as const;
const dayMs = 86_400_000;
/** How long an agreement is good for, when nothing else is said. */
const reviewDays = 182;

type Typed = { what: string; with: string[]; others: string; basis: string; from: string; review: string };

/** What has been agreed about limits of treatment, after a conversation. The one that held until now ends with it. */
export default function LimitsForm({
  id,
  standing,
  onClose,
}: {
  id: string;
  standing: readonly Flag[];
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { data: patient } = usePatient(id);
  const related = useRecordSearch<RelatedPerson>(id, 'RelatedPerson', {}, { limit: 50 });
  const people: Reference[] = [
    { reference: `Patient/${id}`, display: nameOf(patient) },
    ...contactsOf(patient, related.data?.resources ?? []).map(({ name, relation }) => ({
      display: relation ? `${name} (${relation})` : name,
    })),
  ];
  const fresh = () => ({
    what: '',
    with: [],
    others: '',
    basis: '',
    from: writtenDate(dayOf(Date.now())),
    review: writtenDate(dayOf(Date.now() + reviewDays * dayMs)),
  });
  const entry = useEntry<Typed>(id, 'new limits', fresh, { done: t('critical.limitsAdded'), onClose });
  const { typed, change, errorOf, writer } = entry;
  const save = () => {
    const [start, end] = [parseDate(typed.from), parseDate(typed.review)];
    const talked = [
      ...people.filter(({ display }) => typed.with.includes(display ?? '')),
      ...(typed.others.trim() ? [{ display: typed.others.trim() }] : []),
    ];
    const limits: Flag = {
      resourceType: 'Flag',
      extension: [
        ...talked.map((valueReference) => ({ url: extensions.talkedWith, valueReference })),
        ...(typed.basis.trim() ? [{ url: extensions.basis, valueString: typed.basis.trim() }] : []),
      ],
      status: 'active',
      category: categoriesOf('limits'),
      code: typed.what.trim() ? { text: typed.what.trim() } : {},
      subject: { reference: `Patient/${id}` },
      period: { ...(start ? { start } : {}), ...(end ? { end } : {}) },
      author: writer.self,
    };
    const wrong = (text: string, date: string | undefined) => text.trim() !== '' && date === undefined;
    const today = dayOf(Date.now());
    const ended = standing.map((one) => acted(one, 'end', writer.reason(t('critical.replaced')), writer.self, today));
    entry.store(
      [limits, ...ended],
      [
        ...(wrong(typed.from, start) ? ['Flag.period.start'] : []),
        ...(wrong(typed.review, end) ? ['Flag.period.end'] : []),
      ],
    );
  };
  return (
    <EntryForm of={entry} onSave={save} onClose={onClose}>
      <p className="ej-meta">{t('critical.limitsHelp')}</p>
      <Textarea
        label={t('critical.limitsWhat')}
        size="small"
        minRows={1}
        maxLength={300}
        autoFocus
        value={typed.what}
        onChange={(event) => change({ what: event.target.value })}
        error={errorOf('Flag.code')}
      />
      <div className="ej-quick">
        {suggested.map((one) => (
          <button
            key={one}
            type="button"
            className="ej-toggle"
            data-on={typed.what === t(`critical.limits.${one}`)}
            onClick={() => change({ what: t(`critical.limits.${one}`) })}
          >
            {t(`critical.limits.${one}`)}
          </button>
        ))}
      </div>
      <CheckboxGroup
        legend={t('critical.talkedWith')}
        size="small"
        value={typed.with}
        onChange={(chosen: string[]) => change({ with: chosen })}
        error={errorOf('Flag.extension')}
      >
        {people.map(({ display }) => (
          <Checkbox key={display} value={display}>
            {display}
          </Checkbox>
        ))}
      </CheckboxGroup>
      <TextField
        label={t('critical.others')}
        size="small"
        value={typed.others}
        onChange={(event) => change({ others: event.target.value })}
      />
      <Textarea
        label={t('critical.basis')}
        size="small"
        minRows={2}
        maxLength={1000}
        value={typed.basis}
        onChange={(event) => change({ basis: event.target.value })}
      />
      <div className="ej-form-pair">
        <TextField
          label={t('critical.clarified')}
          size="small"
          value={typed.from}
          onChange={(event) => change({ from: event.target.value })}
          error={errorOf('Flag.period.start')}
        />
        <TextField
          label={t('critical.review')}
          size="small"
          value={typed.review}
          onChange={(event) => change({ review: event.target.value })}
          error={errorOf('Flag.period.end')}
        />
      </div>
      {entry.said
        .filter(({ expression }) => ['Flag', 'Flag.author', 'Flag.status'].includes(expression))
        .map(({ text }) => (
          <p key={text} role="alert" className="ej-field-error">
            {text}
          </p>
        ))}
    </EntryForm>
  );
}
