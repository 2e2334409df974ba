import type { StaffFacts } from '../../../access/facts.ts';
import type { AlertFilter } from '../../../access/ledger/watch.ts';
import { type Alert, catchUp, findAlerts } from '../../../access/ledger/watch.ts';
import { problem } from '../../../fhir/issue.ts';
import type { JsonObject } from '../../../fhir/resource.ts';
import { accessLine, refuseUncovered } from '../asking.ts';
import { type FhirRequest, resource } from '../message.ts';
import type { FhirService } from '../service.ts';
import type { FhirOperation } from './operation.ts';
import { parametersOf } from './parameters.ts';
import { namesOf } from './reviews/case.ts';
import { officerOf } from './reviews/officer.ts';

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
    const officer = await asker(service, request);
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
    if (officer !== undefined) filter.legal = officer.org;
    await catchUp(service.database);
    const found = await findAlerts(service.database.reader, filter);
    const alerts = officer === undefined ? found : found.filter((alert) => !isOwn(alert, officer));
    const names = await namesOf(
      service,
      alerts.flatMap(({ person, patient }) => [person, `Patient/${patient}`]),
    );
    const shown = [
      ...new Set(alerts.flatMap(({ patient }) => (patient === undefined ? [] : [`Patient/${patient}`]))),
    ].join(',');
    await service.log.append(accessLine(request, undefined, { interaction: '$unusual-access', shown }));
    const parameter = alerts.map((alert) => ({ name: 'alert', part: partsOf(alert, names) }));
    return resource(200, { resourceType: 'Parameters', ...(parameter.length === 0 ? {} : { parameter }) });
  },
};

/** Systems with a scope, and privacy officers. @returns the officer, whose own legal entity's personnel they may ask about; undefined for all */
async function asker(service: FhirService, request: FhirRequest): Promise<StaffFacts | undefined> {
  const line = { interaction: '$unusual-access', type: 'AuditEvent' };
  await refuseUncovered(service, request, 's', 'AuditEvent', line);
  return request.actor.kind === 'system' ? undefined : officerOf(service, request, line);
}

/** Nobody is asked about by themself, and nobody sees who looked at their own record but as a citizen. */
const isOwn = ({ person, patient }: Alert, { person: officer, ownPatient }: StaffFacts): boolean =>
  person === `Practitioner/${officer}` || (patient !== undefined && patient === ownPatient);

const referenceTo = (reference: string, display: string | undefined): JsonObject =>
  display === undefined ? { reference } : { reference, display };

function partsOf(
  { person, day, pattern, patient, score, signals }: Alert,
  names: ReadonlyMap<string, string>,
): JsonObject[] {
  return [
    { name: 'person', valueReference: referenceTo(person, names.get(person)) },
    ...(patient === undefined
      ? []
      : [{ name: 'patient', valueReference: referenceTo(`Patient/${patient}`, names.get(`Patient/${patient}`)) }]),
    { name: 'day', valueDate: day },
    { name: 'pattern', valueCode: pattern },
    ...signals.map((signal) => ({ name: 'signal', valueCode: signal })),
    { name: 'score', valueDecimal: Math.round(score * 10) / 10 },
  ];
}
