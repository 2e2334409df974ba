import { dayInNorway } from '../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import type { CareContext, CareOperation } from '../process.ts';
import { dosesOf, type Programme, type ProgrammeDose, type Titled, type Vaccination } from './programme.ts';
import { ATC, codesOf } from './vaccination.ts';

const KIND = 'https://enjournal.no/fhir/CodeSystem/plan-definition-kind|vaccination-programme';

/** The programmes in force. */
export const programmesOf = async (context: CareContext): Promise<Programme[]> =>
  (await context.search('PlanDefinition', [
    ['type', KIND],
    ['status', 'active'],
    ['_sort', '_id'],
  ])) as Programme[];

/** Patient/[id]/$vaccines-due: each dose of the programmes for a person, and what became of it. */
export const vaccinesDue: CareOperation = {
  name: 'vaccines-due',
  definition: 'https://enjournal.no/fhir/OperationDefinition/Patient-vaccines-due',
  at: [{ level: 'instance', types: ['Patient'] }],
  get: true,
  summary: 'Vaccines that a person has had and is to have, by the programmes',
  async run(context, { id }) {
    const [patient, programmes] = await Promise.all([context.read(`Patient/${id}`), programmesOf(context)]);
    const doses = await dosesFor(context, patient, programmes);
    return { resourceType: 'Parameters', parameter: doses.map(doseParameter) } as unknown as Resource;
  },
};

/** What a person has had and is to have; nothing of the dead, and of those of whom no birth date is known. */
export async function dosesFor(
  context: CareContext,
  patient: Resource,
  programmes: readonly Programme[],
): Promise<ProgrammeDose[]> {
  const born = patient.birthDate as string | undefined;
  if (born === undefined || patient.deceasedDateTime !== undefined || patient.deceasedBoolean === true) return [];
  const had = await context.search('Immunization', [
    ['patient', `Patient/${patient.id}`],
    ['status', 'completed'],
  ]);
  const given: Vaccination[] = had.map((one) => ({
    id: one.id!,
    date: String(one.occurrenceDateTime ?? one.recorded ?? ''),
    codes: codesOf(one),
  }));
  const today = dayInNorway(context.now);
  return programmes.flatMap((programme) => dosesOf(programme, born, given, today));
}

const said = ({ text, translations }: Titled): JsonObject => ({
  valueString: text,
  ...(Object.keys(translations).length === 0
    ? {}
    : {
        _valueString: {
          extension: Object.entries(translations).map(([lang, content]) => ({
            url: 'http://hl7.org/fhir/StructureDefinition/translation',
            extension: [
              { url: 'lang', valueCode: lang },
              { url: 'content', valueString: content },
            ],
          })),
        },
      }),
});

export function doseParameter({
  series,
  title,
  dose,
  step,
  status,
  due,
  late,
  codes,
  given,
}: ProgrammeDose): JsonObject {
  return {
    name: 'dose',
    part: [
      { name: 'series', valueCode: series },
      { name: 'title', ...said(title) },
      { name: 'dose', valuePositiveInt: dose },
      { name: 'step', ...said(step) },
      { name: 'status', valueCode: status },
      ...(due === undefined ? [] : [{ name: 'due', valueDate: due }]),
      ...(late === undefined ? [] : [{ name: 'late', valueDate: late }]),
      ...codes.map((code) => ({ name: 'vaccine', valueCoding: { system: ATC, code } })),
      ...(given === undefined ? [] : [{ name: 'given', valueReference: { reference: `Immunization/${given}` } }]),
    ],
  };
}
