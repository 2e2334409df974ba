import { decide } from '../../../server/src/access/decide.ts';
import type { StaffFacts } from '../../../server/src/access/facts.ts';
import { factsOfRows } from '../../../server/src/access/facts-of-rows.ts';
import { scopeSql } from '../../../server/src/access/scope-sql.ts';
import { factsOf } from '../../../server/src/access/sources/index.ts';
import type { Resource } from '../../../server/src/fhir/resource.ts';
import type { FactRow } from '../../../server/src/record/index.ts';

export type DecisionFigures = {
  organisations: number;
  relations: number;
  /** CPU of one decision, from the rows of the record's facts to the predicate of a search. */
  cpuMs: number;
};

const ORGANISATIONS = 20;
const RELATIONS = 200;
const now = Date.parse('2026-12-01T12:00:00+01:00');
const day = 86_400_000;

/** Measures a decision by itself, for a citizen whom many have to do with, read by several who work with them. */
export function decisionFigures(runs = 4000): DecisionFigures {
  const rows = rowsOf();
  const actors = Array.from({ length: ORGANISATIONS }, (_, n) => nurse(n));
  const one = (n: number): void => {
    const facts = factsOfRows(rows, {
      now,
      actor: actors[n % ORGANISATIONS]!,
      purpose: 'TREAT',
      interaction: 'search',
    });
    const decision = decide(facts);
    if ('deny' in decision) throw new Error(`the bench is refused: ${decision.deny}`);
    scopeSql(decision.permit, { alias: 'r' }, () => '$1');
  };
  for (let n = 0; n < runs / 4; n++) one(n); // warm
  const before = process.cpuUsage();
  for (let n = 0; n < runs; n++) one(n);
  const { user, system } = process.cpuUsage(before);
  return { organisations: ORGANISATIONS, relations: RELATIONS, cpuMs: (user + system) / 1000 / runs };
}

const nurse = (n: number): StaffFacts => ({
  kind: 'staff',
  person: `nurse-${n}`,
  practitionerRole: `nurse-${n}-role`,
  role: 'sykepleier',
  hpr: { category: 'SP', status: 'active' },
  org: 'kommune',
  unit: `unit-${n}`,
  alsoUnits: [`unit-${(n + 1) % ORGANISATIONS}`],
  isEmployed: true,
  loa: 4,
});

/** Services that run, contacts of ten years that are over, and blocks. */
function rowsOf(): FactRow[] {
  const patient: Resource = { resourceType: 'Patient', id: 'p', birthDate: '1942-03-05' };
  const relations = Array.from({ length: RELATIONS }, (_, n): Resource => {
    const organisation = { reference: `Organization/unit-${n % ORGANISATIONS}` };
    const start = new Date(now - (n + 1) * 15 * day).toISOString();
    if (n < ORGANISATIONS) {
      return {
        resourceType: 'EpisodeOfCare',
        id: `e${n}`,
        status: 'active',
        type: [{ coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9151', code: '15' }] }],
        managingOrganization: organisation,
        period: { start },
      };
    }
    return {
      resourceType: 'Encounter',
      id: `c${n}`,
      status: 'finished',
      serviceProvider: organisation,
      participant: [{ individual: { reference: `PractitionerRole/nurse-${n}-role` } }],
      period: { start, end: new Date(now - (n + 1) * 15 * day + 3_600_000).toISOString() },
    };
  });
  const blocks = Array.from({ length: 5 }, (_, n): Resource => {
    return {
      resourceType: 'Consent',
      id: `b${n}`,
      status: 'active',
      scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
      category: [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/consent-category', code: 'sperring' }] }],
      dateTime: '2026-01-01',
      provision: { type: 'deny', data: [{ reference: { reference: `Composition/${n}` } }] },
    };
  });
  return [patient, ...relations, ...blocks].flatMap(factsOf);
}
