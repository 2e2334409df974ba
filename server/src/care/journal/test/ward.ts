import type { Actor } from '../../../access/actor.ts';
import { extensionOf, hl7, systems } from '../../../access/rules/codes.ts';
import { careFollower } from '../../../care-events.ts';
import type { JsonObject, Resource } from '../../../fhir/resource.ts';
import { staff } from '../../../test/actors.ts';
import { type Answer, type TestServer, type Told, withServer } from '../../../test/server.ts';
import { store } from '../../../test/stored.ts';
import { careProcess } from '../../index.ts';
import { journalOf } from '../index.ts';

const coded = (system: string, code: string): JsonObject => ({ coding: [{ system, code }] });
const PULSE = { system: 'http://loinc.org', code: '8867-4', display: 'Heart rate' };

/** Stands in for the forms' own extraction: the pulse becomes an Observation, the diagnosis a Condition. */
const extraction = careProcess({
  name: 'extraction',
  operations: [
    {
      name: 'extract',
      definition: 'https://enjournal.no/fhir/OperationDefinition/questionnaireresponse-extract',
      at: [{ level: 'instance', types: ['QuestionnaireResponse'] }],
      get: false,
      summary: 'What is to be made of answers',
      async run(context, { id }) {
        const response = await context.read(`QuestionnaireResponse/${id}`);
        const { subject } = response;
        const answered = (linkId: string, name: string): JsonObject | undefined => {
          const found = JSON.stringify(response).match(
            new RegExp(`"linkId":"${linkId}".*?"${name}":(\\{[^}]*\\}|[0-9.]+)`),
          );
          return found === null ? undefined : (JSON.parse(`{"v":${found[1]}}`) as { v: JsonObject }).v;
        };
        const pulse = answered('pulse', 'valueInteger');
        const diagnosis = answered('diagnosis', 'valueCoding');
        const made: JsonObject[] = [];
        if (pulse !== undefined) {
          made.push({
            resourceType: 'Observation',
            status: 'final',
            category: [coded('http://terminology.hl7.org/CodeSystem/observation-category', 'vital-signs')],
            code: { coding: [PULSE] },
            subject: subject!,
            effectiveDateTime: '2026-11-29',
            valueQuantity: { value: pulse, unit: '/min' },
          });
        }
        if (diagnosis !== undefined) {
          made.push({
            resourceType: 'Condition',
            clinicalStatus: coded(hl7('condition-clinical'), 'active'),
            verificationStatus: coded(hl7('condition-ver-status'), 'confirmed'),
            code: { coding: [diagnosis], text: String(diagnosis.display) },
            subject: subject!,
          });
        }
        return {
          resourceType: 'Bundle',
          type: 'transaction',
          entry: made.map((resource, i) => ({
            fullUrl: `urn:uuid:00000000-0000-4000-8000-00000000000${i}`,
            resource,
            request: { method: 'POST', url: String(resource.resourceType) },
          })),
        } as Resource;
      },
    },
  ],
});

export const DAY_MS = 86_400_000;
const CONSULTATION = 'https://enjournal.no/fhir/Questionnaire/consultation';
/** Of the kind that students write too. */
const REPORT = 'https://enjournal.no/fhir/Questionnaire/care-report';

const template = (id: string, title: string, kind: string): Resource => ({
  resourceType: 'Questionnaire',
  id,
  extension: [{ url: extensionOf('template-kind'), valueCode: kind }],
  url: `https://enjournal.no/fhir/Questionnaire/${id}`,
  version: '1',
  title,
  status: 'active',
  code: [{ system: systems.noteType, code: id, display: title }],
  item: [
    {
      linkId: 'note',
      type: 'group',
      text: 'Notat',
      code: [{ system: 'urn:sections', code: 'note' }],
      item: [{ linkId: 'note-text', type: 'text', text: 'Notat' }],
    },
    {
      linkId: 'measurements',
      type: 'group',
      text: 'Målinger',
      code: [{ system: 'urn:sections', code: 'measurements' }],
      item: [
        {
          linkId: 'pulse',
          type: 'integer',
          text: 'Puls',
          code: [PULSE],
          extension: [
            { url: 'http://hl7.org/fhir/StructureDefinition/questionnaire-unit', valueCoding: { code: '/min' } },
          ],
        },
      ],
    },
    {
      linkId: 'assessment',
      type: 'group',
      text: 'Vurdering',
      item: [{ linkId: 'diagnosis', type: 'open-choice', text: 'Diagnose' }],
    },
  ],
});

const templates: readonly Resource[] = [
  template('consultation', 'Konsultasjon', 'note'),
  template('care-report', 'Rapport', 'note'),
  template('weekly-form', 'Skjema', 'form'),
];

