import type { StaffFacts } from '../../../../access/facts.ts';
import type { Opened } from '../../../../access/gate/gate.ts';
import { circumstancesOf, type Known } from '../../../../access/ledger/circumstances.ts';
import { isOnDuty } from '../../../../access/ledger/duty.ts';
import { emergency as emergencyRule } from '../../../../access/rules/limits.ts';
import { problem } from '../../../../fhir/issue.ts';
import { dayInNorway, daysAfter } from '../../../../fhir/norwegian/day.ts';
import type { Resource } from '../../../../fhir/resource.ts';
import { findCurrent, textArray } from '../../../../record/index.ts';
import { accessLine, askFor, refuseUncovered } from '../../asking.ts';
import type { FhirRequest } from '../../message.ts';
import type { FhirService } from '../../service.ts';
import type { FhirOperation } from '../operation.ts';
import { parametersOf } from '../parameters.ts';
import { parametersAnswer } from '../record-call.ts';
import { findCases, findCasesAbout, namesOf, type ReviewCase } from './case.ts';
import { officerOf, openAsCase, reviewedBy } from './officer.ts';
import { reviewPart } from './told.ts';

const ours = 'https://enjournal.no/fhir/OperationDefinition';
const DAYS = 90;

/** $access-reviews: what the officer of a legal entity has to review, and what was closed of late. */
export const accessReviews: FhirOperation = {
  name: 'access-reviews',
  definition: `${ours}/access-reviews`,
  at: [{ level: 'system', types: [] }],
  get: true,
  summary: 'Emergency openings, and other looks to be asked about, of the officer’s own legal entity',
  async run(service, { request }) {
    const parameters = parametersOf(request);
    parameters.only(['from']);
    const line = { interaction: '$access-reviews', type: 'Task', basis: 'relation:log-case' };
    const officer = await officerOf(service, request, line);
    const now = service.now();
    const from = parameters.text('from') ?? daysAfter(dayInNorway(now), -DAYS);
    if (!/^\d{4}-\d\d-\d\d$/.test(from) || Number.isNaN(Date.parse(from))) {
      throw problem('invalid', 'date-malformed', { diagnostics: 'from is a day.', code: 'value' });
    }
    const owners = await reviewedBy(service, officer);
    const [open, closed] = await Promise.all([
      findCases(service, owners, { status: 'requested' }),
      findCases(service, owners, { status: 'completed', 'authored-on': `ge${from}` }),
    ]);
    const seen = await visible(service, request, officer, [...open, ...closed]);
    const cases = seen.map(({ one }) => one);
    const known = await aroundEach(service, seen);
    const names = await namesOf(
      service,
      cases.flatMap(({ person, patient }) => [`Practitioner/${person}`, `Patient/${patient}`]),
    );
    const shown = cases.map(({ id }) => `Task/${id}`).join(',');
    await service.log.append(accessLine(request, undefined, { ...line, shown }));
    return parametersAnswer(cases.map((one, i) => reviewPart(one, names, known[i], now)));
  },
};

/** $own-reviews: about what of one's own openings somebody has asked for an explanation. */
export const ownReviews: FhirOperation = {
  name: 'own-reviews',
  definition: `${ours}/own-reviews`,
  at: [{ level: 'system', types: [] }],
  get: true,
  summary: 'Own emergency openings that somebody has asked one to explain',
  async run(service, { request }) {
    parametersOf(request).only([]);
    const line = { interaction: '$own-reviews', type: 'Task' };
    await refuseUncovered(service, request, 's', 'Task', line);
    const { facts } = await service.gate.acting(askFor(request));
    const own = facts.kind === 'staff' && facts.isEmployed ? await findCasesAbout(service, facts.person) : [];
    const waiting = own.filter(({ isWaiting }) => isWaiting);
    const names = await namesOf(
      service,
      waiting.map(({ patient }) => `Patient/${patient}`),
    );
    const shown = waiting.map(({ id }) => `Task/${id}`).join(',');
    await service.log.append(accessLine(request, undefined, { ...line, shown }));
    return parametersAnswer(waiting.map((one) => reviewPart(one, names, undefined, service.now())));
  },
};

export type Seen = { one: ReviewCase; opened: Opened };

/** Those that the decision lets the officer see: never what is about their own record, or their own look. */
async function visible(
  service: FhirService,
  request: FhirRequest,
  officer: StaffFacts,
  cases: readonly ReviewCase[],
): Promise<Seen[]> {
  const decided = await Promise.all(
    cases.map(async (one) => ({ one, opened: await openAsCase(service, request, officer, one.record) })),
  );
  return decided.filter(({ one, opened }) => 'permit' in opened.verdict && one.person !== officer.person);
}

export async function aroundEach(service: FhirService, seen: readonly Seen[]): Promise<Known[]> {
  const { minutes } = emergencyRule.at(service.now()).value;
  const around = circumstancesOf(
    service.database.reader,
    seen.map(({ one, opened }) => ({
      record: one.record,
      person: one.person,
      from: one.from,
      until: one.until,
      endsBy: one.kind === 'emergency-review' ? one.from + minutes * 60_000 : one.until,
      isAddressProtected: (opened.patient?.address ?? 'none') !== 'none',
      worksAt: opened.facts?.patient.employeeOf ?? [],
    })),
  );
  const [known, jobs] = await Promise.all([
    around,
    jobsOf(
      service,
      seen.map(({ one }) => one.person),
    ),
  ]);
  return known.map((of, i) => {
    const { person, from } = seen[i]!.one;
    const told = (jobs.get(person) ?? []).flatMap((job) => isOnDuty(job, from) ?? []);
    return told.length === 0 ? of : { ...of, isOnDuty: told.includes(true) };
  });
}

/** The PractitionerRoles of persons, in any of which they may have been at work. */
async function jobsOf(service: FhirService, persons: readonly string[]): Promise<ReadonlyMap<string, Resource[]>> {
  const { rows } = await service.database.reader.query<{ person: string; id: string }>(
    `SELECT DISTINCT person, id FROM access_fact WHERE kind = 'employment' AND person = ANY ($1::text[])`,
    [textArray([...new Set(persons)])],
    'jobs-of-persons',
  );
  const keys = rows.map(({ id }) => ({ type: 'PractitionerRole', id }));
  const found = await findCurrent(service.database.reader, keys, false);
  const jobs = rows.flatMap(({ person }, i) => {
    const current = found[i]!;
    return current.state === 'current' ? [{ person, job: JSON.parse(current.content) as Resource }] : [];
  });
  const byPerson = Map.groupBy(jobs, ({ person }) => person);
  return new Map([...byPerson].map(([person, of]) => [person, of.map(({ job }) => job)]));
}
