import { becomes } from '../../../../access/age.ts';
import { categories, categoryBit, everyCategory } from '../../../../access/categories.ts';
import type { Opened } from '../../../../access/gate/gate.ts';
import { identitiesIn } from '../../../../access/gate/record-facts.ts';
import { parents } from '../../../../access/rules/limits.ts';
import type { JsonObject } from '../../../../fhir/resource.ts';
import { type StoredFact, textArray } from '../../../../record/index.ts';
import type { FhirService } from '../../service.ts';
import type { FhirOperation, OperationCall } from '../operation.ts';
import { parametersOf } from '../parameters.ts';
import { answeredFrom, reasonCoding, sourceOf } from '../record-call.ts';
import { onlySelf } from './citizen-call.ts';
import { namesOfPatients } from './person.ts';

/** More than anybody acts for. */
const MOST = 100;

/**
 * Patient/[id]/$acting-for: whom the citizen may act for now: children, those who have given them a power of attorney, wards. Each
 * is asked of the decision itself: who is not permitted is not named. Only who has parental responsibility, and from whom the care of a
 * child is taken by a decision that they are party to, is told that this is why they do not find it; which child is not said.
 */
export const actingFor: FhirOperation = {
  name: 'acting-for',
  definition: 'https://enjournal.no/fhir/OperationDefinition/patient-acting-for',
  at: [{ level: 'instance', types: ['Patient'] }],
  get: true,
  summary: 'Whom a citizen may act for now, with what, on which ground, and until when',
  async run(service, call) {
    parametersOf(call.request).only([]);
    const line = { interaction: '$acting-for', type: 'Patient', id: call.id ?? '' };
    return answeredFrom(service, call, line, true, async (own) => {
      await onlySelf(service, call, own, line);
      const asked = await actedFor(service, call, identitiesIn(own.known.rows));
      const found = asked.filter(({ opened: { verdict } }) => 'permit' in verdict);
      const names = await namesOfPatients(
        service,
        found.map(({ opened: { patient } }) => patient!.id),
      );
      const shown = found.map(({ opened: { patient } }) => `Patient/${patient!.id}`).join(',');
      const parameters = found.map((one) => ({ name: 'person', part: partsOf(one, names, service.now()) }));
      const closed = asked.some((one) => isTakenFrom(one, service.now()))
        ? [{ name: 'closed', valueCoding: reasonCoding('care-taken-over') }]
        : [];
      return { parameters: [...parameters, ...closed], line: { shown } };
    });
  },
};

type Found = {
  opened: Opened;
  /** Powers of attorney (`Consent/…`) that the citizen holds there now. */
  powers: readonly string[];
};

/** The records that name the citizen as parent or holder of a mandate, each with the decision. */
async function actedFor(service: FhirService, call: OperationCall, identities: readonly string[]): Promise<Found[]> {
  if (identities.length === 0) return [];
  const { rows } = await service.database.shortReader.query<{ record: bigint }>(
    `SELECT DISTINCT record FROM access_fact
     WHERE person = ANY ($1::text[]) AND kind = ANY ('{custody,mandate}'::text[]) LIMIT ${MOST}`,
    [textArray(identities)],
    'acted-for',
  );
  const { actor } = call.request;
  const opened = await Promise.all(
    rows.map(async ({ record }) => {
      // what others' records say is asked anew: no line of theirs would find out that it has changed
      service.gate.forget({ actor }, [{ record, epoch: 0n }]);
      const { patient, rows: facts } = await service.gate.factsOf(record);
      if (patient === undefined || patient.id === actor.ownPatient || patient.mergedInto !== undefined) return [];
      const opened = await service.gate.open({ actor, actingFor: patient.id }, record, 'read');
      return [{ opened, powers: powersIn(facts, identities, service.now()) }];
    }),
  );
  return opened.flat();
}

/** Whether it is the care order alone that keeps a parent from a child's record. */
function isTakenFrom({ opened: { verdict, facts, patient } }: Found, now: number): boolean {
  if ('permit' in verdict || verdict.deny !== 'care-taken-over') return false;
  const { birthDate, isDeceased } = patient!;
  const isChild = birthDate !== undefined && now < becomes(birthDate, parents.at(now).value.releasesEndAt);
  return isChild && !isDeceased && facts?.kin?.parentalResponsibility === true && !facts.kin.courtRestriction;
}

/** A guardian is appointed, and does not give it up here. */
const powersIn = (facts: readonly StoredFact[], identities: readonly string[], now: number): string[] => [
  ...new Set(
    facts
      .filter(({ kind, person = '' }) => kind === 'mandate' && identities.includes(person))
      .filter(({ from, to, data }) => from <= now && now < to && (data as { kind?: string }).kind !== 'guardian')
      .map(sourceOf),
  ),
];

function partsOf({ opened, powers }: Found, names: ReadonlyMap<string, string>, now: number): JsonObject[] {
  const { verdict, patient, facts } = opened;
  if ('deny' in verdict || patient === undefined) return [];
  const { permit, reason } = verdict;
  const display = names.get(patient.id);
  const reference = { reference: `Patient/${patient.id}` };
  const isByMandate = reason === 'mandate' || reason === 'guardian';
  const isAll = permit.only === undefined && (!isByMandate || permit.categories === everyCategory);
  const until = isByMandate
    ? facts?.mandate?.to
    : Math.min(
        nextAge(patient.birthDate, now) ?? Number.POSITIVE_INFINITY,
        facts?.kin?.until ?? Number.POSITIVE_INFINITY,
      );
  return [
    { name: 'patient', valueReference: display === undefined ? reference : { ...reference, display } },
    { name: 'ground', valueCoding: reasonCoding(reason) },
    { name: 'whole', valueBoolean: isAll },
    { name: 'itemsOnly', valueBoolean: permit.only !== undefined },
    ...(isAll || permit.only !== undefined
      ? []
      : categories
          .filter((category) => (permit.categories & categoryBit(category)) !== 0)
          .map((category) => ({ name: 'category', valueCode: category }))),
    ...(until === undefined || !Number.isFinite(until)
      ? []
      : [{ name: 'until', valueInstant: new Date(until).toISOString() }]),
    ...powers.map((reference) => ({ name: 'power', valueReference: { reference } })),
  ];
}

/** The next birthday that changes what parents see. */
function nextAge(birthDate: string | undefined, now: number): number | undefined {
  if (birthDate === undefined) return undefined;
  const { narrowsAt, endsAt, releasesEndAt } = parents.at(now).value;
  return [narrowsAt, endsAt, releasesEndAt].map((age) => becomes(birthDate, age)).find((at) => now < at);
}
