/** The organisations of the stories. They are in every synthetic municipality, under the ids that stand here. */

/** Codes of the service-kind tag: which service a resource was written in. */
export type ServiceKind =
  | 'gp'
  | 'legevakt'
  | 'home-care'
  | 'nursing-home'
  | 'health-station'
  | 'school-health'
  | 'youth-clinic'
  | 'case-office'
  | 'coordinating-unit'
  | 'mental-health'
  | 'physio'
  | 'response-centre'
  | 'hospital'
  | 'specialist'
  | 'private-care'
  | 'other';

/** What is written in some services is kept closer than the rest: a service-kind tag of its own, beside the other. */
export type Confided = 'psychiatry' | 'addiction';

/**
 * What an organisation is registered as: a list in Volven (8663 municipal, 8666 shared, 8451 field of medicine, 8668 hospital)
 * and a code in it.
 */
export type UnitType = readonly [list: number, code: string];

export type Place = {
  id: string;
  name: string;
  kind: ServiceKind;
  confided?: Confided;
  partOf?: string;
  /** Units whose citizens this one serves too: the night patrol those of every zone. */
  serves?: readonly string[];
  type?: UnitType;
  /** School, PPT, NAV: part of a plan as the citizen agrees, and not of the health service. */
  isOutside?: true;
  phone?: string;
  street?: string;
  /** Staff beside the people of the stories, by role and how many there are. */
  staff?: readonly (readonly [role: StaffRole, count: number])[];
};

export type StaffRole = keyof typeof staffRoles;

/** Roles of staff: what it is called, category of health personnel (Volven 9060), function (Volven 9034), what it may see. */
export const staffRoles = {
  gp: { title: 'Fastlege', profession: 'LE', function: '6', access: 'lege' },
  doctor: { title: 'Lege', profession: 'LE', function: '3', access: 'lege' },
  consultant: { title: 'Overlege', profession: 'LE', function: '3', access: 'lege' },
  secretary: { title: 'Helsesekretær', profession: 'HE', function: undefined, access: 'helsesekretaer' },
  labTechnician: { title: 'Bioingeniør', profession: 'BI', function: undefined, access: 'bioingenior' },
  radiographer: { title: 'Radiograf', profession: 'RA', function: undefined, access: 'radiograf' },
  nurse: { title: 'Sykepleier', profession: 'SP', function: '9', access: 'sykepleier' },
  careWorker: { title: 'Helsefagarbeider', profession: 'HF', function: undefined, access: 'helsefagarbeider' },
  healthNurse: { title: 'Helsesykepleier', profession: 'SP', function: undefined, access: 'helsesykepleier' },
  midwife: { title: 'Jordmor', profession: 'JO', function: '14', access: 'jordmor' },
  physio: { title: 'Fysioterapeut', profession: 'FT', function: undefined, access: 'fysioterapeut' },
  occupational: { title: 'Ergoterapeut', profession: 'ET', function: undefined, access: 'fysioterapeut' },
  psychologist: { title: 'Psykolog', profession: 'PS', function: undefined, access: 'psykolog' },
  socialEducator: { title: 'Vernepleier', profession: 'VP', function: '9', access: 'vernepleier' },
  caseHandler: { title: 'Saksbehandler', profession: undefined, function: undefined, access: 'saksbehandler' },
  coordinator: { title: 'Koordinator', profession: 'ET', function: '8', access: 'koordinator' },
  operator: { title: 'Operatør', profession: 'HF', function: undefined, access: 'responssenter' },
} as const;

const HOME_CARE: UnitType = [8663, 'KP02'];
const CASES: UnitType = [8663, 'KD0501'];
const GP: UnitType = [8663, 'KA01'];
const CHILDREN: UnitType = [8663, 'KF01'];
const WARD: UnitType = [8451, '110'];

