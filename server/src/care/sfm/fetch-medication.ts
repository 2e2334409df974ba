import { isDeepStrictEqual } from 'node:util';
import { problem } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import type { Entry } from '../../registers/index.ts';
import { type CareContext, type CareOperation, parameterOf } from '../process.ts';
import { identifierIn, identifierSystems, isOf, isTail, listIn, nameOfList, type SfmList } from './list.ts';
import { fetchedCode, medicationSources } from './rules.ts';
import { SfmAway, SfmRefused, type SfmService } from './service.ts';
import { failed, taskFor } from './task.ts';

const consents = ['HPAKUTT', 'HPMOTTATTSAMTYKKE', 'HPUNNTAK'];

/**
 * Patient/[id]/$fetch-medication: the citizen's list as the national solution has it. Each entry becomes a MedicationStatement that
 * says where it is from; a Task tells when it was fetched, or that it could not be, and why.
 */
export const fetchMedication = (service: SfmService): CareOperation => ({
  name: 'fetch-medication',
  definition: 'https://enjournal.no/fhir/OperationDefinition/Patient-fetch-medication',
  at: [{ level: 'instance', types: ['Patient'] }],
  get: false,
  summary: 'Fetch the national medicine list (SFM)',
  async run(context, { id, parameters }) {
    if (context.actor.kind !== 'staff') throw problem('forbidden', 'sfm-staff', { expression: 'Patient' });
    const consent = parameterOf(parameters, 'consent');
    if (consent !== undefined && !consents.includes(String(consent)))
      throw problem('invalid', 'parameter-value', {
        diagnostics: `consent is one of ${consents.join(', ')}.`,
        expression: "Parameters.parameter.where(name = 'consent')",
      });
    const citizen = await context.read(`Patient/${id}`);
    const answer = await asked(context, service, citizen, consent as string | undefined);
    const list = listIn(resourceIn(answer, 'medication'));
    if (list === undefined) throw await failed(context, citizen, fetchedCode, 'sfm-strange');
    if (!isOf(list, citizen)) throw await failed(context, citizen, fetchedCode, 'sfm-person');
    const known = (
      await context.search('MedicationStatement', [
        ['subject', `Patient/${id}`],
        ['category', `${medicationSources}|sfm`],
      ])
    ).filter(({ status }) => status !== 'entered-in-error');
    const task = taskFor(context, citizen, fetchedCode, 'completed', {
      composition: { valueString: nameOfList(list) },
      ...timeOf(answer, 'rf', 'RFHentetTidspunkt'),
      ...timeOf(answer, 'kj', 'KJHentetTidspunkt'),
      list: {
        valueAttachment: {
          contentType: 'application/fhir+json',
          data: Buffer.from(JSON.stringify(list.bundle)).toString('base64'),
        },
      },
    });
    const stored = await context.transact([
      ...entriesOf(list, known, citizen, context.now),
      { method: 'POST', resource: task },
    ]);
    return stored.at(-1)!;
  },
});

async function asked(
  context: CareContext,
  service: SfmService,
  citizen: Resource,
  consent: string | undefined,
): Promise<Resource> {
  const { identifier, name, address, birthDate, gender } = citizen;
  const whole = { resourceType: 'Patient', identifier, name, address, birthDate, gender };
  const patient = Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined));
  const parameter = [
    { name: 'patient', resource: patient },
    ...(consent === undefined ? [] : [{ name: 'SamtykkeLasteResepter', valueCode: consent }]),
  ];
  try {
    return await service.getMedication({ resourceType: 'Parameters', parameter } as unknown as Resource);
  } catch (error) {
    if (error instanceof SfmRefused) throw await failed(context, citizen, fetchedCode, 'sfm-refused', error.message);
    if (error instanceof SfmAway) throw await failed(context, citizen, fetchedCode, 'sfm-away');
    throw error;
  }
}

