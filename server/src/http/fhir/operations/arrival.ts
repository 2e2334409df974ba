import type { StaffFacts } from '../../../access/facts.ts';
import { arrival as arrivalRule } from '../../../access/rules/limits.ts';
import { isOpen } from '../../../access/verdict.ts';
import { problem } from '../../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../../fhir/resource.ts';
import { change, findCurrent, type Operation } from '../../../record/index.ts';
import { askFor } from '../asking.ts';
import type { FhirResponse } from '../message.ts';
import type { FhirService } from '../service.ts';
import { bodyOf, stampedContextOf } from './gate-writes.ts';
import type { FhirOperation, OperationCall } from './operation.ts';
import { parametersOf } from './parameters.ts';
import { type Called, called, parametersAnswer, refuseDenied, refuseFor, required, wrongValue } from './record-call.ts';

/** What stands on the Encounter: how it was made sure who came. */
const arrivalExtension = 'https://enjournal.no/fhir/StructureDefinition/arrival';

/** Refusals that say no more than that the unit has nothing to do with the person: which an arrival changes. */
const forWantOfGround = new Set(['no-basis', 'self-asserted-relation', 'break-glass-expired']);

/**
 * Patient/[id]/$register-arrival: somebody has come, or is on the telephone. It is an event of the citizen's, and gives the
 * unit ground at once; the entry says who noted it, and an arrival with nothing after it is looked at afterwards.
 * @source helsepersonelloven § 25; who may, and where, is our choice (rule G6-arrival)
 */
export const registerArrival: FhirOperation = {
  name: 'register-arrival',
  definition: 'https://enjournal.no/fhir/OperationDefinition/Patient-register-arrival',
  at: [{ level: 'instance', types: ['Patient'] }],
  get: false,
  summary: 'Notes that a person has come to a unit that receives people, which gives the unit access to the record',
  async run(service: FhirService, call: OperationCall): Promise<FhirResponse> {
    const { request, id = '' } = call;
    const parameters = parametersOf(request);
    parameters.only(['identifiedBy']);
    const way = parameters.text('identifiedBy');
    if (way === undefined) throw required('identifiedBy');
    const { identifiedBy } = arrivalRule.at(service.now()).value;
    if (!identifiedBy.includes(way))
      throw wrongValue('identifiedBy', `identifiedBy is one of ${identifiedBy.join(', ')}.`);
    const line = { interaction: '$register-arrival', type: 'Patient', id };
    const opened = await called(service, call, 'read', line, false);
    const { verdict, actor } = opened;
    if ('deny' in verdict && !forWantOfGround.has(verdict.deny)) await refuseDenied(service, call, opened, line);
    if (isOpen(verdict) && verdict.reason !== 'break-glass') {
      throw problem('rule', 'arrival-not-needed', {
        diagnostics: 'The unit has access to the record already. A contact is written as an Encounter.',
      });
    }
    if (actor.kind !== 'staff' || (await waysToArrive(service, opened)).length === 0) {
      return refuseFor(service, call, opened, 'no-basis', line);
    }
    const { outcomes } = await change(
      service.database,
      [encounter(service, call, actor, way)],
      stampedContextOf(service, request, opened, {
        ...line,
        decision: 'permit',
        basis: 'relation:encounter',
        rule: arrivalRule.id,
        obligations: ['self-registered'],
      }),
    );
    service.gate.forget(askFor(request), opened.epochs);
    return parametersAnswer([
      { name: 'encounter', valueReference: { reference: `Encounter/${outcomes[0]!.id}` } },
      { name: 'ground', valueCode: 'relation:encounter' },
    ]);
  },
};

/** How the caller may say who came; nothing when the record is closed for another reason, or the unit does not receive people. */
export async function waysToArrive(service: FhirService, { verdict, actor }: Called): Promise<readonly string[]> {
  const { roles, unitTypes, identifiedBy } = arrivalRule.at(service.now()).value;
  if (isOpen(verdict) && verdict.reason !== 'break-glass') return [];
  if ('deny' in verdict && !forWantOfGround.has(verdict.deny)) return [];
  if (actor.kind !== 'staff' || !roles.includes(actor.role)) return [];
  const types = await typesOf(service, actor.unit);
  return types.some((type) => unitTypes.includes(type)) ? identifiedBy : [];
}

async function typesOf(service: FhirService, unit: string): Promise<string[]> {
  const [place] = await findCurrent(service.database.shortReader, [{ type: 'Organization', id: unit }], false);
  if (place?.state !== 'current') return [];
  const { type = [] } = JSON.parse(place.content) as { type?: { coding?: { system?: string; code?: string }[] }[] };
  return type.flatMap(({ coding = [] }) =>
    coding.map(({ system = '', code = '' }) => `${system.replace(volven, '')}|${code}`),
  );
}

const volven = 'urn:oid:2.16.578.1.12.4.1.1.';

function encounter(
  service: FhirService,
  { request, id = '' }: OperationCall,
  actor: StaffFacts,
  way: string,
): Operation {
  const { practitionerRole, practitioner, display, organization } = request.actor;
  const who = practitionerRole === undefined ? `Practitioner/${practitioner}` : `PractitionerRole/${practitionerRole}`;
  const code = way === 'telephone' ? 'VR' : 'AMB';
  const provider: JsonObject = { reference: `Organization/${actor.unit}` };
  if (organization !== undefined) provider.display = organization.display;
  const resource = {
    resourceType: 'Encounter',
    extension: [{ url: arrivalExtension, valueCode: way }],
    status: 'arrived',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code },
    subject: { reference: `Patient/${id}` },
    participant: [{ individual: { reference: who, display } }],
    period: { start: new Date(service.now()).toISOString() },
    serviceProvider: provider,
  } as unknown as Resource;
  return { kind: 'create', type: 'Encounter', body: bodyOf(resource) };
}
