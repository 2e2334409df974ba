import { problem } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type CareContext, type CareOperation, parameterOf } from '../process.ts';
import { doseParameter, dosesFor, programmesOf } from './due.ts';
import type { Programme, ProgrammeDose } from './programme.ts';

/** So many persons are looked at; each costs a search in a record, and a line in its log. */
const MOST_PERSONS = 500;
const AT_ONCE = 8;

/** Immunization/$recall: who in a unit's care lacks a dose, the most overdue first. */
export const recall: CareOperation = {
  name: 'recall',
  definition: 'https://enjournal.no/fhir/OperationDefinition/Immunization-recall',
  at: [{ level: 'type', types: ['Immunization'] }],
  get: true,
  summary: 'Whom a unit should call in for vaccines',
  async run(context, { parameters }) {
    const unit = unitOf(context, parameterOf(parameters, 'unit'));
    const episodes = await context.search('EpisodeOfCare', [
      ['organization', unit],
      ['status', 'active'],
    ]);
    const all = [...new Set(episodes.flatMap(({ patient }) => referenceOf(patient) ?? []))];
    const persons = all.slice(0, MOST_PERSONS);
    const programmes = await programmesOf(context);
    const found: { patient: Resource; doses: ProgrammeDose[] }[] = [];
    for (let at = 0; at < persons.length; at += AT_ONCE) {
      const some = persons.slice(at, at + AT_ONCE).map((reference) => lackOf(context, reference, programmes));
      for (const one of await Promise.all(some)) if (one.doses.length > 0) found.push(one);
    }
    found.sort((a, b) => (lateOf(a) < lateOf(b) ? -1 : 1));
    return {
      resourceType: 'Parameters',
      parameter: [
        ...found.map(personParameter),
        ...(all.length > persons.length ? [{ name: 'cut', valueBoolean: true }] : []),
      ],
    } as unknown as Resource;
  },
};

const referenceOf = (value: unknown): string | undefined => (value as { reference?: string } | undefined)?.reference;

function unitOf({ actor }: CareContext, given: unknown): string {
  const said = typeof given === 'string' ? given : referenceOf(given);
  const unit = said ?? (actor.organization === undefined ? undefined : `Organization/${actor.organization.id}`);
  if (unit !== undefined && /^Organization\/[A-Za-z0-9\-.]{1,64}$/.test(unit)) return unit;
  throw problem('invalid', 'parameter-value', {
    diagnostics: 'Name the unit, as Organization/<id>.',
    expression: "Parameters.parameter.where(name = 'unit')",
  });
}

async function lackOf(context: CareContext, reference: string, programmes: readonly Programme[]) {
  const patient = await context.read(reference);
  const doses = await dosesFor(context, patient, programmes);
  return { patient, doses: doses.filter(({ status }) => status === 'due' || status === 'overdue') };
}

const lateOf = ({ doses }: { doses: readonly ProgrammeDose[] }): string =>
  doses.map(({ status, late, due }) => (status === 'overdue' ? (late ?? '') : `9${due ?? ''}`)).sort()[0] ?? '';

function personParameter({ patient, doses }: { patient: Resource; doses: readonly ProgrammeDose[] }): JsonObject {
  const [name] = (patient.name ?? []) as { text?: string; given?: string[]; family?: string }[];
  const display = name?.text ?? [...(name?.given ?? []), name?.family].filter(Boolean).join(' ');
  return {
    name: 'person',
    part: [
      { name: 'patient', valueReference: { reference: `Patient/${patient.id}`, ...(display ? { display } : {}) } },
      ...(patient.birthDate === undefined ? [] : [{ name: 'birth', valueDate: patient.birthDate }]),
      ...doses.map(doseParameter),
    ],
  } as JsonObject;
}
