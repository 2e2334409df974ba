import type { CitizenFacts, RecordFacts, ResourceFacts, StaffFacts } from '../facts.ts';

/** Noon in Oslo on an ordinary day. */
export const noon = Date.parse('2026-12-01T12:00:00+01:00');
export const always = Number.POSITIVE_INFINITY;

export const aNurse = (over: Partial<StaffFacts> = {}): StaffFacts => ({
  kind: 'staff',
  person: 'hanne-hjem',
  role: 'sykepleier',
  hpr: { category: 'SP', status: 'active' },
  org: 'fjordvik-kommune',
  unit: 'hjemmetjenesten-sone-3',
  alsoUnits: [],
  isEmployed: true,
  loa: 4,
  ...over,
});

export const aCitizen = (over: Partial<CitizenFacts> = {}): CitizenFacts => ({
  kind: 'citizen',
  person: 'kari-testdal',
  loa: 4,
  address: 'none',
  ...over,
});

/** A nurse whose unit gives the citizen a service by decision. */
export const someFacts = (over: Partial<RecordFacts> = {}): RecordFacts => ({
  now: noon,
  actor: aNurse(),
  purpose: 'TREAT',
  interaction: 'read',
  patient: { id: 'kari-testdal', birthDate: '1942-03-05', isDeceased: false, address: 'none' },
  relations: [{ kind: 'vedtak', unit: 'hjemmetjenesten-sone-3', from: 0, to: always, isActive: true }],
  blocks: [],
  emergencies: [],
  consents: [],
  namedForAddress: [],
  ...over,
});

export const aNote = (over: Partial<ResourceFacts> = {}): ResourceFacts => ({
  type: 'Composition',
  id: 'note-1',
  category: 'clinical-note',
  labels: [],
  custodians: ['hjemmetjenesten-sone-3'],
  authors: ['hanne-hjem'],
  ...over,
});
