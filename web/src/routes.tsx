import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { ClinicianFrame } from './clinician/bar/clinician-frame.tsx';
import { NotFoundPage } from './clinician/bar/not-found-page.tsx';
import { inboxSearch } from './clinician/inbox/views.ts';
import { RecordPage } from './clinician/record/record-page.tsx';
import { isSection } from './clinician/record/sections.ts';
import { StartPage } from './clinician/start/start-page.tsx';
import { withLaterTexts } from './i18n.ts';

const root = createRootRoute({ component: ClinicianFrame, notFoundComponent: NotFoundPage });

const start = createRoute({ getParentRoute: () => root, path: '/', component: StartPage });

const inbox = createRoute({
  getParentRoute: () => root,
  path: '/innboks',
  validateSearch: inboxSearch,
  component: lazyRouteComponent(() => import('./clinician/inbox/inbox-page.tsx'), 'InboxPage'),
});
const lists = createRoute({
  getParentRoute: () => root,
  path: '/lister',
  component: lazyRouteComponent(() => import('./clinician/inbox/lists-page.tsx'), 'ListsPage'),
});

/** What was signed in the unit and did not arrive. */
const prescriptions = createRoute({
  getParentRoute: () => root,
  path: '/resepter',
  component: lazyRouteComponent(() => import('./clinician/prescriptions/queue-page.tsx'), 'QueuePage'),
});

const shift = createRoute({
  getParentRoute: () => root,
  path: '/vaktrapport',
  component: lazyRouteComponent(() => import('./clinician/shift/shift-page.tsx'), 'ShiftPage'),
});

const stock = createRoute({
  getParentRoute: () => root,
  path: '/lager',
  component: lazyRouteComponent(() => withLaterTexts(import('./clinician/stock/stock-page.tsx')), 'StockPage'),
});
const recall = createRoute({
  getParentRoute: () => root,
  path: '/vaksinering',
  component: lazyRouteComponent(() => withLaterTexts(import('./clinician/vaccines/recall-page.tsx')), 'RecallPage'),
});

/** The only personal thing in an address is the record's own id. */
const record = createRoute({
  getParentRoute: () => root,
  path: '/pasient/$id/{-$section}',
  component: function Record() {
    const { id, section } = record.useParams();
    if (section !== undefined && !isSection(section)) return <NotFoundPage />;
    return <RecordPage key={id} id={id} section={section} />;
  },
});

/** A visit at home is a page of the record, for a phone. */
const visit = createRoute({
  getParentRoute: () => root,
  path: '/pasient/$id/besok',
  component: lazyRouteComponent(() => withLaterTexts(import('./homecare/visit/visit-route.tsx')), 'VisitRoute'),
});

/** On paper: what tells a person from another before a medicine is given. */
const bands = createRoute({
  getParentRoute: () => root,
  path: '/pasient/$id/armband',
  component: lazyRouteComponent(() => withLaterTexts(import('./clinician/bands/bands-page.tsx')), 'BandsPage'),
});

/** The medicines of a whole ward, and what waits for network. */
const round = createRoute({
  getParentRoute: () => root,
  path: '/runde',
  component: lazyRouteComponent(() => withLaterTexts(import('./clinician/round/round-page.tsx')), 'RoundPage'),
});
const delegation = createRoute({
  getParentRoute: () => root,
  path: '/delegering',
  component: lazyRouteComponent(
    () => withLaterTexts(import('./clinician/delegation/delegation-page.tsx')),
    'DelegationPage',
  ),
});
const waiting = createRoute({
  getParentRoute: () => root,
  path: '/venter',
  component: lazyRouteComponent(() => withLaterTexts(import('./homecare/waiting/waiting-page.tsx')), 'WaitingPage'),
});

/** The pages of other roles are fetched when somebody comes to them. */
const privacy = createRoute({
  getParentRoute: () => root,
  path: '/kommune/personvern',
  component: lazyRouteComponent(() => withLaterTexts(import('./municipality/privacy/privacy-page.tsx')), 'PrivacyPage'),
});
const administration = createRoute({
  getParentRoute: () => root,
  path: '/kommune/administrasjon',
  component: lazyRouteComponent(
    () => withLaterTexts(import('./municipality/administration/administration-page.tsx')),
    'AdministrationPage',
  ),
});

/** The rules of decision support, for those who edit content. */
const rules = createRoute({
  getParentRoute: () => root,
  path: '/fag/rad',
  component: lazyRouteComponent(() => withLaterTexts(import('./clinician/advice/rules-page.tsx')), 'RulesPage'),
});

/** Pathways across citizens, of a unit and of a person. */
const board = createRoute({
  getParentRoute: () => root,
  path: '/forlop',
  component: lazyRouteComponent(() => import('./clinician/plan/board-page.tsx'), 'BoardPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    start,
    rules,
    inbox,
    lists,
    prescriptions,
    shift,
    recall,
    stock,
    visit,
    bands,
    round,
    delegation,
    waiting,
    record,
    privacy,
    administration,
    board,
  ]),
  defaultPreload: false,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
