import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Command, useOfferCommands } from '../find-person/commands.ts';
import type { WorkspaceState } from '../workspace/workspace-context.ts';
import { sections } from './sections.ts';

/** What can be found with Ctrl K while a record is open: its parts where they are shown, and to begin a note. */
export function useRecordCommands(id: string, { isOffered, begin }: WorkspaceState, isWhole: boolean): void {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const commands = useMemo((): Command[] => {
    const parts = (isWhole ? sections : []).map((section) => ({
      key: section,
      label: t(`section.${section}`),
      run: () =>
        void navigate({
          to: '/pasient/$id/{-$section}',
          params: { id, section: section === 'oversikt' ? undefined : section },
        }),
    }));
    return isOffered ? [{ key: 'note', label: t('workspace.newNote'), run: begin }, ...parts] : parts;
  }, [id, isOffered, begin, isWhole, t, navigate]);
  useOfferCommands(commands);
}