/** What a draft says where a test does not. */
export type Said = { note?: string; pulse?: number | undefined; diagnosis?: boolean };

const itemsOf = (
  { note = 'Tungpust < 2 uker & hoste', pulse, diagnosis = true }: Said,
  isInserted: boolean,
): JsonObject[] => [
  {
    linkId: 'note',
    item: [
      {
        linkId: 'note-text',
        answer: [
          {
            valueString: note,
            ...(isInserted
              ? {
                  extension: [
                    {
                      url: extensionOf('inserted-from'),
                      valueReference: { reference: 'Observation/inserted', display: 'Blodtrykk' },
                    },
                  ],
                }
              : {}),
          },
        ],
      },
    ],
  },
  ...(pulse === undefined
    ? []
    : [{ linkId: 'measurements', item: [{ linkId: 'pulse', answer: [{ valueInteger: pulse }] }] }]),
  ...(diagnosis
    ? [
        {
          linkId: 'assessment',
          item: [
            {
              linkId: 'diagnosis',
              answer: [{ valueCoding: { system: systems.icpc2, code: 'K77', display: 'Hjertesvikt' } }],
            },
          ],
        },
      ]
    : []),
];

export const draftOf = (patient: string, author: string, more: JsonObject = {}): Resource => ({
  resourceType: 'QuestionnaireResponse',
  status: 'in-progress',
  questionnaire: `${CONSULTATION}|1`,
  subject: { reference: `Patient/${patient}` },
  author: { reference: `Practitioner/${author}` },
  item: itemsOf({ pulse: 72 }, false),
  ...more,
});

export const reportOf = (patient: string, author: string): Resource =>
  draftOf(patient, author, { questionnaire: `${REPORT}|1`, item: itemsOf({ diagnosis: false }, false) });

const people: readonly [id: string, name: string, role: string, hpr: string | undefined, unit: string][] = [
  ['ada', 'Ada Solli', 'lege', 'LE', 'solli'],
  ['bo', 'Bo Havn', 'lege', 'LE', 'solli'],
  ['rita', 'Rita Solli', 'helsesekretaer', 'HE', 'solli'],
  ['hanne', 'Hanne Hjem', 'sykepleier', 'SP', 'zone'],
  ['ola', 'Ola Hjem', 'sykepleier', 'SP', 'zone'],
  ['siri', 'Siri Student', 'student', undefined, 'zone'],
  ['eva', 'Eva Fjern', 'lege', 'LE', 'hospital'],
];

/**
 * A practice, a zone of home care and a hospital, with who works there, and citizens in the hands of all three.
 * @param content with the house's own templates and processes, in place of the test's
 */
export async function ward({ content = false } = {}) {
  const own = { processes: [journalOf({ remindAfterMs: DAY_MS }), extraction] };
  const server = await withServer(content ? { content } : own);
  await store(server, [
    ...['solli', 'kommune', 'hospital'].map((id) => ({ resourceType: 'Organization', id, name: id })),
    { resourceType: 'Organization', id: 'zone', name: 'Sone 3', partOf: { reference: 'Organization/kommune' } },
    ...people.flatMap(([id, name, role, hpr, unit]) => [
      {
        resourceType: 'Practitioner',
        id,
        name: [{ text: name }],
        ...(hpr === undefined ? {} : { qualification: [{ code: coded(systems.profession, hpr) }] }),
      },
      {
        resourceType: 'PractitionerRole',
        id: `${id}-${unit}`,
        active: true,
        practitioner: { reference: `Practitioner/${id}` },
        organization: { reference: `Organization/${unit}` },
        code: [coded(systems.accessRole, role)],
        ...(role === 'student'
          ? { extension: [{ url: extensionOf('supervisor'), valueReference: { reference: 'Practitioner/hanne' } }] }
          : {}),
        ...(role === 'helsesekretaer'
          ? { extension: [{ url: extensionOf('acts-for'), valueReference: { reference: 'Practitioner/ada' } }] }
          : {}),
      },
    ]),
    ...(content ? [] : templates),
  ] as Resource[]);
  for (const [id, name, role, , unit] of people) {
    const legalEntity = unit === 'zone' ? 'kommune' : unit;
    server.actors.set(id, staff(id, unit, role, { display: name, legalEntity }));
  }
  return new TestWard(server);
}

export type Ward = Awaited<ReturnType<typeof ward>>;

/** The same person through an app with these scopes. */
export function appAs(w: Ward, token: string, person: string, scopes: readonly string[]): void {
  w.server.actors.set(token, { ...w.server.actors.get(person)!, clientId: 'app', scopes: [...scopes] });
}

let citizens = 0;

