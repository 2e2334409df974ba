import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { Patient } from '../../shared/fhir/types.ts';
import { useUser } from '../bar/use-user.ts';
import { newResponse } from './new-response.ts';
import { prefill } from './prefill.ts';
import { useTemplate } from './templates.ts';
import { useWorkspace } from './workspace-context.ts';

/**
 * Whoever signed the person before and came here to the next goes on in the same template; whoever came to sign what waits for them
 * finds it open. In the history's state, never in the address.
 */
export function WriteOn({ patient }: { patient: Patient }) {
  const write = useRouterState({ select: ({ location }) => (location.state as { write?: string }).write });
  const draft = useRouterState({ select: ({ location }) => (location.state as { draft?: string }).draft });
  const { open, start, isOffered, drafts, show } = useWorkspace();
  const user = useUser();
  const template = useTemplate(write).data;
  const isDone = useRef(false);
  useEffect(() => {
    if (!template || isDone.current || !isOffered || open !== undefined) return;
    isDone.current = true;
    void prefill(start(newResponse(template, patient, user)), template, patient);
  });
  const asked = draft === undefined ? undefined : drafts.find(({ id }) => id === draft);
  useEffect(() => {
    if (!asked || isDone.current || open !== undefined) return;
    isDone.current = true;
    show(asked.key);
  });
  return null;
}
