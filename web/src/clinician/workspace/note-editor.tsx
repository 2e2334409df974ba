import { InformationSquareIcon, PlusIcon } from '@navikt/aksel-icons';
import { Button } from '@navikt/ds-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { withLaterTexts } from '../../i18n.ts';
import type { Patient, Questionnaire, QuestionnaireResponse } from '../../shared/fhir/types.ts';
import { QuestionnaireForm } from '../../shared/forms/questionnaire-form.tsx';
import { useKept } from '../../shared/session/kept.ts';
import { later } from '../../shared/ui/later.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { ConflictPicker, useConflicts } from './conflict-picker.tsx';
import { ContactField } from './contact-field.tsx';
import { isDictating, isReady, useWrittenBy } from './dictation.ts';
import type { DraftKeeper } from './draft-keeper.ts';
import { DraftNotice } from './draft-notice.tsx';
import { firstField, withoutSource } from './insert-excerpt.ts';
import { InsertPanel } from './insert-panel.tsx';
import { InsertedSources } from './inserted-sources.tsx';
import { PhrasePanel } from './phrase-panel.tsx';
import { useExpansion, usePhrases } from './phrases.ts';
import { PresenceNote } from './presence-note.tsx';
import { SignIssues } from './sign-issues.tsx';
import { useDraft } from './use-draft.ts';
import { useInsert } from './use-insert.ts';
import { useNextPerson } from './use-next-person.ts';
import { useSigning } from './use-signing.ts';
import { useWorkspace } from './workspace-context.ts';

const RecordAdvice = later(() => withLaterTexts(import('../advice/record-advice.tsx')));

type Props = {
  keeper: DraftKeeper;
  patient: Patient;
  template: UseQueryResult<Questionnaire | null>;
  title: string;
};

/** A note in its template: written, saved as it is written, and signed. Loaded when somebody begins to write. */
export default function NoteEditor({ keeper, patient, template, title }: Props) {
  const { t } = useTranslation();
  if (template.data) return <Editor keeper={keeper} patient={patient} template={template.data} title={title} />;
  return (
    <div className="ej-workspace-body">
      <Part of={template} what={t('template.what')} rows={8}>
        {() => <p>{t('template.missing')}</p>}
      </Part>
    </div>
  );
}

function Editor({ keeper, patient, template, title }: Omit<Props, 'template'> & { template: Questionnaire }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { response } = useDraft(keeper);
  const form = useRef<HTMLDivElement>(null);
  const conflicts = useConflicts(keeper, template);
  const next = useNextPerson(keeper.record, true);
  const signing = useSigning(keeper, title, form);
  const { insert, noteField, notePaste } = useInsert(keeper, template, form);
  const [panel, setPanel] = useKept<'record' | 'phrases' | undefined>('panel', undefined);
  const phrases = usePhrases();
  const onInput = useExpansion(phrases.data);
  const [first] = useState(() => firstField(template.item ?? [], response.item ?? []));

  const sign = useCallback(
    async (andNext: boolean) => {
      if (!(await signing.sign()) || !andNext) return;
      // The next person's note is begun in the same template: a round of reports is one press for each.
      const state = { write: response.questionnaire } as never;
      if (next) await navigate({ to: '/pasient/$id/{-$section}', params: { id: next.id, section: undefined }, state });
      else await navigate({ to: '/' });
    },
    [signing.sign, next, navigate, response.questionnaire],
  );
  const { dictated } = useWorkspace();
  const isForOther = isDictating();
  const handOver = useCallback(async () => {
    if (await signing.handOver()) dictated(title);
  }, [signing.handOver, dictated, title]);
  useSignKeys(isForOther ? handOver : sign);
  const writtenBy = useWrittenBy(response);
  const treater = response.author?.display ?? '';

  return (
    <div className="ej-editor">
      <div className="ej-insert-tools">
        {(['record', 'phrases'] as const).map((one) => (
          <button
            key={one}
            type="button"
            className="ej-toggle"
            aria-expanded={panel === one}
            data-on={panel === one}
            onClick={() => setPanel(panel === one ? undefined : one)}
          >
            <PlusIcon aria-hidden /> {t(one === 'record' ? 'insert.title' : 'phrase.title')}
          </button>
        ))}
        <button type="button" className="ej-link ej-discard" disabled={signing.isSigning} onClick={signing.discard}>
          {t('note.discard')}
        </button>
      </div>
      {isForOther && <p className="ej-note-contact ej-meta">{t('dictation.for', { name: treater })}</p>}
      <ContactField keeper={keeper} />
      {panel === 'record' && <InsertPanel record={keeper.record} onInsert={insert} />}
      {panel === 'phrases' && <PhrasePanel onInsert={(text) => insert({ text })} />}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: hears only which field was written in last, and where what is pasted comes from */}
      <div
        className="ej-workspace-body"
        ref={form}
        onFocus={noteField}
        onPaste={notePaste}
        onInput={onInput}
        onBlur={() => void keeper.flush()}
      >
        <PresenceNote />
        {writtenBy.length > 0 && (
          <p className="ej-notice" data-kind="neutral">
            <InformationSquareIcon aria-hidden />
            {t(isReady(response) ? 'dictation.by' : 'dictation.begun', { who: writtenBy.join(', ') })}
          </p>
        )}
        {template.id === 'discharge-summary' && (
          <RecordAdvice id={keeper.record} hook="encounter-discharge" tellsNone />
        )}
        <DraftNotice keeper={keeper} />
        <ConflictPicker keeper={keeper} template={template} form={form} />
        <SignIssues issues={signing.issues} failure={signing.failure} />
        <QuestionnaireForm
          questionnaire={template}
          response={response}
          onChange={(changed: QuestionnaireResponse) => {
            signing.forget();
            keeper.change(changed);
          }}
          subject={patient.id ?? ''}
          conflicts={conflicts}
          issues={signing.failure?.outcome?.issue}
          {...(first === undefined ? {} : { autoFocus: first })}
        />
        <InsertedSources
          response={response}
          onRemove={(reference) => keeper.change({ ...response, item: withoutSource(response.item ?? [], reference) })}
        />
      </div>
      {isForOther ? (
        <footer className="ej-workspace-foot">
          <Button size="small" className="ej-xs" onClick={() => void handOver()}>
            {t('dictation.done')}
          </Button>
          <span className="ej-meta">
            {t(isReady(response) ? 'dictation.waits' : 'dictation.hint', { name: treater })}
          </span>
        </footer>
      ) : (
        <footer className="ej-workspace-foot">
          <Button size="small" className="ej-xs" loading={signing.isSigning} onClick={() => void sign(false)}>
            {t('note.sign')}
          </Button>
          {next && (
            <Button size="small" variant="secondary" disabled={signing.isSigning} onClick={() => void sign(true)}>
              {t('note.signNext')}
            </Button>
          )}
          <span className="ej-workspace-hint ej-meta" aria-hidden>
            <kbd className="ej-kbd">Ctrl ↵</kbd> {t('note.signKey')}
          </span>
        </footer>
      )}
    </div>
  );
}

/** Ctrl Enter signs, Alt S signs and goes to the next person; also while one writes. */
function useSignKeys(sign: (andNext: boolean) => Promise<void>) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isSign = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
      const isNext = event.code === 'KeyS' && event.altKey && !event.ctrlKey && !event.metaKey;
      if (!isSign && !isNext) return;
      event.preventDefault();
      void sign(isNext);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [sign]);
}
