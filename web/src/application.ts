import type { ComponentType } from 'react';
import { withTextsOf } from './i18n.ts';
import type { User } from './shared/session/session.ts';

/** Personnel and citizens have each their application, and load nothing of the other's. */
const applications: Readonly<Record<User['kind'], () => Promise<{ Application: ComponentType }>>> = {
  staff: () => withTextsOf('staff', import('./clinician/application.tsx')),
  citizen: () => withTextsOf('citizen', import('./citizen/application.tsx')),
};

const key = 'enjournal.application';

/** The application of somebody who is logged on. Asked for twice, it comes once. @throws when the network fails */
export async function applicationOf(kind: User['kind']): Promise<ComponentType> {
  localStorage.setItem(key, kind);
  return (await applications[kind]()).Application;
}

/** Begins to fetch what was used here last, while the server is asked who is logged on. */
export function fetchLikely(): void {
  const last = localStorage.getItem(key);
  if (last === 'staff' || last === 'citizen') void applications[last]().catch(() => undefined);
}
