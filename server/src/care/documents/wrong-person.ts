import { randomUUID } from 'node:crypto';
import { categoryOf, categorySystem } from '../../access/categories.ts';
import { label } from '../../access/label.ts';
import { extensionOf, own } from '../../access/rules/codes.ts';
import { problem } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import type { Entry } from '../../registers/index.ts';
import { type CareCall, type CareContext, type CareOperation, parameterOf } from '../process.ts';
import { filesOf } from './govern.ts';

/**
 * DocumentReference/[id]/$wrong-person: the document is struck here, with its reason, and kept from everybody from that moment;
 * with `patient` it stands in that record instead, with its files, added by who moves it. Each record tells that it happened,
 * and neither whose the other is.
 * @throws Problem stale, when the document is another than the one that was seen
 * @source helsepersonelloven § 44
 */
export const wrongPerson: CareOperation = {
  name: 'wrong-person',
  definition: 'https://enjournal.no/fhir/OperationDefinition/documentreference-wrong-person',
  at: [{ level: 'instance', types: ['DocumentReference'] }],
  get: false,
  summary: 'Moves a document that was added to the wrong record, with a trace in both',
  async run(context, call) {
    const reason = parameterOf(call.parameters, 'reason');
    if (typeof reason !== 'string' || reason.trim().length < 5) throw needed('reason', 'document-move-reason');
    const document = await context.read(`DocumentReference/${call.id}`);
    const ifMatch = askedVersion(document, call);
    const patient = patientIn(call, document);
    // that there is such a record, and that it is open to the caller
    if (patient !== undefined) await context.read(patient);
    const move = randomUUID();
    const entries: Entry[] = [
      { method: 'PUT', resource: struck(context, document, reason.trim()), ifMatch },
      trace(context, document, { target: `DocumentReference/${document.id}`, reason: reason.trim(), move }),
    ];
    if (patient === undefined) return collection(await context.transact(entries));
    const moved = await movedEntries(context, { document, patient, reason: reason.trim(), move });
    return collection(await context.transact([...entries, ...moved], [patient]));
  },
};

function askedVersion({ meta }: Resource, { ifMatch }: CareCall): string {
  if (ifMatch !== undefined && ifMatch !== meta?.versionId)
    throw problem('stale', 'changed-since-seen', {
      diagnostics: 'It has been changed since the version that If-Match names.',
    });
  return `W/"${meta?.versionId}"`;
}

function patientIn({ parameters }: CareCall, { subject }: Resource): string | undefined {
  const given = parameterOf(parameters, 'patient') as JsonObject | undefined;
  if (given === undefined) return undefined;
  const reference = String(given.reference);
  if (!/^Patient\/[A-Za-z0-9\-.]{1,64}$/.test(reference)) throw needed('patient', 'parameter-missing');
  if (reference === (subject as JsonObject | undefined)?.reference)
    throw problem('rule', 'document-move-same', { expression: "Parameters.parameter.where(name = 'patient')" });
  return reference;
}

const [struckReason, statusReason] = [extensionOf('struck-reason'), extensionOf('status-reason')];

function struck({ actor }: CareContext, document: Resource, reason: string): Resource {
  const { versionId: _, lastUpdated: __, ...meta } = document.meta ?? {};
  const others = ((document.extension ?? []) as JsonObject[]).filter(
    ({ url }) => url !== struckReason && url !== statusReason,
  );
  const coding = [{ system: own('struck-reason'), code: 'wrong-person', display: 'Ført på feil person' }];
  const extension = [
    ...others,
    { url: struckReason, valueCodeableConcept: { coding, text: reason } },
    {
      url: statusReason,
      extension: [
        { url: 'reason', valueString: reason },
        { url: 'by', valueReference: { reference: actor.id } },
      ],
    },
  ];
  return { ...document, meta, status: 'entered-in-error', extension } as Resource;
}

type Move = { document: Resource; patient: string; reason: string; move: string };

/** The same in the other record: nothing of it refers to where it was. Its files are copied, for each goes with one document. */
async function movedEntries(context: CareContext, { document, patient, reason, move }: Move): Promise<Entry[]> {
  const { id: _, meta, extension: __, relatesTo: ___, context: ____, authenticator: _____, ...rest } = document;
  const fullUrl = `urn:uuid:${randomUUID()}`;
  const files = await Promise.all(
    filesOf(document).map(async ({ url }) => ({
      url,
      name: `urn:uuid:${randomUUID()}`,
      file: await context.read(url),
    })),
  );
  let text = JSON.stringify(rest);
  for (const { url, name } of files) {
    const file = url.replaceAll('.', '\\.');
    text = text.replace(new RegExp(`"url":"[^"]*${file}"`, 'g'), `"url":"${name}"`);
  }
  const copy = {
    ...(JSON.parse(text) as Resource),
    ...(meta?.security === undefined ? {} : { meta: { security: meta.security } }),
    status: 'current',
    subject: { reference: patient },
    author: [{ reference: context.actor.id, display: context.actor.display }],
  } as Resource;
  return [
    { method: 'POST', resource: copy, fullUrl },
    ...files.map(({ name, file }): Entry => {
      const { contentType, data } = file;
      const resource = { resourceType: 'Binary', contentType, data, securityContext: { reference: fullUrl } };
      return { method: 'POST', resource: resource as unknown as Resource, fullUrl: name };
    }),
    trace(context, { ...document, subject: { reference: patient } }, { target: fullUrl, reason, move }),
  ];
}

/** That it was moved, by whom and why; the two sides find each other by a number, for neither may name the other record. */
function trace(
  { actor, now }: CareContext,
  document: Resource,
  { target, reason, move }: { target: string; reason: string; move: string },
): Entry {
  const unit = actor.organization;
  const resource = {
    resourceType: 'Provenance',
    meta: { security: [{ system: categorySystem, code: categoryOf(label(document))! }] },
    target: [{ reference: target }, { reference: String((document.subject as JsonObject).reference) }],
    recorded: new Date(now).toISOString(),
    reason: [{ text: reason }],
    activity: { coding: [{ system: own('note-activity'), code: 'wrong-person', display: 'Flyttet fra feil person' }] },
    agent: [
      {
        who: { reference: actor.id, display: actor.display },
        ...(unit === undefined ? {} : { onBehalfOf: { reference: `Organization/${unit.id}` } }),
      },
    ],
    entity: [{ role: 'source', what: { identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${move}` } } }],
  };
  return { method: 'POST', resource: resource as unknown as Resource };
}

const collection = (resources: readonly Resource[]): Resource => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: resources.filter(({ resourceType }) => resourceType !== 'Binary').map((resource) => ({ resource })),
});

const needed = (name: string, key: string) =>
  problem('invalid', key, {
    diagnostics: `The operation needs the parameter ${name}.`,
    code: 'required',
    expression: `Parameters.parameter.where(name = '${name}')`,
  });
