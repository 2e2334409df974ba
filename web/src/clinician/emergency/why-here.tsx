import { Button, TextField } from '@navikt/ds-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ongoing } from '../../shared/banner/patient-banner.tsx';
import { sourceOf } from '../../shared/fhir/source.ts';
import type { Composition, Encounter } from '../../shared/fhir/types.ts';
import { instantOf, shortDateTime } from '../../shared/format/date.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { useRecordWrite } from '../../shared/record/use-record-write.ts';
import { useKept } from '../../shared/session/kept.ts';
import { tellDone } from '../../shared/ui/done.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';

const dayMs = 86_400_000;

/** Why the person has come: as the contact says, else as the last day's notes begin; and a field for who has just been told. */
export function WhyHere({ id, notes }: { id: string; notes: readonly Composition[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const contacts = useRecordSearch<Encounter>(id, 'Encounter', ongoing, { limit: 20 });
  const contact = [...(contacts.data?.resources ?? [])].sort((a, b) =>
    (b.period?.start ?? '').localeCompare(a.period?.start ?? ''),
  )[0];
  const said = contact?.reasonCode?.map(conceptText).filter(Boolean).join(', ');
  const recent = notes.filter(({ date }) => Date.now() - instantOf(date) < dayMs).slice(0, 2);
  const sources = recent.map((note) =>
    [sourceOf(note).author?.display, shortDateTime(note.date, language)].filter(Boolean).join(' '),
  );
  return (
    <section className="ej-why-here" aria-label={t('emergency.why')}>
      <h2 className="ej-meta">{t('emergency.why')}</h2>
      <p className="ej-strong">{said || recent[0]?.title || t('emergency.whyNone')}</p>
      {said && contact?.period?.start ? (
        <p className="ej-meta">{shortDateTime(contact.period.start, language)}</p>
      ) : (
        <p className="ej-meta">{sources.join(' · ')}</p>
      )}
      {contact && !said && <Ask id={id} contact={contact} />}
    </section>
  );
}

function Ask({ id, contact }: { id: string; contact: Encounter }) {
  const { t } = useTranslation();
  const writing = useRecordWrite(id);
  const [isOpen, setIsOpen] = useKept('why here open', false);
  const [text, setText] = useKept('why here', '');
  const [isAsked, setIsAsked] = useState(false);
  if (!isOpen) {
    return (
      <button type="button" className="ej-link ej-noprint" onClick={() => setIsOpen(true)}>
        {t('emergency.whyAsk')}
      </button>
    );
  }
  const save = () => {
    setIsAsked(true);
    if (!text.trim()) return;
    writing
      .mutateAsync([{ ...contact, reasonCode: [{ text: text.trim() }] } as Encounter])
      .then(() => tellDone(t('emergency.whySaved')))
      .catch(() => undefined);
  };
  return (
    <form
      className="ej-why-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <TextField
        label={t('emergency.whyAsk')}
        hideLabel
        size="small"
        autoFocus
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.target.value)}
        error={isAsked && !text.trim() ? t('refer.reasonMissing') : undefined}
      />
      <Button type="submit" size="small" className="ej-xs" loading={writing.isPending}>
        {t('emergency.whySave')}
      </Button>
      {writing.isError && <FailureNotice error={writing.error} />}
    </form>
  );
}
