import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { ClinicianFrame } from './clinician/bar/clinician-frame.tsx';
import { NotFoundPage } from './clinician/bar/not-found-page.tsx';
import { RecordPage } from './clinician/record/record-page.tsx';
import { isSection } from './clinician/record/sections.ts';
import { StartPage } from './clinician/start/start-page.tsx';
import { AdministrationPage } from './municipality/administration/administration-page.tsx';
import { PrivacyPage } from './municipality/privacy/privacy-page.tsx';

const root = createRootRoute({ component: ClinicianFrame, notFoundComponent: NotFoundPage });

const start = createRoute({ getParentRoute: () => root, path: '/', component: StartPage });

/** The only personal thing in an address is the record's own id. */
const record = createRoute({
  getParentRoute: () => root,
  path: '/pasient/$id/{-$section}',
  component: function Record() {
    const { id, section } = record.useParams();
    if (section !== undefined && !isSection(section)) return <NotFoundPage />;
    return <RecordPage key={id} id={id} section={section ?? 'oversikt'} />;
  },
});

const privacy = createRoute({ getParentRoute: () => root, path: '/kommune/personvern', component: PrivacyPage });
const administration = createRoute({
  getParentRoute: () => root,
  path: '/kommune/administrasjon',
  component: AdministrationPage,
});

export const router = createRouter({
  routeTree: root.addChildren([start, record, privacy, administration]),
  defaultPreload: false,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
