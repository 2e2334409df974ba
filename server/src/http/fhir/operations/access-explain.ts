import { holdsBlocked } from '../../../access/barriers.ts';
import { type Category, categories, categoryBit } from '../../../access/categories.ts';
import type { EmergencyOffer, Permit } from '../../../access/verdict.ts';
import type { JsonObject } from '../../../fhir/resource.ts';
import type { FhirResponse } from '../message.ts';
import type { FhirService } from '../service.ts';
import { waysToArrive } from './arrival.ts';
import type { FhirOperation, OperationCall } from './operation.ts';
import { parametersOf } from './parameters.ts';
import { answeredFrom, type Called, deniedLine, explanationsOf, reasonCoding } from './record-call.ts';

/** Patient/[id]/$access-explain: may the one who asks open this record now, what of it, and why. */
export const accessExplain: FhirOperation = {
  name: 'access-explain',
  definition: 'https://enjournal.no/fhir/OperationDefinition/patient-access-explain',
  at: [{ level: 'instance', types: ['Patient'] }],
  get: true,
  summary: 'Whether whoever asks may open this record now, what of it, and why, in three languages',
  async run(service: FhirService, call: OperationCall): Promise<FhirResponse> {
    parametersOf(call.request).only(['purpose']);
    const purpose = parametersOf(call.request).text('purpose');
    const request =
      purpose === undefined
        ? call.request
        : { ...call.request, headers: { ...call.request.headers, 'x-purpose-of-use': purpose } };
    const line = { interaction: '$access-explain', type: 'Patient', id: call.id ?? '' };
    return answeredFrom(service, { ...call, request }, line, false, async (opened) => {
      const { verdict } = opened;
      const decided = 'permit' in verdict ? 'permit' : `deny:${verdict.deny}`;
      const until = openUntil(opened, service.now(), request.actor.practitioner);
      const arrival = await arrivalParts(service, opened);
      // personnel ask when they open a record: that they may not is an attempt, and stands in the log as one
      const refused = 'deny' in verdict && request.actor.kind === 'staff' ? deniedLine(opened) : {};
      const parameters = [...explained(opened), ...arrival, ...until];
      return { parameters, line: { detail: `explained=${decided}`, ...refused } };
    });
  },
};

function explained({ verdict, facts, actor }: Called): JsonObject[] {
  const isOpen = 'permit' in verdict;
  const reason = isOpen ? verdict.reason : verdict.told;
  return [
    { name: 'decision', valueCode: isOpen ? 'permit' : 'deny' },
    { name: 'reason', valueCoding: reasonCoding(reason) },
    { name: 'rule', valueString: verdict.rule },
    { name: 'ground', valueString: verdict.ground.law },
    ...explanationsOf(reason),
    ...(isOpen ? openParts(verdict) : offerParts(verdict.emergencyAccess)),
    ...(isOpen && facts !== undefined && actor.kind === 'staff'
      ? [{ name: 'holdsBlocked', valueBoolean: holdsBlocked(facts, actor) }]
      : []),
    ...verdict.obligations.map((one) => ({ name: 'obligation', valueCode: one })),
  ];
}

function openParts({ permit, marker, extras, emergencyAccess }: Permit): JsonObject[] {
  const access = (category: Category): string => {
    const bit = categoryBit(category);
    if (permit.isWhole || (permit.categories & bit) !== 0) return 'permit';
    return ((permit.ownUnit?.categories ?? 0) & bit) !== 0 ? 'own-unit' : 'deny';
  };
  return [
    ...categories.map((category) => ({
      name: 'category',
      part: [
        { name: 'code', valueCode: category },
        { name: 'access', valueCode: access(category) },
      ],
    })),
    { name: 'suppressed', valueBoolean: marker },
    ...(permit.sent?.documents ?? []).map(({ type, id }) => ({
      name: 'only',
      valueReference: { reference: `${type}/${id}` },
    })),
    ...offerParts(emergencyAccess),
    ...extras.map((one) => ({ name: 'obligation', valueCode: one })),
  ];
}

function offerParts(emergencyAccess: EmergencyOffer | undefined): JsonObject[] {
  if (emergencyAccess === undefined) return [];
  const { minutes, reasonLength, reasons } = emergencyAccess;
  return [
    {
      name: 'emergency',
      part: [
        { name: 'minutes', valuePositiveInt: minutes },
        { name: 'reasonLength', valuePositiveInt: reasonLength },
        ...reasons.map((reason) => ({ name: 'reasonCode', valueCode: reason })),
      ],
    },
  ];
}

/** How the caller may note that the person has come; nothing where that is no way in. */
async function arrivalParts(service: FhirService, opened: Called): Promise<JsonObject[]> {
  return (await waysToArrive(service, opened)).map((way) => ({ name: 'arrival', valueCode: way }));
}

/** Until when the caller's own emergency opening lasts. */
function openUntil({ facts }: Called, now: number, practitioner: string | undefined): JsonObject[] {
  const ends = (facts?.emergencies ?? [])
    .filter(({ person, startedAt }) => person === practitioner && startedAt <= now)
    .map(({ endsAt, revokedAt = endsAt }) => Math.min(endsAt, revokedAt))
    .filter((end) => now < end);
  return ends.length === 0 ? [] : [{ name: 'openUntil', valueInstant: new Date(Math.max(...ends)).toISOString() }];
}
