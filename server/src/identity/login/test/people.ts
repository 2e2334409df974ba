import type { Resource } from '../../../fhir/resource.ts';
import type { DemoLogin } from '../../idp/index.ts';

const oid = 'urn:oid:2.16.578.1.12.4.1.4';
const fnr = (value: string) => ({ system: `${oid}.1`, value });
const hpr = (value: string) => ({ system: `${oid}.4`, value });

/** National identity numbers of the synthetic series (month + 80). */
export const pids = {
  hanne: '03827012024',
  gunnar: '03847212046',
  sara: '05857412046',
  nobody: '07877312083',
  kari: '11814212094',
  moved: '12824712008',
  twofold: '13833912040',
};

const organization = (id: string, name: string, number: string, partOf?: string): Resource => ({
  resourceType: 'Organization',
  id,
  active: true,
  identifier: [{ system: `${oid}.101`, value: number }],
  name,
  ...(partOf === undefined ? {} : { partOf: { reference: `Organization/${partOf}` } }),
});

const practitioner = (id: string, family: string, given: string, ...identifier: object[]): Resource =>
  ({
    resourceType: 'Practitioner',
    id,
    active: true,
    identifier,
    name: [{ use: 'official', family, given: [given] }],
  }) as Resource;

const role = (of: string, unit: string, code: string, title: string, more: object = {}): Resource =>
  ({
    resourceType: 'PractitionerRole',
    id: `${of}-${unit}`,
    active: true,
    practitioner: { reference: `Practitioner/${of}` },
    organization: { reference: `Organization/${unit}` },
    code: [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/access-role', code }], text: title }],
    ...more,
  }) as Resource;

const patient = (id: string, family: string, given: string, pid: string, more: object = {}): Resource =>
  ({
    resourceType: 'Patient',
    id,
    active: true,
    identifier: [fnr(pid)],
    name: [{ family, given: [given] }],
    ...more,
  }) as Resource;

/** A municipality of some persons, as its registers tell of it. */
export const resources: readonly Resource[] = [
  organization('fjordvik', 'Fjordvik kommune', '809000001'),
  organization('hjemmetjenesten', 'Hjemmetjenesten', '809000028', 'fjordvik'),
  organization('sone-3', 'Hjemmetjenesten sone 3', '809000036', 'hjemmetjenesten'),
  organization('granli', 'Granli sykehjem', '809000044', 'fjordvik'),
  organization('legevakt', 'Havøy legevakt', '809000052'),
  practitioner('hanne', 'Hjem', 'Hanne', fnr(pids.hanne), hpr('900000006')),
  role('hanne', 'sone-3', 'sykepleier', 'Sykepleier'),
  role('hanne', 'granli', 'sykepleier', 'Sykepleier', { period: { start: '2015-01-01', end: '2019-12-31' } }),
  practitioner('gunnar', 'Granli', 'Gunnar', hpr('900000010')),
  role('gunnar', 'granli', 'lege', 'Sykehjemslege'),
  role('gunnar', 'legevakt', 'lege', 'Legevaktlege'),
  practitioner('sara', 'Saksen', 'Sara', fnr(pids.sara)),
  role('sara', 'hjemmetjenesten', 'saksbehandler', 'Saksbehandler'),
  practitioner('twofold', 'To', 'Tora', fnr(pids.twofold)),
  patient('hanne-as-citizen', 'Hjem', 'Hanne', pids.hanne),
  patient('kari', 'Testdal', 'Kari', pids.kari),
  patient('moved-now', 'Flytting', 'Berit', pids.moved),
  patient('moved-before', 'Flytting', 'Berit', pids.moved, {
    link: [{ other: { reference: 'Patient/moved-now' }, type: 'replaced-by' }],
  }),
];

const login = (id: string, name: string, pid: string, more: Partial<DemoLogin> = {}): DemoLogin => ({
  id,
  name,
  about: 'x',
  group: 'x',
  pid: async () => pid,
  ...more,
});

export const persons: Record<'helseid' | 'idporten', DemoLogin[]> = {
  helseid: [
    login('hanne', 'Hanne Hjem', pids.hanne, { hpr: '900000006', group: 'Sone <3>' }),
    login('gunnar', 'Gunnar Granli', pids.gunnar, { hpr: '900000010' }),
    login('sara', 'Sara Saksen', pids.sara),
    login('low', 'Hanne Hjem', pids.hanne, { hpr: '900000006', level: 3 }),
    login('nobody', 'Ingen', pids.nobody),
    login('contradiction', 'Tora To', pids.twofold, { hpr: '900000006' }),
    login('borrowed', 'Lånt', pids.nobody, { hpr: '900000006' }),
  ],
  idporten: [
    login('kari', 'Kari Testdal', pids.kari),
    login('low', 'Kari Testdal', pids.kari, { level: 3 }),
    login('moved', 'Berit Flytting', pids.moved),
    login('nobody', 'Ingen', pids.nobody),
    login('hanne', 'Hanne Hjem', pids.hanne),
  ],
};