export const places: readonly Place[] = [
  { id: 'fjordvik-kommune', name: 'Fjordvik kommune', kind: 'other', phone: '+4775000001', street: 'Rådhusgata 1' },
  { id: 'bergvik-kommune', name: 'Bergvik kommune', kind: 'other', phone: '+4775000900', street: 'Bygdevegen 2' },
  // General practice
  {
    id: 'solli-legekontor',
    name: 'Solli legekontor',
    kind: 'gp',
    type: GP,
    phone: '+4775000010',
    street: 'Sollivegen 3',
    staff: [
      ['gp', 5],
      ['secretary', 3],
      ['labTechnician', 1],
    ],
  },
  {
    id: 'havn-legesenter',
    name: 'Havn legesenter',
    kind: 'gp',
    type: GP,
    phone: '+4775000020',
    street: 'Havnegata 12',
    staff: [
      ['gp', 3],
      ['secretary', 2],
      ['labTechnician', 1],
    ],
  },
  {
    id: 'havoy-legevakt',
    name: 'Havøy legevakt',
    kind: 'legevakt',
    type: [8663, 'KA02'],
    phone: '+4775000116',
    street: 'Sjukehusvegen 4',
    staff: [
      ['doctor', 6],
      ['nurse', 6],
    ],
  },
  // Home care
  {
    id: 'hjemmetjenesten',
    name: 'Hjemmetjenesten',
    kind: 'home-care',
    partOf: 'fjordvik-kommune',
    type: HOME_CARE,
    phone: '+4775000030',
  },
  ...[1, 2, 3, 4].map(
    (zone): Place => ({
      id: `hjemmetjenesten-sone-${zone}`,
      name: `Hjemmetjenesten sone ${zone}`,
      kind: 'home-care',
      partOf: 'hjemmetjenesten',
      type: HOME_CARE,
      phone: `+477500003${zone}`,
      staff: [
        ['nurse', 6],
        ['careWorker', 6],
      ],
    }),
  ),
  {
    id: 'nattpatruljen',
    name: 'Nattpatruljen',
    kind: 'home-care',
    partOf: 'hjemmetjenesten',
    type: HOME_CARE,
    phone: '+4775000038',
    serves: [1, 2, 3, 4].map((zone) => `hjemmetjenesten-sone-${zone}`),
    staff: [['nurse', 4]],
  },
  // Nursing home
  {
    id: 'granli-sykehjem',
    name: 'Granli sykehjem',
    kind: 'nursing-home',
    partOf: 'fjordvik-kommune',
    type: [8663, 'KP01'],
    phone: '+4775000040',
    street: 'Granlivegen 10',
    serves: ['granli-langtid', 'granli-korttid', 'granli-demens'],
    staff: [['doctor', 2]],
  },
  ...(
    [
      ['langtid', 'langtidsavdeling'],
      ['korttid', 'korttidsavdeling'],
      ['demens', 'skjermet avdeling for demens'],
    ] as const
  ).map(
    ([id, name]): Place => ({
      id: `granli-${id}`,
      name: `Granli sykehjem, ${name}`,
      kind: 'nursing-home',
      partOf: 'granli-sykehjem',
      type: HOME_CARE,
      staff: [
        ['nurse', 6],
        ['careWorker', 8],
      ],
    }),
  ),
  // Children and young people
  {
    id: 'fjordvik-helsestasjon',
    name: 'Fjordvik helsestasjon',
    kind: 'health-station',
    partOf: 'fjordvik-kommune',
    type: CHILDREN,
    phone: '+4775000050',
    street: 'Skolegata 5',
    staff: [
      ['healthNurse', 5],
      ['midwife', 2],
      ['doctor', 1],
    ],
  },
  {
    id: 'fjordvik-skolehelsetjeneste',
    name: 'Fjordvik skolehelsetjeneste',
    kind: 'school-health',
    partOf: 'fjordvik-kommune',
    type: CHILDREN,
    staff: [['healthNurse', 4]],
  },
  {
    id: 'fjordvik-helsestasjon-for-ungdom',
    name: 'Fjordvik helsestasjon for ungdom',
    kind: 'youth-clinic',
    partOf: 'fjordvik-kommune',
    type: [8663, 'KF0103'],
    staff: [
      ['healthNurse', 2],
      ['doctor', 1],
    ],
  },
  // Offices and other municipal services
  {
    id: 'tildelingskontoret',
    name: 'Tildelingskontoret',
    kind: 'case-office',
    partOf: 'fjordvik-kommune',
    type: CASES,
    phone: '+4775000060',
    staff: [['caseHandler', 5]],
  },
  {
    id: 'koordinerende-enhet',
    name: 'Koordinerende enhet',
    kind: 'coordinating-unit',
    partOf: 'fjordvik-kommune',
    type: CASES,
    staff: [['coordinator', 3]],
  },
  {
    id: 'responssenteret',
    name: 'Responssenteret',
    kind: 'response-centre',
    partOf: 'fjordvik-kommune',
    type: [8666, 'KX14'],
    phone: '+4775000033',
    staff: [['operator', 6]],
  },
  {
    id: 'psykisk-helse-og-rus',
    name: 'Psykisk helse og rus',
    kind: 'mental-health',
    partOf: 'fjordvik-kommune',
    type: [8666, 'KP03'],
    phone: '+4775000070',
    staff: [
      ['nurse', 4],
      ['socialEducator', 3],
      ['psychologist', 2],
    ],
  },
  {
    id: 'fysio-og-ergoterapi',
    name: 'Fysio- og ergoterapitjenesten',
    kind: 'physio',
    partOf: 'fjordvik-kommune',
    type: [8663, 'KR01'],
    phone: '+4775000080',
    staff: [
      ['physio', 5],
      ['occupational', 4],
    ],
  },
  {
    id: 'kommuneoverlegen',
    name: 'Kommuneoverlegen i Fjordvik',
    kind: 'other',
    partOf: 'fjordvik-kommune',
    type: [8663, 'KA03'],
    staff: [['doctor', 1]],
  },
  { id: 'frivilligsentralen', name: 'Fjordvik frivilligsentral', kind: 'other', partOf: 'fjordvik-kommune' },
  // Bergvik, the small neighbour
  {
    id: 'bergvik-legekontor',
    name: 'Bergvik legekontor',
    kind: 'gp',
    partOf: 'bergvik-kommune',
    type: GP,
    staff: [
      ['gp', 2],
      ['secretary', 1],
      ['labTechnician', 1],
    ],
  },
  {
    id: 'bergvik-hjemmetjeneste',
    name: 'Bergvik hjemmetjeneste',
    kind: 'home-care',
    partOf: 'bergvik-kommune',
    type: HOME_CARE,
    staff: [
      ['nurse', 4],
      ['careWorker', 4],
    ],
  },
  {
    id: 'bergvik-omsorgssenter',
    name: 'Bergvik omsorgssenter',
    kind: 'nursing-home',
    partOf: 'bergvik-kommune',
    type: HOME_CARE,
    staff: [
      ['nurse', 4],
      ['careWorker', 5],
      ['doctor', 1],
    ],
  },
  {
    id: 'bergvik-helsestasjon',
    name: 'Bergvik helsestasjon',
    kind: 'health-station',
    partOf: 'bergvik-kommune',
    type: CHILDREN,
    staff: [
      ['healthNurse', 2],
      ['midwife', 1],
      ['doctor', 1],
    ],
  },
  {
    id: 'bergvik-tildeling',
    name: 'Bergvik tildelingskontor',
    kind: 'case-office',
    partOf: 'bergvik-kommune',
    type: CASES,
    staff: [['caseHandler', 1]],
  },
  // Specialist care outside the municipality
  { id: 'nordas-hf', name: 'Nordås HF', kind: 'hospital' },
  {
    id: 'nordas-sykehus',
    name: 'Nordås sykehus',
    kind: 'hospital',
    partOf: 'nordas-hf',
    phone: '+4775100000',
    street: 'Nordåsbakken 1',
  },
  ...(
    [
      ['akuttmottak', 'akuttmottak', [8668, '1'], 6],
      ['medisin', 'medisinsk avdeling', [8451, '110'], 8],
      ['hjerte', 'hjertepoliklinikk', [8451, '150'], 4],
      ['lunge', 'lungepoliklinikk', [8451, '170'], 3],
      ['geriatri', 'geriatrisk avdeling', [8451, '350'], 3],
      ['nevrologi', 'nevrologisk avdeling', [8451, '250'], 3],
      ['kirurgi', 'kirurgisk avdeling', [8451, '010'], 6],
      ['ortopedi', 'ortopedisk avdeling', [8451, '050'], 5],
      ['revmatologi', 'revmatologisk poliklinikk', [8451, '190'], 2],
      ['kreft', 'kreftpoliklinikk', [8451, '853'], 3],
      ['palliativt-team', 'palliativt team', [8451, '380'], 2],
      ['kvinneklinikk', 'kvinneklinikken', [8451, '200'], 4],
      ['barn', 'barneavdelingen', [8451, '220'], 3],
      ['habilitering', 'habilitering for barn og unge', [8451, '233'], 2],
      ['oye', 'øyepoliklinikk', [8451, '300'], 2],
      ['onh', 'øre-nese-hals-poliklinikk', [8451, '290'], 2],
      ['hud', 'hudpoliklinikk', [8451, '240'], 2],
      ['endokrin', 'endokrinologisk poliklinikk', [8451, '130'], 2],
      ['dps', 'distriktspsykiatrisk senter', [8451, '320'], 5],
      ['bup', 'barne- og ungdomspsykiatrisk poliklinikk', [8451, '310'], 3],
      ['rus', 'rus og LAR', [8451, '365'], 2],
      ['radiologi', 'radiologisk avdeling', [8451, '852'], 3],
      ['laboratoriet', 'laboratoriet', [8451, '822'], 2],
    ] as const
  ).map(
    ([id, name, type, doctors]): Place => ({
      id: `nordas-${id}`,
      name: `Nordås sykehus, ${name}`,
      kind: 'hospital',
      ...(id === 'dps' || id === 'bup' ? { confided: 'psychiatry' } : id === 'rus' ? { confided: 'addiction' } : {}),
      partOf: 'nordas-sykehus',
      type,
      staff: [
        ['consultant', doctors],
        ['nurse', doctors],
        ...(id === 'radiologi' ? [['radiographer', 4] as const] : []),
        ...(id === 'laboratoriet' ? [['labTechnician', 6] as const] : []),
      ],
      ...(id === 'medisin' ? { serves: ['nordas-sengepost-2'] } : {}),
    }),
  ),
  {
    id: 'nordas-sengepost-2',
    name: 'Nordås sykehus, medisinsk sengepost 2',
    kind: 'hospital',
    partOf: 'nordas-medisin',
    serves: ['nordas-medisin'],
    type: WARD,
    staff: [['nurse', 8]],
  },
  {
    id: 'kystkardiologi',
    name: 'Kystkardiologi',
    kind: 'specialist',
    type: [8451, '150'],
    phone: '+4775200000',
  },
  {
    id: 'trygg-omsorg',
    name: 'Trygg Omsorg AS',
    kind: 'private-care',
    type: HOME_CARE,
    phone: '+4775300000',
    staff: [
      ['careWorker', 6],
      ['nurse', 2],
    ],
  },
  // Services that are not health care: invited to a case, never users of the record
  { id: 'nav-fjordvik', name: 'NAV Fjordvik', kind: 'other', isOutside: true },
  {
    id: 'nav-hjelpemiddelsentral',
    name: 'NAV Hjelpemiddelsentral Fjordvik',
    kind: 'other',
    partOf: 'nav-fjordvik',
    isOutside: true,
  },
  { id: 'fjordvik-skole', name: 'Fjordvik skole', kind: 'other', partOf: 'fjordvik-kommune', isOutside: true },
  {
    id: 'ppt',
    name: 'Pedagogisk-psykologisk tjeneste',
    kind: 'other',
    partOf: 'fjordvik-kommune',
    type: [8663, 'KX16'],
    isOutside: true,
  },
  {
    id: 'barneverntjenesten',
    name: 'Barneverntjenesten',
    kind: 'other',
    partOf: 'fjordvik-kommune',
    type: [8663, 'KX15'],
    isOutside: true,
  },
];
