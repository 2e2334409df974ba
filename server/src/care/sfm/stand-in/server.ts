import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject, Resource } from '../../../fhir/resource.ts';
import { identifierIn, identifierSystems, isTail, listIn } from '../list.ts';

const modes = ['ok', 'away', 'refuse', 'strange', 'slow', 'another'] as const;
export type SfmMode = (typeof modes)[number];
export type SfmStandIn = {
  base: string;
  mode(mode: SfmMode): void;
  /** Sets what the national list says of a person, by number. */
  tell(person: string, statements: readonly JsonObject[]): void;
  /** What was sent of a person, the newest last. */
  sentOf(person: string): Resource[];
  close(): Promise<void>;
};

type Kept = { composition: string | undefined; statements: Resource[]; sent: Resource[] };

const NUMBER = 'urn:oid:2.16.578.1.12.4.1.4.1';

/**
 * A small real server in the place of SFM, for demo and tests: made-up persons only. It gives a list, and takes one that answers the
 * list it gave last and has all of its treatments.
 */
export async function startSfmStandIn(options: { port?: number } = {}): Promise<SfmStandIn> {
  const persons = new Map<string, Kept>();
  let mode: SfmMode = 'ok';
  const of = (person: string): Kept => {
    const known = persons.get(person) ?? { composition: undefined, statements: [], sent: [] };
    persons.set(person, known);
    return known;
  };
  const tell: SfmStandIn['tell'] = (person, statements) => {
    of(person).statements = statements.map(statementOf);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { url = '' } = request;
    if (url === '/control') {
      const told =
        body === '' ? {} : (JSON.parse(body) as { mode?: SfmMode; person?: string; statements?: JsonObject[] });
      if (told.mode !== undefined && modes.includes(told.mode)) mode = told.mode;
      if (told.person !== undefined) tell(told.person, told.statements ?? []);
      return json(response, 200, { mode, persons: Object.fromEntries(persons) });
    }
    if (mode === 'away') return void response.writeHead(503).end();
    if (mode === 'slow') await new Promise((resolve) => setTimeout(resolve, 20_000));
    if (mode === 'refuse') return json(response, 422, outcome('Journalen har ikke tilgang til SFM'));
    if (mode === 'strange') return json(response, 200, { resourceType: 'Parameters' });
    const parameters = JSON.parse(body) as Resource;
    if (url === '/Patient/$getMedication') return json(response, ...give(parameters));
    if (url === '/Patient/$sendMedication') return json(response, ...take(parameters));
    response.writeHead(404).end();
  }

  function give(parameters: Resource): [number, object] {
    const patient = resourceOf(parameters, 'patient');
    const person = numberOf(patient);
    if (patient === undefined || person === undefined) return [400, outcome('Pasienten mangler fødselsnummer')];
    const kept = of(person);
    kept.composition = `urn:uuid:${randomUUID()}`;
    const now = new Date().toISOString();
    const others = [{ system: NUMBER, value: '00000000000' }];
    const subject = { ...patient, id: randomUUID(), ...(mode === 'another' ? { identifier: others } : {}) };
    const statements = kept.statements.map((one) => ({ ...one, subject: { reference: `urn:uuid:${subject.id}` } }));
    const composition = {
      resourceType: 'Composition',
      id: randomUUID(),
      meta: { profile: ['http://ehelse.no/fhir/StructureDefinition/sfm-MedicationComposition'] },
      identifier: { system: 'urn:ietf:rfc:3986', value: kept.composition },
      status: 'final',
      type: { text: 'Legemiddelliste' },
      date: now,
      title: 'Legemiddelliste',
      author: [{ display: 'SFM' }],
      subject: { reference: `urn:uuid:${subject.id}` },
      section: [
        { title: 'sectionMedication', entry: statements.map(({ id }) => ({ reference: `urn:uuid:${id}` })) },
        { title: 'sectionPLLinfo' },
        { title: 'sectionAllergies' },
      ],
    };
    const entry = [composition, subject, ...statements].map((resource) => ({
      fullUrl: `urn:uuid:${resource.id}`,
      resource,
    }));
    return [
      200,
      {
        resourceType: 'Parameters',
        parameter: [
          { name: 'medication', resource: { resourceType: 'Bundle', type: 'document', timestamp: now, entry } },
          { name: 'KJHentetTidspunkt', valueDateTime: now },
          { name: 'RFHentetTidspunkt', valueDateTime: now },
        ],
      },
    ];
  }

  function take(parameters: Resource): [number, object] {
    const bundle = resourceOf(parameters, 'medication');
    const list = listIn(bundle);
    const person = numberOf(list?.patient);
    if (list === undefined || person === undefined) return [400, outcome('Listen kan ikke leses')];
    const kept = of(person);
    const answers = ((list.composition.relatesTo ?? []) as JsonObject[]).map(
      ({ targetIdentifier }) => (targetIdentifier as JsonObject | undefined)?.value,
    );
    if (!answers.includes(kept.composition)) return [422, outcome('Listen svarer ikke på den som ble hentet sist')];
    const sent = new Set(list.statements.map((one) => identifierIn(one, 'pll')));
    const missing = kept.statements.filter((one) => !isTail(one) && !sent.has(identifierIn(one, 'pll')));
    if (missing.length > 0) return [422, outcome(`${missing.length} behandling(er) mangler i listen`)];
    kept.statements = [...list.statements];
    kept.composition = undefined;
    kept.sent.push(bundle!);
    return [
      200,
      {
        resourceType: 'Parameters',
        parameter: [
          { name: 'prescriptionCount', valueInteger: 0 },
          { name: 'recallCount', valueInteger: 0 },
          {
            name: 'PllResult',
            part: [
              { name: 'PllmessageID', valueString: randomUUID() },
              { name: 'resultCode', valueString: '0' },
            ],
          },
        ],
      },
    ];
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mode: (to) => {
      mode = to;
    },
    tell,
    sentOf: (person) => of(person).sent,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A short telling (`name`, `atc`, `dosage`) as the list has it. */
function statementOf({ name, atc, dosage, status = 'active', treatment }: JsonObject): Resource {
  return {
    resourceType: 'MedicationStatement',
    id: randomUUID(),
    meta: { profile: ['http://ehelse.no/fhir/StructureDefinition/sfm-MedicationStatement'] },
    identifier: [
      { system: identifierSystems.pll, value: randomUUID() },
      { system: identifierSystems.treatment, value: String(treatment ?? randomUUID()) },
    ],
    status,
    medicationCodeableConcept: {
      ...(atc === undefined ? {} : { coding: [{ system: 'http://www.whocc.no/atc', code: atc }] }),
      text: name,
    },
    dosage: [{ text: dosage ?? '' }],
  } as unknown as Resource;
}

const resourceOf = (parameters: Resource, name: string): Resource | undefined =>
  ((parameters.parameter ?? []) as JsonObject[]).find((one) => one.name === name)?.resource as Resource | undefined;

const numberOf = (patient: Resource | undefined): string | undefined =>
  ((patient?.identifier ?? []) as JsonObject[]).find(({ system }) => system === NUMBER)?.value as string | undefined;

const outcome = (diagnostics: string): object => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'error', code: 'business-rule', diagnostics }],
});

const json = (response: ServerResponse, status: number, body: object): void =>
  void response.writeHead(status, { 'content-type': 'application/fhir+json' }).end(JSON.stringify(body));
