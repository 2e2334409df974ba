import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { withLaterTexts } from '../i18n.ts';
import { CitizenFrame } from './frame/citizen-frame.tsx';
import { NotFound } from './frame/not-found.tsx';
import { HomePage } from './home/home-page.tsx';
import { subjectNow } from './subject.ts';

const root = createRootRoute({ component: CitizenFrame, notFoundComponent: NotFound });

const home = createRoute({ getParentRoute: () => root, path: '/', component: HomePage });

/** A page that is fetched when somebody comes to it; its texts are of `citizenLaterWords`. */
const page = (path: string, load: () => Promise<{ default: () => React.ReactNode }>) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(() => withLaterTexts(load())) });

const pages = [
  page('/journal', () => import('./journal/journal-page.tsx')),
  page('/medisiner', () => import('./medicines/medicines-page.tsx')),
  page('/provesvar', () => import('./results/results-page.tsx')),
  page('/helse', () => import('./health/health-page.tsx')),
  page('/plan', () => import('./plan/plan-page.tsx')),
  page('/livshistorie', () => import('./own-words/life-story-page.tsx')),
  page('/valg', () => import('./own-words/choices-page.tsx')),
  page('/hjelp', () => import('./help/help-page.tsx')),
  page('/kontakter', () => import('./help/contacts-page.tsx')),
  page('/dokumenter', () => import('./documents/documents-page.tsx')),
  page('/vaksiner', () => import('./vaccines/vaccines-page.tsx')),
  page('/timer', () => import('./appointments/appointments-page.tsx')),
  page('/meldinger', () => import('./dialogue/dialogue-page.tsx')),
  page('/skjema', () => import('./forms/forms-page.tsx')),
  page('/egne-malinger', () => import('./contributions/measure-page.tsx')),
  page('/krav', () => import('./requests/requests-page.tsx')),
  page('/varsler', () => import('./notices/notices-page.tsx')),
  page('/tilgang', () => import('./privacy/access-page.tsx')),
  page('/handle-for', () => import('./acting/acting-page.tsx')),
  page('/fullmakter', () => import('./powers/powers-page.tsx')),
  page('/krets', () => import('./circle/circle-page.tsx')),
  page('/krets/$id', () => import('./circle/circle-page.tsx')),
  page('/deling', () => import('./sharing/sharing-page.tsx')),
  page('/utskrift', () => import('./sharing/print-page.tsx')),
  page('/samtykker', () => import('./consents/consents-page.tsx')),
  page('/foreldre', () => import('./parents/parents-page.tsx')),
  page('/meg', () => import('./settings/me-page.tsx')),
];

/** Where the parts of the record were before these pages, so that what somebody has kept of addresses leads on. */
const before: Readonly<Record<string, string>> = {
  tidslinje: '/journal',
  legemidler: '/medisiner',
  malinger: '/provesvar',
  provesvar: '/provesvar',
  kurve: '/provesvar',
  problemer: '/helse',
  kritisk: '/helse',
  akutt: '/helse',
  plan: '/plan',
  avtaler: '/timer',
  tjenester: '/hjelp',
  dokumenter: '/dokumenter',
  vaksiner: '/vaksiner',
  tilgang: '/tilgang',
};
const old = createRoute({
  getParentRoute: () => root,
  path: '/pasient/$id/{-$section}',
  beforeLoad: ({ params }) => {
    if (params.id === subjectNow()?.patient)
      throw redirect({ to: before[params.section ?? ''] ?? '/', replace: true } as never);
  },
  component: NotFound,
});

export const router = createRouter({
  routeTree: root.addChildren([home, old, ...pages]),
  defaultPreload: 'intent',
  scrollRestoration: true,
});
