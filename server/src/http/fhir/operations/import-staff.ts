import { problem } from '../../../fhir/issue.ts';
import type { Json, JsonObject, Resource } from '../../../fhir/resource.ts';
import {
  type Entry,
  importOf,
  type RegisterStore,
  readRows,
  staffOf,
  todayInNorway,
  unitsBelow,
} from '../../../registers/index.ts';
import { notFound } from '../disclose.ts';
import { storeInside } from '../inside.ts';
import { resource } from '../message.ts';
import type { FhirService } from '../service.ts';
import type { FhirOperation, OperationCall } from './operation.ts';
import { parametersOf } from './parameters.ts';

const MOST_ROWS = 20_000;

/** Organization/[id]/$import-staff: who works where, in which role and how long, from the organisation's own list. */
export const importStaff: FhirOperation = {
  name: 'import-staff',
  definition: 'https://enjournal.no/fhir/OperationDefinition/organization-import-staff',
  at: [{ level: 'instance', types: ['Organization'] }],
  get: false,
  summary: 'Gives and ends jobs from a list of staff, row by row, also as a dry run',
  run,
};

async function run(service: FhirService, { request, id = '' }: OperationCall) {
  const { actor } = request;
  const parameters = parametersOf(request);
  const text = fileOf(parameters.all('file')[0]);
  const dryRun = parameters.all('dryRun').some((one) => one === true || one === 'true');
  // Numbers of people at work are read by systems only: the look-up is the house's, the writing is the caller's own.
  const house = storeInside(service, { ...HOUSE, display: actor.display });
  const [organization] = await house.search('Organization', [['_id', id]]);
  if (organization === undefined) throw notFound();
  await onlyOwn(house, organization, actor.kind === 'system' ? undefined : actor);
  const store: RegisterStore = { search: house.search, transact: storeInside(service, actor).transact };
  const rows: { line: number; part: JsonObject[] }[] = [];
  const imported = await importOf(
    staffOf(await unitsBelow(house, organization), service.now()),
    limited(readRows(once(text), 'csv')),
    {
      store,
      setting: { series: 'any', today: todayInNorway() },
      dryRun,
      onTaken: (line, entries) => void rows.push({ line, part: takenPart(line, entries) }),
      onRefused: (line, reasons) =>
        void rows.push({
          line,
          part: [
            { name: 'line', valueInteger: line },
            { name: 'result', valueCode: 'refused' },
            ...reasons.map((reason) => ({ name: 'reason', valueString: reason })),
          ],
        }),
    },
  );
  rows.sort((a, b) => a.line - b.line);
  return resource(200, {
    resourceType: 'Parameters',
    parameter: [
      { name: 'dryRun', valueBoolean: dryRun },
      ...(['rows', 'changed', 'unchanged', 'refused'] as const).map((name) => ({ name, valueInteger: imported[name] })),
      ...rows.map(({ part }) => ({ name: 'row', part })),
    ],
  });
}

const HOUSE = Object.freeze({
  kind: 'system' as const,
  id: 'client:enjournal-staff-list',
  clientId: 'enjournal-staff-list',
  scopes: ['system/Organization.rs', 'system/Practitioner.rs', 'system/PractitionerRole.rs'],
  loa: 4,
  purpose: 'HOPERAT',
});

/** Staff administer the legal entity they have chosen to work for, and no other. */
async function onlyOwn(
  store: RegisterStore,
  organization: Resource,
  actor: { kind: string; role?: string; legalEntity?: string } | undefined,
): Promise<void> {
  if (actor === undefined) return;
  const top = await topOf(store, organization);
  if (actor.kind === 'staff' && actor.role === 'ikt-admin' && actor.legalEntity === top) return;
  throw problem('forbidden', 'staff-not-own', {
    diagnostics: 'Staff are administered by those whose role it is, for the organisation they work for.',
  });
}

async function topOf(store: RegisterStore, organization: Resource): Promise<string> {
  let top = organization;
  for (let steps = 0; steps < 20; steps += 1) {
    const above = (top.partOf as { reference?: string } | undefined)?.reference?.split('/')[1];
    const [next] = above === undefined ? [] : await store.search('Organization', [['_id', above]]);
    if (next === undefined) break;
    top = next;
  }
  return top.id!;
}

/** The file as text: an Attachment with its data, or the text itself. */
function fileOf(given: Json | undefined): string {
  if (typeof given === 'string' && given !== '') return given;
  const data = typeof given === 'object' && given !== null && !Array.isArray(given) ? given.data : undefined;
  if (typeof data !== 'string') {
    throw problem('invalid', 'parameter-required', {
      diagnostics: 'The operation needs the parameter file: an Attachment with data, or a string.',
      code: 'required',
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(data, 'base64'));
  } catch (cause) {
    throw problem('invalid', 'file-encoding', { diagnostics: 'The file is not text in UTF-8.', cause });
  }
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

async function* limited(rows: ReturnType<typeof readRows>): ReturnType<typeof readRows> {
  let count = 0;
  try {
    for await (const row of rows) {
      count += 1;
      if (count > MOST_ROWS) break;
      yield row;
    }
  } catch (error) {
    // what the reader itself refuses is said of the file, with a line and without what stands there
    throw problem('invalid', 'file-malformed', { diagnostics: (error as Error).message, cause: error });
  }
  if (count > MOST_ROWS) {
    throw problem('too-large', 'too-many-rows', { diagnostics: `A list may have ${MOST_ROWS} rows.` });
  }
}

function takenPart(line: number, entries: readonly Entry[]): JsonObject[] {
  const isNew = entries.some((one) => one.method === 'POST' && one.resource.resourceType === 'PractitionerRole');
  return [
    { name: 'line', valueInteger: line },
    { name: 'result', valueCode: entries.length === 0 ? 'unchanged' : isNew ? 'created' : 'changed' },
  ];
}
