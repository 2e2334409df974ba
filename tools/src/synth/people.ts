import { type Day, parseDay } from './calendar.ts';
import type { AccessRole } from './fhir.ts';
import { nationalNumberFrom, type Sex } from './numbers.ts';

/** A job of a demo person: where, as what, and since when. */
export type DemoJob = {
  /** PractitionerRole id. */
  practitionerRole: string;
  /** Organization id: the unit the person works at. */
  organization: string;
  /** Name of that unit. */
  organizationName: string;
  /** What the person is at work, as a colleague would say it. */
  role: string;
  /** What the role may see (CodeSystem access-role); absent for those who are never users of a record. */
  accessRole?: AccessRole;
  /** Practitioner id of who countersigns what the person writes. */
  supervisor?: string;
  /** Practitioner ids of those the person writes for. */
  actsFor?: readonly string[];
  /** Volven 9034, function towards a patient. */
  functions: readonly string[];
  /** First day of the job, and the last where it has ended. */
  from: Day;
  to?: Day;
};

/**
 * The health personnel of the stories, each with a demo login. They are in every synthetic municipality, whatever its
 * seed and size, under the ids that stand here.
 */
export type DemoPerson = DemoJob & {
  /** The login name, and the id of the Practitioner. */
  id: string;
  given: string;
  family: string;
  sex: Sex;
  born: Day;
  /** Synthetic national identity number: what a log-on tells. */
  nationalNumber: string;
  /** HPR number; absent for those who are not authorised health personnel. */
  hpr?: string;
  /** Volven 9060, category of authorised health personnel. */
  profession?: string;
  /** Practitioner id. */
  practitioner: string;
  /** All jobs; the first is the one that stands in the person itself. */
  jobs: readonly DemoJob[];
};

type Row = readonly [
  given: string,
  family: string,
  sex: Sex,
  role: string,
  organization: string,
  organizationName: string,
  profession: string | undefined,
  accessRole: AccessRole | undefined,
  ...functions: string[],
];

const ROWS: readonly Row[] = [
  ['Ada', 'Solli', 'female', 'Fastlege', 'solli-legekontor', 'Solli legekontor', 'LE', 'lege', '6'],
  ['Bo', 'Havn', 'male', 'Fastlege', 'havn-legesenter', 'Havn legesenter', 'LE', 'lege', '6'],
  ['Siri', 'Solli', 'female', 'Helsesekretær', 'solli-legekontor', 'Solli legekontor', 'HE', 'helsesekretaer'],
  ['Vera', 'Vakt', 'female', 'Legevaktlege', 'havoy-legevakt', 'Havøy legevakt', 'LE', 'lege', '3'],
  ['Nils', 'Triage', 'male', 'Sykepleier, triage', 'havoy-legevakt', 'Havøy legevakt', 'SP', 'sykepleier'],
  [
    'Hanne',
    'Hjem',
    'female',
    'Sykepleier',
    'hjemmetjenesten-sone-3',
    'Hjemmetjenesten sone 3',
    'SP',
    'sykepleier',
    '9',
  ],
  ['Nora', 'Natt', 'female', 'Sykepleier', 'nattpatruljen', 'Nattpatruljen', 'SP', 'sykepleier'],
  [
    'Aksel',
    'Assistent',
    'male',
    'Assistent',
    'hjemmetjenesten-sone-3',
    'Hjemmetjenesten sone 3',
    undefined,
    'assistent',
  ],
  [
    'Grete',
    'Granli',
    'female',
    'Sykepleier',
    'granli-korttid',
    'Granli sykehjem, korttidsavdeling',
    'SP',
    'sykepleier',
    '9',
  ],
  ['Gunnar', 'Granli', 'male', 'Sykehjemslege', 'granli-sykehjem', 'Granli sykehjem', 'LE', 'lege', '3'],
  [
    'Helle',
    'Stasjon',
    'female',
    'Helsesykepleier',
    'fjordvik-helsestasjon',
    'Fjordvik helsestasjon',
    'SP',
    'helsesykepleier',
  ],
  ['Sara', 'Saksen', 'female', 'Saksbehandler', 'tildelingskontoret', 'Tildelingskontoret', undefined, 'saksbehandler'],
  ['Kaia', 'Koord', 'female', 'Koordinator', 'koordinerende-enhet', 'Koordinerende enhet', 'VP', 'koordinator', '8'],
  [
    'Fredrik',
    'Fysio',
    'male',
    'Fysioterapeut',
    'fysio-og-ergoterapi',
    'Fysio- og ergoterapitjenesten',
    'FT',
    'fysioterapeut',
  ],
  ['Rune', 'Respons', 'male', 'Operatør', 'responssenteret', 'Responssenteret', 'HF', 'responssenter'],
  ['Nina', 'Nordås', 'female', 'Overlege', 'nordas-medisin', 'Nordås sykehus, medisinsk avdeling', 'LE', 'lege', '3'],
  [
    'Otto',
    'Nordås',
    'male',
    'Sykepleier',
    'nordas-sengepost-2',
    'Nordås sykehus, medisinsk sengepost 2',
    'SP',
    'sykepleier',
  ],
  [
    'Frida',
    'Fri',
    'female',
    'Sykepleier',
    'nordas-sengepost-2',
    'Nordås sykehus, medisinsk sengepost 2',
    'SP',
    'sykepleier',
  ],
  ['Kai', 'Kyst', 'male', 'Avtalespesialist, hjertesykdommer', 'kystkardiologi', 'Kystkardiologi', 'LE', 'lege', '3'],
  ['Norunn', 'Nav', 'female', 'NAV-veileder', 'nav-fjordvik', 'NAV Fjordvik', undefined, undefined],
  ['Tuva', 'Lærer', 'female', 'Lærer', 'fjordvik-skole', 'Fjordvik skole', undefined, undefined],
  [
    'Petra',
    'Personvern',
    'female',
    'Personvernombud',
    'fjordvik-kommune',
    'Fjordvik kommune',
    undefined,
    'loggkontroll',
  ],
  ['Leif', 'Leder', 'male', 'Leder, helse og omsorg', 'fjordvik-kommune', 'Fjordvik kommune', undefined, 'leder'],
  ['Fanny', 'Fag', 'female', 'Innholdsredaktør', 'fjordvik-kommune', 'Fjordvik kommune', 'LE', 'innholdsredaktor'],
  ['Oda', 'Drift', 'female', 'Driftsansvarlig', 'fjordvik-kommune', 'Fjordvik kommune', undefined, 'ikt-admin'],
  // Beside those the stories name: someone at the supplier, who sees clients under contract and nobody else.
  ['Terje', 'Trygg', 'male', 'Helsefagarbeider', 'trygg-omsorg', 'Trygg Omsorg AS', 'HF', 'helsefagarbeider'],
  // And somebody in training, whose notes another signs too.
  [
    'Stina',
    'Student',
    'female',
    'Sykepleierstudent',
    'hjemmetjenesten-sone-3',
    'Hjemmetjenesten sone 3',
    undefined,
    'student',
  ],
];

