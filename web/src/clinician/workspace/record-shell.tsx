import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Patient } from '../../shared/fhir/types.ts';
import { useSettings } from '../../shared/settings/settings.ts';
import type { Section } from '../record/sections.ts';
import { DraftsStrip } from './drafts-strip.tsx';
import { Workspace } from './workspace.tsx';
import { useWorkspace } from './workspace-context.ts';
import { WorkspaceNews } from './workspace-news.tsx';
import { WriteOn } from './write-on.tsx';

type Props = {
  patient: Patient | undefined;
  /** The part of the record that is open. */
  section: Section;
  children: ReactNode;
};

/** The record with what is written in it beside: one does not cover the other where there is room for both. */
export function RecordShell({ patient, section, children }: Props) {
  const { t } = useTranslation();
  const { open, isWide } = useWorkspace();
  const { workspaceWidth } = useSettings();
  const layout = open === undefined ? 'closed' : isWide ? 'wide' : 'open';
  return (
    <>
      {open !== undefined && (
        <a className="ej-skip ej-noprint" href="#workspace">
          {t('workspace.skip')}
        </a>
      )}
      <div
        className="ej-record"
        data-workspace={layout}
        data-section={section}
        style={{ '--ej-workspace-width': `${workspaceWidth}px` } as never}
      >
        {children}
        {patient && <WriteOn patient={patient} />}
        {patient && <Workspace patient={patient} />}
        <DraftsStrip />
      </div>
      <WorkspaceNews />
    </>
  );
}
