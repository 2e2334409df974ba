import type { JsonObject } from '../../../../server/src/fhir/resource.ts';
import { type Day, isoDate, isoTime } from '../calendar.ts';
import { hl7, systems } from '../fhir.ts';
import type { Life } from '../life/writing.ts';
import { ask, book } from './everyday.ts';

/** What waits on the day that is told of, so that whoever logs on finds a day's work: in nobody's story, but in all of theirs. */
export function tellToday(life: Life, asOf: Day): void {
  days[life.citizen.id]?.(life, asOf);
}

type Teller = (life: Life, asOf: Day) => void;

const days: Readonly<Record<string, Teller>> = {
  'amira-nordby': (life, asOf) => {
    visit(life, asOf, [9, 20], 'Svangerskapskontroll', 'fulfilled');
    queue(life, 'solli-legekontor', 'Timeønske: ultralyd, helst etter kl. 14', asOf - 1);
  },
  'berit-flytting': (life, asOf) => visit(life, asOf, [8, 40], 'Ny på listen, innflyttet fra Bergvik', 'fulfilled'),
  'egil-fortrolig': (life, asOf) => visit(life, asOf, [10, 0], 'Sykmelding, oppfølging', 'fulfilled'),
  'kari-testdal': (life, asOf) => {
    ask(
      life,
      { unit: 'hjemmetjenesten-sone-3', by: life.town.person('hanne-hjem').reference },
      'ada-solli',
      'Gammel dosett funnet hjemme. Kan den kastes?',
      { sent: asOf, due: asOf },
    );
    home(life, asOf, [8, 10], 'Hjemmesykepleie: morgenstell og medisiner');
    queue(life, 'granli-korttid', 'Blodtrykk liggende og stående', asOf, 'care-plan');
    queue(life, 'granli-korttid', 'Vurdere fallrisiko før hjemreise', asOf - 1, 'care-plan');
  },
  'mohammed-tallaksen': (life, asOf) => queue(life, 'solli-legekontor', 'Reseptfornyelse: metformin', asOf - 2),
  'solveig-tenkt': (life, asOf) => {
    home(life, asOf, [9, 30], 'Kreftsykepleier: smerter og plaster');
    home(life, asOf, [15, 0], 'Hjemmesykepleie: kveldsdose');
  },
  'tor-provesen': (life, asOf) => {
    home(life, asOf, [12, 30], 'Medisinutlevering');
    queue(life, 'solli-legekontor', 'Reseptfornyelse: spør om dosering', asOf);
    sent(life, asOf);
  },
  'odd-testdal': (life, asOf) => arrive(life, asOf, [8, 5], ['UR', 'Oransje'], 'Brystsmerter siden i natt', 'triaged'),
  'per-frivold': (life, asOf) => arrive(life, asOf, [7, 40], ['R', 'Grønn'], 'Kutt i hånden', 'triaged'),
  'vegard-ungdal': (life, asOf) => arrive(life, asOf, [8, 20], undefined, 'Feber og vondt i halsen', 'arrived'),
  'ine-ungdal': (life, asOf) => queue(life, 'fjordvik-skolehelsetjeneste', 'Snakke om søvn, ønsker time', asOf - 1),
  'jonas-lie-eksempel': (life, asOf) =>
    queue(life, 'koordinerende-enhet', 'Innkalle til ansvarsgruppe før jul', asOf - 3),
};

function visit(life: Life, day: Day, [hour, minute]: [number, number], what: string, status: string): void {
  book(life, 'solli-legekontor', life.town.person('ada-solli').reference, { day, hour, minute }, what, { status });
}

function home(life: Life, day: Day, [hour, minute]: [number, number], what: string): void {
  const hanne = life.town.person('hanne-hjem').reference;
  book(life, 'hjemmetjenesten-sone-3', hanne, { day, hour, minute, minutes: 30 }, what);
}

/** In a unit's queue, for nobody in particular yet. What is about times and letters, secretaries see too. */
function queue(life: Life, unit: string, what: string, sentOn: Day, category = 'appointment'): void {
  const { town, record, citizen } = life;
  const at = town.unit(unit);
  record.add(at, 'Task', {
    meta: { tag: at.tags, security: [{ system: systems.category, code: category }] },
    status: 'requested',
    intent: 'order',
    priority: 'routine',
    description: what,
    for: { ...record.patient, display: `${citizen.name.given} ${citizen.name.family}` },
    authoredOn: isoTime(sentOn, 11 * 60),
    lastModified: isoTime(sentOn, 11 * 60),
    requester: record.patient,
    owner: at.reference,
    restriction: { period: { end: isoDate(sentOn + 5) } },
  });
}

/** Asked of another unit, and not confirmed by it. */
function sent(life: Life, asOf: Day): void {
  const { town, record, citizen } = life;
  const unit = town.unit('solli-legekontor');
  record.add(unit, 'Task', {
    status: 'requested',
    intent: 'order',
    priority: 'urgent',
    description: 'Henvisning: lungepoliklinikk, vurdering av hoste',
    for: { ...record.patient, display: `${citizen.name.given} ${citizen.name.family}` },
    authoredOn: isoTime(asOf - 4, 15 * 60 + 2),
    lastModified: isoTime(asOf - 4, 15 * 60 + 2),
    requester: town.person('ada-solli').reference,
    owner: town.unit('nordas-lunge').reference,
    restriction: { period: { end: isoDate(asOf - 1) } },
  });
}

/** Came to the out-of-hours clinic, and waits. */
function arrive(
  life: Life,
  day: Day,
  [hour, minute]: [number, number],
  priority: readonly [code: string, text: string] | undefined,
  why: string,
  status: 'arrived' | 'triaged',
): void {
  const unit = life.town.unit('havoy-legevakt');
  life.record.add(unit, 'Encounter', {
    status,
    class: { system: hl7('v3-ActCode'), code: 'EMER', display: 'emergency' },
    type: [{ text: 'Legevaktkontakt' }],
    ...(priority === undefined ? {} : { priority: priorityOf(priority) }),
    subject: life.record.patient,
    participant: [{ individual: life.town.person('nils-triage').reference }],
    period: { start: isoTime(day, hour * 60 + minute) },
    reasonCode: [{ text: why }],
    serviceProvider: unit.reference,
  });
}

const priorityOf = ([code, text]: readonly [string, string]): JsonObject => ({
  coding: [{ system: hl7('v3-ActPriority'), code }],
  text,
});