/** Practitioner id of whoever signs too what a person in training has signed. */
const SUPERVISORS: { readonly [id: string]: string } = { 'stina-student': 'hanne-hjem' };
/** Whom a secretary writes notes for. */
const ACTS_FOR: { readonly [id: string]: readonly string[] } = { 'siri-solli': ['ada-solli'] };

/** Jobs beside the first: shifts at the out-of-hours clinic, and one that has ended. */
const MORE: {
  [id: string]: readonly (Omit<DemoJob, 'practitionerRole' | 'from' | 'to'> & { from: string; to?: string })[];
} = {
  'gunnar-granli': [
    {
      organization: 'havoy-legevakt',
      organizationName: 'Havøy legevakt',
      role: 'Legevaktlege',
      accessRole: 'lege',
      functions: ['3'],
      from: '2022-01-01',
    },
  ],
  'bo-havn': [
    {
      organization: 'havoy-legevakt',
      organizationName: 'Havøy legevakt',
      role: 'Legevaktlege',
      accessRole: 'lege',
      functions: ['3'],
      from: '2021-09-01',
    },
  ],
  'helle-stasjon': [
    {
      organization: 'fjordvik-skolehelsetjeneste',
      organizationName: 'Fjordvik skolehelsetjeneste',
      role: 'Helsesykepleier',
      accessRole: 'helsesykepleier',
      functions: [],
      from: '2019-08-15',
    },
  ],
  'hanne-hjem': [
    {
      organization: 'hjemmetjenesten-sone-1',
      organizationName: 'Hjemmetjenesten sone 1',
      role: 'Sykepleier',
      accessRole: 'sykepleier',
      functions: [],
      from: '2016-03-01',
      to: '2020-12-31',
    },
  ],
};

/** 9 digits from 900 000 001: above every number that has been given out, so no real person is meant. */
const hprOf = (ordinal: number): string => String(900_000_001 + ordinal);

/** Born 1970–1995, on days far apart; individual numbers from 950, which no citizen of the generator gets. */
const bornOf = (ordinal: number): Day => parseDay('1970-02-03') + ordinal * 367;
const INDIVIDUAL = 950;

export const demoPersons: readonly DemoPerson[] = ROWS.map(
  ([given, family, sex, role, organization, organizationName, profession, accessRole, ...functions], ordinal) => {
    const id = slug(`${given} ${family}`);
    const born = bornOf(ordinal);
    const first = { organization, organizationName, role, functions, from: parseDay('2021-01-01') + ordinal * 17 };
    const jobs = [
      jobOf(id, {
        ...first,
        ...(accessRole === undefined ? {} : { accessRole }),
        ...(SUPERVISORS[id] === undefined ? {} : { supervisor: SUPERVISORS[id] }),
        ...(ACTS_FOR[id] === undefined ? {} : { actsFor: ACTS_FOR[id] }),
      }),
      ...(MORE[id] ?? []).map(({ from, to, ...job }) =>
        jobOf(id, { ...job, from: parseDay(from), ...(to === undefined ? {} : { to: parseDay(to) }) }),
      ),
    ];
    return {
      ...jobs[0]!,
      id,
      given,
      family,
      sex,
      born,
      nationalNumber: nationalNumberFrom(born, INDIVIDUAL + (sex === 'male' ? 1 : 0)),
      ...(profession === undefined ? {} : { profession, hpr: hprOf(ordinal) }),
      practitioner: id,
      jobs,
    };
  },
);

function jobOf(id: string, job: Omit<DemoJob, 'practitionerRole'>): DemoJob {
  return { ...job, practitionerRole: `${id}-${job.organization}`.slice(0, 64) };
}

/** A name as an id may have it: `Nina Nordås` → `nina-nordas`, `Tuva Lærer` → `tuva-laerer`. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'o')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
