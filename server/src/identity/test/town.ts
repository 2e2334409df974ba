import type { JsonObject, Resource } from '../../fhir/resource.ts';
import type { LogOnServer } from '../../test/log-on.ts';
import type { App } from '../apps/app.ts';
import { approveApp } from '../apps/approvals.ts';
import { registerApp } from '../apps/register.ts';
import { resources as people, pids } from '../login/test/people.ts';
import type { SmartApp } from './smart-app.ts';

const observation = (id: string, patient: string, category: string): Resource => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: category }] }],
  code: { coding: [{ system: 'http://loinc.org', code: '718-7' }], text: 'Hb' },
  subject: { reference: `Patient/${patient}` },
  effectiveDateTime: '2026-11-01',
  valueQuantity: { value: 13.2, unit: 'g/dL' },
});

const nurse = { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9060', code: 'SP' }] };
const hasCustody = [
  { coding: [{ system: 'http://hl7.no/fhir/CodeSystem/no-basis-parental-responsibility', code: 'felles' }] },
  { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9033', code: 'MO' }] },
];

/** Hanne's unit has to do with Kari; nobody has to do with Berit. As a citizen Hanne has a child. */
export const resources: readonly Resource[] = [
  ...people.map((one) => (one.id === 'hanne' ? { ...one, qualification: [{ code: nurse }] } : one)),
  {
    resourceType: 'Patient',
    id: 'child',
    active: true,
    name: [{ family: 'Hjem', given: ['Even'] }],
    birthDate: '2021-05-01',
  },
  {
    resourceType: 'RelatedPerson',
    id: 'mother',
    active: true,
    patient: { reference: 'Patient/child' },
    identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.1', value: pids.hanne }],
    relationship: hasCustody,
  },
  observation('weight', 'child', 'laboratory'),
  {
    resourceType: 'Encounter',
    id: 'visit',
    status: 'in-progress',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'HH' },
    subject: { reference: 'Patient/kari' },
    serviceProvider: { reference: 'Organization/sone-3' },
    participant: [{ individual: { reference: 'Practitioner/hanne' } }],
    period: { start: '2026-11-01T08:00:00+01:00' },
  },
  observation('hb', 'kari', 'laboratory'),
  observation('crp', 'kari', 'laboratory'),
  observation('pulse', 'kari', 'vital-signs'),
  observation('other', 'moved-now', 'laboratory'),
  {
    resourceType: 'Condition',
    id: 'cough',
    subject: { reference: 'Patient/kari' },
    code: { text: 'Hoste' },
    clinicalStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
    },
  },
];

/** Registers an app as an administrator would, and lets organisations approve it. */
export async function registered(
  server: LogOnServer,
  app: SmartApp,
  more: Partial<App> & Pick<App, 'id' | 'scopes'>,
  approvedBy: readonly string[] = ['fjordvik'],
): Promise<void> {
  const database = server.database.writer;
  await registerApp(
    database,
    {
      name: 'Growth',
      publisher: 'Vekst AS',
      description: 'Tegner kurver',
      type: 'public',
      audience: ['staff', 'citizen'],
      redirectUris: [app.redirectUri],
      launchUri: app.launchUri,
      isDpopBound: false,
      ...more,
    },
    { author: 'Practitioner/ida', isDemo: true, isNewSecret: false },
  );
  for (const organization of approvedBy) {
    const approval = { organization, app: more.id, scopes: [], until: undefined, author: 'Practitioner/ida' };
    await approveApp(database, approval, Date.now());
  }
}

export type Bundled = { total?: number; entry?: { resource: JsonObject }[] };

export const idsOf = (bundle: Bundled): string[] =>
  (bundle.entry ?? []).map(({ resource }) => String(resource.id)).sort();