export const resourceIn = (parameters: Resource, name: string): unknown =>
  ((parameters?.parameter ?? []) as JsonObject[]).find((one) => one.name === name)?.resource;

function timeOf(answer: Resource, name: string, from: string): { [name: string]: JsonObject } {
  const found = ((answer?.parameter ?? []) as JsonObject[]).find((one) => one.name === from);
  const said = found?.valueDateTime ?? found?.valueInstant;
  return typeof said === 'string' ? { [name]: { valueDateTime: said } } : {};
}

/** What the list says now, entry by entry; what it no longer says is told to be over. */
function entriesOf(list: SfmList, known: readonly Resource[], citizen: Resource, now: number): Entry[] {
  const heads = list.statements.filter((one) => !isTail(one));
  const seen = new Set(heads.map((one) => identifierIn(one, 'pll')));
  const told = heads.flatMap((head): Entry[] => {
    const before = known.find((one) => identifierIn(one, 'pll') === identifierIn(head, 'pll'));
    const resource = statementOf(head, citizen, now);
    if (before === undefined) return [{ method: 'POST', resource }];
    const after = { ...resource, id: before.id, meta: before.meta } as unknown as Resource;
    const said = ({ meta: _, dateAsserted: __, ...rest }: Resource) => rest;
    if (isDeepStrictEqual(said(before), said(after))) return [];
    return [{ method: 'PUT', resource: after, ifMatch: `W/"${before.meta?.versionId}"` }];
  });
  const over = known
    .filter((one) => !seen.has(identifierIn(one, 'pll')) && one.status !== 'completed')
    .map((one): Entry => {
      const resource = { ...one, status: 'completed' } as unknown as Resource;
      return { method: 'PUT', resource, ifMatch: `W/"${one.meta?.versionId}"` };
    });
  return [...told, ...over];
}

const statuses = new Set([
  'active',
  'completed',
  'entered-in-error',
  'intended',
  'stopped',
  'on-hold',
  'unknown',
  'not-taken',
]);

/** What is kept of an entry: by its national identifiers, and in the list's own words. */
function statementOf(head: Resource, citizen: Resource, now: number): Resource {
  const own = new Set<unknown>(Object.values(identifierSystems));
  const concept = (head.medicationCodeableConcept ?? medicationIn(head)) as JsonObject | undefined;
  const dosage = ((head.dosage ?? []) as JsonObject[]).map(({ text, timing, asNeededBoolean, doseAndRate }) => ({
    ...(text === undefined ? {} : { text }),
    ...(timing === undefined ? {} : { timing }),
    ...(asNeededBoolean === undefined ? {} : { asNeededBoolean }),
    ...(doseAndRate === undefined ? {} : { doseAndRate }),
  }));
  return {
    resourceType: 'MedicationStatement',
    identifier: ((head.identifier ?? []) as JsonObject[]).filter(({ system }) => own.has(system)),
    status: statuses.has(String(head.status)) ? head.status : 'unknown',
    category: { coding: [{ system: medicationSources, code: 'sfm', display: 'Nasjonal legemiddelliste (SFM)' }] },
    medicationCodeableConcept: concept ?? { text: 'Ukjent legemiddel' },
    subject: { reference: `Patient/${citizen.id}` },
    ...(head.effectivePeriod === undefined ? {} : { effectivePeriod: head.effectivePeriod }),
    dateAsserted: new Date(now).toISOString(),
    ...(dosage.length === 0 ? {} : { dosage }),
  } as unknown as Resource;
}

/** A medicine that stands inside the entry. */
function medicationIn(head: Resource): unknown {
  const reference = String((head.medicationReference as JsonObject | undefined)?.reference ?? '');
  const found = ((head.contained ?? []) as Resource[]).find(({ id }) => reference === `#${id}`);
  return (
    found?.code ??
    (head.medicationReference === undefined
      ? undefined
      : { text: (head.medicationReference as JsonObject).display ?? 'Ukjent legemiddel' })
  );
}
