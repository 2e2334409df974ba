import type { AlertFilter } from '../../../access/ledger/watch.ts';
import { type Alert, catchUp, findAlerts } from '../../../access/ledger/watch.ts';
import { Problem, problem } from '../../../fhir/issue.ts';
import type { JsonObject } from '../../../fhir/resource.ts';
import { findCurrent } from '../../../record/index.ts';
import { accessLine, askFor, reasonIssue, refusal, refuseUncovered } from '../asking.ts';
import { type FhirRequest, resource } from '../message.ts';
import type { FhirService } from '../service.ts';
import type { FhirOperation } from './operation.ts';
import { parametersOf } from './parameters.ts';

const MOST = 500;

/**
 * $unusual-access: look-ups that someone should ask about, for the privacy officer: the officer's own legal entity's, newest
 * first. It tells whom, whose record and by what signs; what was read stands in the log, behind a case.
 */
export const unusualAccess: FhirOperation = {
  name: 'unusual-access',
  definition: 'https://enjournal.no/fhir/OperationDefinition/unusual-access',
  at: [{ level: 'system', types: [] }],
  get: true,
  summary: 'Look-ups that look like curiosity and not like care, for the privacy officer',
  async run(service, { request }) {
    const parameters = parametersOf(request);
    parameters.only(['person', 'pattern', 'from', 'to']);
    const legal = await refuseOthers(service, request);
    const filter: AlertFilter = { count: Math.min(parameters.integer('_count') ?? 100, MOST) };
    const person = parameters.text('person');
    const patterns = parameters.all('pattern').flatMap((value) => String(value).split(','));
    if (person !== undefined) filter.person = person.includes('/') ? person : `Practitioner/${person}`;
    if (patterns.length > 0) filter.patterns = patterns;
    for (const end of ['from', 'to'] as const) {
      const day = parameters.text(end);
      if (day === undefined) continue;
      if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(day))) {
        throw problem('invalid', 'date-malformed', { diagnostics: `${end} is a day.`, code: 'value' });
      }
      filter[end] = day;
    }
    if (legal !== undefined) filter.legal = legal;
    await catchUp(service.database);
    const alerts = await findAlerts(service.database.reader, filter);
    const names = await namesOf(service, alerts);
    const shown = [
      ...new Set(alerts.flatMap(({ patient }) => (patient === undefined ? [] : [`Patient/${patient}`]))),
    ].join(',');
    await service.log.append(accessLine(request, undefined, { interaction: '$unusual-access', shown }));
    const parameter = alerts.map((alert) => ({ name: 'alert', part: partsOf(alert, names) }));
    return resource(200, { resourceType: 'Parameters', ...(parameter.length === 0 ? {} : { parameter }) });
  },
};

/** Systems with a scope, and privacy officers. @returns the legal entity whose personnel they may ask about; undefined for all */
async function refuseOthers(service: FhirService, request: FhirRequest): Promise<string | undefined> {
  const line = { interaction: '$unusual-access', type: 'AuditEvent' };
  await refuseUncovered(service, request, 's', 'AuditEvent', line);
  if (request.actor.kind === 'system') return undefined;
  const ask = askFor(request);
  const verdict = await service.gate.actorVerdict(ask, 'search');
  const { facts } = await service.gate.acting(ask);
  const isOfficer = facts.kind === 'staff' && facts.role === 'loggkontroll';
  if (isOfficer && ('permit' in verdict || verdict.deny === 'no-basis')) return facts.org;
  const reason = 'deny' in verdict && verdict.deny !== 'no-basis' ? verdict.deny : 'role-category';
  await service.log.append(accessLine(request, undefined, { ...line, decision: `deny:${reason}`, basis: reason }));
  if ('deny' in verdict && verdict.status === 401) throw refusal(request, verdict, 401);
  throw new Problem('forbidden', [reasonIssue(request, reason, 'forbidden')]);
}

function partsOf(
  { person, day, pattern, patient, score, signals }: Alert,
  names: ReadonlyMap<string, string>,
): JsonObject[] {
  const named = names.get(person);
  return [
    { name: 'person', valueReference: { reference: person, ...(named === undefined ? {} : { display: named }) } },
    ...(patient === undefined ? [] : [{ name: 'patient', valueReference: { reference: `Patient/${patient}` } }]),
    { name: 'day', valueDate: day },
    { name: 'pattern', valueCode: pattern },
    ...signals.map((signal) => ({ name: 'signal', valueCode: signal })),
    { name: 'score', valueDecimal: Math.round(score * 10) / 10 },
  ];
}

async function namesOf(service: FhirService, alerts: readonly Alert[]): Promise<Map<string, string>> {
  const persons = [...new Set(alerts.map(({ person }) => person))].filter((one) => one.startsWith('Practitioner/'));
  const keys = persons.map((person) => ({ type: 'Practitioner', id: person.slice('Practitioner/'.length) }));
  const places = await findCurrent(service.database.reader, keys, false);
  const names = new Map<string, string>();
  for (const [i, place] of places.entries()) {
    if (place.state !== 'current') continue;
    const { name = [] } = JSON.parse(place.content) as {
      name?: { given?: string[]; family?: string; text?: string }[];
    };
    const [first] = name;
    if (first !== undefined) names.set(persons[i]!, first.text ?? [...(first.given ?? []), first.family].join(' '));
  }
  return names;
}
