/**
 * The health personnel of the stories, each with a demo login. They are in every synthetic municipality, whatever its
 * seed and size, under the ids that stand here.
 */
export type DemoPerson = {
  /** The login name, and the id of the Practitioner. */
  id: string;
  given: string;
  family: string;
  /** What the person is at work, as a colleague would say it. */
  role: string;
  sex: 'female' | 'male';
  /** Organization id: the unit the person works at. */
  organization: string;
  /** Name of that unit. */
  organizationName: string;
  /** HPR number; absent for those who are not authorised health personnel. */
  hpr?: string;
  /** Volven 9060, category of authorised health personnel. */
  profession?: string;
  /** Volven 9034, function towards a patient. */
  functions: readonly string[];
  /** Practitioner id. */
  practitioner: string;
  /** PractitionerRole id. */
  practitionerRole: string;
};

type Row = readonly [
  given: string,
  family: string,
  sex: 'female' | 'male',
  role: string,
  organization: string,
  organizationName: string,
  profession: string | undefined,
  ...functions: string[],
];

const ROWS: readonly Row[] = [
  ['Ada', 'Solli', 'female', 'Fastlege', 'solli-legekontor', 'Solli legekontor', 'LE', '6'],
  ['Bo', 'Havn', 'male', 'Fastlege', 'havn-legesenter', 'Havn legesenter', 'LE', '6'],
  ['Siri', 'Solli', 'female', 'Helsesekretær', 'solli-legekontor', 'Solli legekontor', 'HE'],
  ['Vera', 'Vakt', 'female', 'Legevaktlege', 'havoy-legevakt', 'Havøy legevakt', 'LE', '3'],
  ['Nils', 'Triage', 'male', 'Sykepleier, triage', 'havoy-legevakt', 'Havøy legevakt', 'SP'],
  ['Hanne', 'Hjem', 'female', 'Sykepleier', 'hjemmetjenesten-sone-3', 'Hjemmetjenesten sone 3', 'SP', '9'],
  ['Nora', 'Natt', 'female', 'Sykepleier', 'nattpatruljen', 'Nattpatruljen', 'SP'],
  ['Aksel', 'Assistent', 'male', 'Assistent', 'hjemmetjenesten-sone-3', 'Hjemmetjenesten sone 3', undefined],
  ['Grete', 'Granli', 'female', 'Sykepleier', 'granli-korttid', 'Granli sykehjem, korttidsavdeling', 'SP', '9'],
  ['Gunnar', 'Granli', 'male', 'Sykehjemslege', 'granli-sykehjem', 'Granli sykehjem', 'LE', '3'],
  ['Helle', 'Stasjon', 'female', 'Helsesykepleier', 'fjordvik-helsestasjon', 'Fjordvik helsestasjon', 'SP'],
  ['Sara', 'Saksen', 'female', 'Saksbehandler', 'tildelingskontoret', 'Tildelingskontoret', undefined],
  ['Kaia', 'Koord', 'female', 'Koordinator', 'koordinerende-enhet', 'Koordinerende enhet', 'VP', '8'],
  ['Fredrik', 'Fysio', 'male', 'Fysioterapeut', 'fysio-og-ergoterapi', 'Fysio- og ergoterapitjenesten', 'FT'],
  ['Rune', 'Respons', 'male', 'Operatør', 'responssenteret', 'Responssenteret', 'HF'],
  ['Nina', 'Nordås', 'female', 'Overlege', 'nordas-medisin', 'Nordås sykehus, medisinsk avdeling', 'LE', '3'],
  ['Otto', 'Nordås', 'male', 'Sykepleier', 'nordas-sengepost-2', 'Nordås sykehus, medisinsk sengepost 2', 'SP'],
  ['Frida', 'Fri', 'female', 'Sykepleier', 'nordas-sengepost-2', 'Nordås sykehus, medisinsk sengepost 2', 'SP'],
  ['Kai', 'Kyst', 'male', 'Avtalespesialist, hjertesykdommer', 'kystkardiologi', 'Kystkardiologi', 'LE', '3'],
  ['Norunn', 'Nav', 'female', 'NAV-veileder', 'nav-fjordvik', 'NAV Fjordvik', undefined],
  ['Tuva', 'Lærer', 'female', 'Lærer', 'fjordvik-skole', 'Fjordvik skole', undefined],
  ['Petra', 'Personvern', 'female', 'Personvernombud', 'fjordvik-kommune', 'Fjordvik kommune', undefined],
  ['Leif', 'Leder', 'male', 'Leder, helse og omsorg', 'fjordvik-kommune', 'Fjordvik kommune', undefined],
  ['Fanny', 'Fag', 'female', 'Innholdsredaktør', 'fjordvik-kommune', 'Fjordvik kommune', 'LE'],
  ['Oda', 'Drift', 'female', 'Driftsansvarlig', 'fjordvik-kommune', 'Fjordvik kommune', undefined],
];

/** 9 digits from 900 000 001: above every number that has been given out, so no real person is meant. */
const hprOf = (ordinal: number): string => String(900_000_001 + ordinal);

export const demoPersons: readonly DemoPerson[] = ROWS.map(
  ([given, family, sex, role, organization, organizationName, profession, ...functions], ordinal) => {
    const id = slug(`${given} ${family}`);
    return {
      id,
      given,
      family,
      role,
      sex,
      organization,
      organizationName,
      ...(profession === undefined ? {} : { profession, hpr: hprOf(ordinal) }),
      functions,
      practitioner: id,
      practitionerRole: `${id}-${organization}`.slice(0, 64),
    };
  },
);

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
