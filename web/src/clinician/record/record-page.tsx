import './record.css';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess } from '../../shared/access/use-access.ts';
import { PatientBanner } from '../../shared/banner/patient-banner.tsx';
import { FhirFailure } from '../../shared/fhir/client.ts';
import { keyOf } from '../../shared/fhir/references.ts';
import type { AllergyIntolerance, Condition, Flag, Resource } from '../../shared/fhir/types.ts';
import { nameOf } from '../../shared/format/person.ts';
import { LiveContext } from '../../shared/record/live.ts';
import { usePatient } from '../../shared/record/record-queries.ts';
import { useLiveRecord } from '../../shared/record/use-live-record.ts';
import { DoneNotice } from '../../shared/ui/done.tsx';
import { later } from '../../shared/ui/later.tsx';
import { PartFailed, Waiting } from '../../shared/ui/part.tsx';
import { EmergencyBar } from '../access/emergency-bar.tsx';
import { PartBar } from '../access/part-bar.tsx';
import { useNoteVisit } from '../workplace/use-visit.ts';
import { NewNoteButton } from '../workspace/new-note-button.tsx';
import { RecordShell } from '../workspace/record-shell.tsx';
import { useOpenDraftId, usePresence } from '../workspace/use-presence.ts';
import { useWorkspaceKeys } from '../workspace/use-workspace-keys.ts';
import { useWorkspaceState } from '../workspace/use-workspace-state.ts';
import { WorkspaceContext } from '../workspace/workspace-context.ts';
import { Ahead } from './ahead.tsx';
import { useFirstSection } from './first-section.ts';
import { LiveNotice } from './live-notice.tsx';
import { RecordFailure } from './record-failure.tsx';
import { RecordNav } from './record-nav.tsx';
import { SectionLink } from './section-link.tsx';
import { fetchCode, views } from './section-views.tsx';
import type { Section } from './sections.ts';
import { UnseenNote } from './unseen-note.tsx';
import { useRecordCommands } from './use-record-commands.ts';
import { useRecordPrintLine } from './use-record-print-line.ts';

const PartPage = later(() => import('../access/part-page.tsx'));
const StandingActs = later(() => import('../problems/standing-acts.tsx'));

/** What can be done with a chip of the banner that is opened. Directives that others keep are only read. */
function CriticalActs({ id, of }: { id: string; of: Resource }) {
  if (!isStanding(of)) return null;
  return <StandingActs key={keyOf(of)} id={id} of={of} />;
}

const isStanding = (of: Resource): of is Condition | AllergyIntolerance | Flag =>
  ['Condition', 'AllergyIntolerance', 'Flag'].includes(of.resourceType);

/** One citizen's record: who it is above, the parts at the side, one part at a time. */
export function RecordPage({ id, section: asked }: { id: string; section: Section | undefined }) {
  const { t } = useTranslation();
  const opening = useFirstSection(id);
  const known = asked ?? opening;
  const section = known ?? 'oversikt';
  const patient = usePatient(id);
  const live = useLiveRecord(id);
  const access = useAccess(id);
  // Until it is known that all of the record is shown, no part of it may say that something is not there.
  const isPart = access.data?.isPart;
  const isWhole = isPart === false;
  const workspace = useWorkspaceState(id, live, patient.isSuccess && isWhole);
  useWorkspaceKeys(workspace);
  useRecordCommands(id, workspace, isWhole);
  usePresence(id, section, useOpenDraftId(workspace), workspace.isOffered);
  useRecordPrintLine(patient.data);
  const main = useRef<HTMLElement>(null);
  const shown = useRef(asked);
  const name = nameOf(patient.data);
  // Who has seen a part has not seen what else is new.
  useNoteVisit(id, patient.isSuccess && isWhole);
  useEffect(() => fetchCode(known), [known]);
  useEffect(() => {
    if (known === undefined) return;
    // A name in the title would stand in the browser's history and on a shared screen's tab for anyone to read.
    document.title = `${t(`section.${known}`)} – Enjournal`;
  }, [known, t]);
  useEffect(() => {
    // Moving between parts moves the reader too, also before it is known where the record opens; the first part is where the page
    // itself put them.
    if (shown.current !== asked) main.current?.focus({ preventScroll: true });
    shown.current = asked;
  }, [asked]);

  const View = views[section];
  const waiting = useMemo(() => <Waiting what={t('record.loading')} rows={8} />, [t]);
  // Who else is here, and what is being written, draws the frame again and not what is in it.
  const view = useMemo(() => <View id={id} waiting={waiting} />, [View, id, waiting]);
  const failure = patient.error instanceof FhirFailure ? patient.error : undefined;
  const closed = failure?.kind === 'refused' || failure?.kind === 'absent';
  if (failure && (closed || !patient.data))
    return <RecordFailure id={id} failure={failure} onRetry={() => void patient.refetch()} />;
  const isReady = patient.data !== undefined && known !== undefined && isPart !== undefined;
  const content = (
    <main id="content" className="ej-record-main" ref={main} tabIndex={-1} aria-labelledby="record-title">
      <h1 className="ej-sr" id="record-title">
        {t('record.title', { name, section: t(`section.${section}`) })}
      </h1>
      {isReady && !isPart && <UnseenNote id={id} section={section} />}
      {isReady ? (
        isPart ? (
          <PartPage id={id} section={section} waiting={waiting} />
        ) : (
          view
        )
      ) : access.isError ? (
        <PartFailed of={access} what={t('record.loading')} />
      ) : (
        waiting
      )}
    </main>
  );
  return (
    <LiveContext value={live}>
      <WorkspaceContext value={workspace}>
        {isPart !== true && <Ahead id={id} section={section} />}
        <a className="ej-skip ej-noprint" href="#critical">
          {t('record.skipCritical')}
        </a>
        <EmergencyBar id={id} />
        <PartBar id={id} />
        <PatientBanner
          id={id}
          patient={patient.data}
          acts={(of) => <CriticalActs id={id} of={of} />}
          edit={
            <SectionLink id={id} to="kritisk">
              {t('critical.edit')}
              <span className="ej-sr"> {t('critical.what')}</span>
            </SectionLink>
          }
          start={<NewNoteButton />}
        />
        {isPart ? (
          <div className="ej-record" data-part>
            {content}
          </div>
        ) : (
          <RecordShell patient={patient.data} section={section}>
            <RecordNav id={id} section={section} />
            {content}
          </RecordShell>
        )}
        <LiveNotice />
        <DoneNotice />
      </WorkspaceContext>
    </LiveContext>
  );
}
