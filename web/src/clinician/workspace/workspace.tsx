import './workspace.css';
import { ExpandIcon, MinusIcon, ShrinkIcon } from '@navikt/aksel-icons';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { withLaterTexts } from '../../i18n.ts';
import { PersonStrip } from '../../shared/banner/person-strip.tsx';
import type { Patient } from '../../shared/fhir/types.ts';
import { ageOf, shortDateTime } from '../../shared/format/date.ts';
import { nameOf, nationalIdOf, personColour, spacedId } from '../../shared/format/person.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { later } from '../../shared/ui/later.tsx';
import { Waiting } from '../../shared/ui/part.tsx';
import { isDictating } from './dictation.ts';
import type { DraftKeeper } from './draft-keeper.ts';
import { PresenceNote } from './presence-note.tsx';
import { SavingState } from './saving-state.tsx';
import { titleOf } from './template-order.ts';
import { TemplatePicker } from './template-picker.tsx';
import { useTemplate } from './templates.ts';
import { useDraft } from './use-draft.ts';
import { useWorkspace } from './workspace-context.ts';
import { WorkspaceResizer } from './workspace-resizer.tsx';

/** Says on a draft which signed note it will replace. */
const corrects = 'https://enjournal.no/fhir/StructureDefinition/corrects';

const NoteEditor = later(() => withLaterTexts(import('./note-editor.tsx')));
const WritesFor = later(() => withLaterTexts(import('./writes-for.tsx')));

/** Where one writes, beside the record and never on top of it. Says whose record it is once more. */
export function Workspace({ patient }: { patient: Patient }) {
  const { open, drafts, isWide } = useWorkspace();
  const keeper = drafts.find(({ key }) => key === open);
  const pane = useRef<HTMLElement>(null);
  useEffect(() => {
    // A draft that is opened has its first empty field in focus, for the writing to go on.
    if (open === undefined || pane.current?.contains(document.activeElement)) return;
    pane.current?.focus({ preventScroll: true });
  }, [open]);
  if (open === undefined) return null;
  return keeper ? (
    <OpenDraft key={keeper.key} keeper={keeper} patient={patient} pane={pane} isWide={isWide} />
  ) : (
    <NewNote patient={patient} pane={pane} />
  );
}

type Pane = React.RefObject<HTMLElement | null>;

function OpenDraft({
  keeper,
  patient,
  pane,
  isWide,
}: {
  keeper: DraftKeeper;
  patient: Patient;
  pane: Pane;
  isWide: boolean;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { widen } = useWorkspace();
  const { response, saving, savedAt } = useDraft(keeper);
  const template = useTemplate(response.questionnaire);
  const title = titleOf(template.data ?? undefined, language) || t('workspace.untitled');
  const isCorrection = response.extension?.some(({ url }) => url === corrects);
  return (
    <Frame
      patient={patient}
      pane={pane}
      title={isCorrection ? t('workspace.correction', { title }) : title}
      since={response.authored}
    >
      {{
        actions: (
          <>
            <SavingState saving={saving} savedAt={savedAt} />
            <button
              type="button"
              className="ej-icon-button ej-workspace-wide"
              title={t(isWide ? 'workspace.narrow' : 'workspace.widen')}
              aria-pressed={isWide}
              onClick={() => widen(!isWide)}
            >
              {isWide ? <ShrinkIcon aria-hidden /> : <ExpandIcon aria-hidden />}
            </button>
          </>
        ),
        content: (
          <NoteEditor
            keeper={keeper}
            patient={patient}
            template={template}
            title={title}
            waiting={<Waiting what={title} rows={8} />}
          />
        ),
      }}
    </Frame>
  );
}

function NewNote({ patient, pane }: { patient: Patient; pane: Pane }) {
  const { t } = useTranslation();
  return (
    <Frame patient={patient} pane={pane} title={t('workspace.newNote')} since={undefined}>
      {{
        actions: null,
        content: (
          <div className="ej-workspace-choice">
            <PresenceNote />
            {isDictating() ? (
              <WritesFor waiting={<Waiting what={t('template.what')} rows={6} />}>
                {(author) => <TemplatePicker patient={patient} author={author} />}
              </WritesFor>
            ) : (
              <TemplatePicker patient={patient} />
            )}
          </div>
        ),
      }}
    </Frame>
  );
}

type FrameProps = {
  patient: Patient;
  pane: Pane;
  title: string;
  since: string | undefined;
  children: { actions: React.ReactNode; content: React.ReactNode };
};

function Frame({ patient, pane, title, since, children }: FrameProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { minimise, isWide } = useWorkspace();
  const name = nameOf(patient);
  const number = nationalIdOf(patient);
  return (
    <aside
      className="ej-workspace ej-noprint"
      id="workspace"
      tabIndex={-1}
      ref={pane}
      data-wide={isWide}
      data-colour={personColour(patient.id ?? '')}
      aria-label={t('workspace.label', { title, name })}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented || event.nativeEvent.isComposing) return;
        event.preventDefault();
        minimise();
      }}
    >
      <WorkspaceResizer />
      <header className="ej-workspace-head">
        <PersonStrip id={patient.id ?? ''} />
        <div className="ej-workspace-who">
          <h2 className="ej-workspace-title">{title}</h2>
          <div className="ej-meta ej-num">
            {name}
            {[ageOf(patient.birthDate, language), number && spacedId(number)].filter(Boolean).map((fact) => (
              <span key={fact}>
                {' · '}
                <span className="ej-nowrap">{fact}</span>
              </span>
            ))}
            {since && <span className="ej-nowrap ej-workspace-since"> · {shortDateTime(since, language)}</span>}
          </div>
        </div>
        <div className="ej-workspace-actions">
          {children.actions}
          <button type="button" className="ej-icon-button" title={t('workspace.minimise')} onClick={minimise}>
            <MinusIcon aria-hidden />
          </button>
        </div>
      </header>
      {children.content}
    </aside>
  );
}