class TestWard {
  readonly server: TestServer;

  constructor(server: TestServer) {
    this.server = server;
  }

  close = (): Promise<void> => this.server.close();

  /** Somebody new whom all three treat; logs on as `kari-<id>`. */
  async citizen(): Promise<string> {
    const id = `c${++citizens}`;
    await store(this.server, [
      { resourceType: 'Patient', id, birthDate: '1970-01-01' },
      ...['solli', 'zone', 'hospital'].map((unit) => ({
        resourceType: 'EpisodeOfCare',
        id: `${id}-${unit}`,
        status: 'active',
        patient: { reference: `Patient/${id}` },
        managingOrganization: { reference: `Organization/${unit}` },
        period: { start: '2026-01-01' },
      })),
    ] as Resource[]);
    const actor: Actor = {
      kind: 'citizen',
      id: `Patient/${id}`,
      display: 'Kari',
      clientId: 'web',
      scopes: ['user/*.cruds'],
      loa: 4,
      ownPatient: id,
      purpose: 'PATRQT',
    };
    this.server.actors.set(`kari-${id}`, actor);
    return id;
  }

  async encounter(patient: string): Promise<string> {
    const { body } = await this.server.post('Encounter', {
      resourceType: 'Encounter',
      status: 'in-progress',
      class: { code: 'AMB' },
      subject: { reference: `Patient/${patient}` },
    });
    return `Encounter/${body.id}`;
  }

  as = (token: string, more: Record<string, string> = {}) => ({ authorization: `Bearer ${token}`, ...more });
  get = (token: string, path: string): Promise<Answer> => this.server.get(path, this.as(token));
  post = (token: string, body: object, more: Record<string, string> = {}): Promise<Answer> =>
    this.server.post((body as Resource).resourceType, body, this.as(token, more));
  put = (token: string, body: object, more: Record<string, string> = {}): Promise<Answer> => {
    const { resourceType, id } = body as Resource;
    return this.server.put(`${resourceType}/${id}`, body, this.as(token, more));
  };

  /** A consultation that is being written, with something inserted from the record. */
  async draft(author: string, patient: string, more: JsonObject = {}): Promise<Told> {
    const draft = draftOf(patient, author, { item: itemsOf({ pulse: 72 }, true), ...more });
    const { status, body, text } = await this.post(author, draft);
    if (status !== 201) throw new Error(text);
    return body;
  }

  /** The draft saved with other words, over whatever version stands, unless a header says which. */
  save(token: string, draft: Told, said: Said, more: Record<string, string> = {}): Promise<Answer> {
    return this.put(token, { ...draft, item: itemsOf({ pulse: 72, ...said }, false) }, more);
  }

  sign(
    token: string,
    { id }: { id: string },
    parameters: Record<string, JsonObject> = {},
    more: Record<string, string> = {},
  ): Promise<Answer> {
    return this.operate(token, `QuestionnaireResponse/${id}/$sign`, parameters, more);
  }

  operate(
    token: string,
    path: string,
    parameters: Record<string, JsonObject> = {},
    more: Record<string, string> = {},
  ): Promise<Answer> {
    const parameter = Object.entries(parameters).map(([name, value]) => ({ name, ...value }));
    return this.server.post(path, { resourceType: 'Parameters', parameter }, this.as(token, more));
  }

  inBundle(bundle: Told, type: string): Told {
    const found = bundle.entry.find(({ resource }) => resource.resourceType === type);
    if (found === undefined) throw new Error(`no ${type} in the answer`);
    return found.resource;
  }

  /** The note that the draft became, as it stands. */
  async noteOf({ id }: { id: string }): Promise<Told> {
    const { body } = await this.server.get(`Composition?entry=QuestionnaireResponse/${id}`);
    if (body.total !== 1) throw new Error(`${body.total} notes`);
    return body.entry[0]!.resource;
  }

  /** A signed note with its draft. */
  async signed(author: string, patient: string): Promise<{ note: Told; draft: Told }> {
    const draft = await this.draft(author, patient);
    const { status, text } = await this.sign(author, draft);
    if (status !== 200) throw new Error(text);
    return { note: await this.noteOf(draft), draft };
  }

  /** Follows what happened up to now. */
  async settle(): Promise<void> {
    const follower = careFollower(this.server.service, {
      onFault: (fault) => this.server.faults.push(fault),
      holder: 'test',
    });
    await follower.settle();
    await follower.close();
  }

  async only(type: string, patient: string, query: string): Promise<Told> {
    const { body } = await this.server.get(`${type}?patient=${patient}&${query}`);
    if (body.total !== 1) throw new Error(`${body.total} of ${type}`);
    return body.entry[0]!.resource;
  }
}
