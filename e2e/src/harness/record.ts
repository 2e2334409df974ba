/** The record by its own API, as another system writes to it. */
export type Json = { [name: string]: unknown };

export class RecordWriter {
  readonly #url: string;
  #token: string | undefined;
  constructor(url: string) {
    this.#url = url;
  }

  async #bearer(): Promise<string> {
    if (this.#token) return this.#token;
    const found = (await (await fetch(`${this.#url}/fhir/.well-known/smart-configuration`)).json()) as {
      token_endpoint: string;
    };
    const answer = await fetch(new URL(found.token_endpoint, this.#url), {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from('demo-system:demo-secret').toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'system/*.cruds' }),
    });
    if (!answer.ok) throw new Error(`token ${answer.status} ${await answer.text()}`);
    this.#token = ((await answer.json()) as { access_token: string }).access_token;
    return this.#token;
  }

  async #send(method: string, path: string, body?: unknown): Promise<Json> {
    const answer = await fetch(`${this.#url}/fhir${path}`, {
      method,
      headers: { authorization: `Bearer ${await this.#bearer()}`, 'content-type': 'application/fhir+json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${(await answer.text()).slice(0, 600)}`);
    return (await answer.json()) as Json;
  }

  /** @returns the resource with its id. */
  create(resource: Json): Promise<Json & { id: string }> {
    return this.#send('POST', `/${resource.resourceType}`, resource) as Promise<Json & { id: string }>;
  }

  /** Writes over what stands. */
  update(resource: Json): Promise<Json> {
    return this.#send('PUT', `/${resource.resourceType}/${resource.id}`, resource);
  }

  /** Calls an operation. */
  operate(path: string, parameters: Json): Promise<Json> {
    return this.#send('POST', path, parameters);
  }

  async read(reference: string): Promise<Json> {
    return this.#send('GET', `/${reference}`);
  }

  /** All that match, in one page. */
  async search(type: string, criteria: Readonly<Record<string, string>>): Promise<(Json & { id: string })[]> {
    const query = new URLSearchParams({ ...criteria, _count: '200' });
    const { entry = [] } = (await this.#send('GET', `/${type}?${query}`)) as {
      entry?: { resource: Json & { id: string } }[];
    };
    return entry.map(({ resource }) => resource);
  }

  /** Many at once, 200 to a transaction. */
  async createAll(resources: readonly Json[]): Promise<void> {
    for (let at = 0; at < resources.length; at += 200) {
      const entry = resources
        .slice(at, at + 200)
        .map((resource) => ({ resource, request: { method: 'POST', url: resource.resourceType } }));
      await this.#send('POST', '', { resourceType: 'Bundle', type: 'transaction', entry });
    }
  }

  /** The id of the first person with this name, for those that every municipality has. */
  async find(name: string): Promise<string> {
    const words = name.split(' ').map((word) => `name=${encodeURIComponent(word)}`);
    const bundle = (await this.#send('GET', `/Patient?${words.join('&')}`)) as {
      entry?: { resource: { id: string } }[];
    };
    const id = bundle.entry?.[0]?.resource.id;
    if (!id) throw new Error(`there is no ${name}`);
    return id;
  }

  /** A synthetic citizen of one's own, with a name nobody else has, on the list of Ada Solli: so she may open the record. */
  async citizen(more: Json = {}): Promise<Citizen> {
    const { ordinal, born, number } = nextPerson();
    const family = `Prøvesen${letters(ordinal)}`;
    const patient = await this.create({
      resourceType: 'Patient',
      meta: { tag: tagsOf('gp') },
      identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.1', value: number }],
      active: true,
      name: [{ use: 'official', family, given: ['Syntetisk'] }],
      gender: 'female',
      birthDate: born,
      generalPractitioner: [
        { reference: 'PractitionerRole/ada-solli-solli-legekontor', display: 'Ada Solli' },
        { reference: 'Organization/solli-legekontor', display: 'Solli legekontor' },
      ],
      address: [{ use: 'home', line: ['Prøveveien 1'], postalCode: '0001', city: 'Fjordvik', district: 'Fjordvik' }],
      ...more,
    });
    return {
      id: patient.id,
      name: `Syntetisk ${family}`,
      number,
      born,
      reference: { reference: `Patient/${patient.id}` },
    };
  }
}

export type Citizen = { id: string; name: string; number: string; born: string; reference: { reference: string } };

const units = {
  gp: ['solli-legekontor', 'Solli legekontor'],
  'home-care': ['hjemmetjenesten-sone-3', 'Hjemmetjenesten sone 3'],
  hospital: ['nordas-medisin', 'Nordås sykehus, medisinsk avdeling'],
} as const;
export type Service = keyof typeof units;

/** The tags that tell which organisation and service wrote a resource. */
export function tagsOf(service: Service): Json[] {
  const [code, display] = units[service];
  return [
    { system: 'https://enjournal.no/fhir/CodeSystem/custodian', code, display },
    { system: 'https://enjournal.no/fhir/CodeSystem/service-kind', code: service },
  ];
}

export const ada = { reference: 'Practitioner/ada-solli', display: 'Ada Solli' };
export const hanne = { reference: 'Practitioner/hanne-hjem', display: 'Hanne Hjem' };

export function aNote(
  citizen: Citizen,
  date: string,
  text: string,
  more: { service?: Service; type?: string; author?: Json } = {},
): Json {
  const { service = 'gp', type = 'Legenotat', author = ada } = more;
  return {
    resourceType: 'Composition',
    meta: { tag: tagsOf(service) },
    status: 'final',
    type: { text: type },
    subject: citizen.reference,
    date,
    author: [author],
    title: type,
    attester: [{ mode: 'professional', time: date, party: author }],
    section: [
      {
        title: 'Notat',
        text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml"><p>${text}</p></div>` },
      },
    ],
  };
}

export function aMeasurement(citizen: Citizen, date: string, value: number, more: Json = {}): Json {
  return {
    resourceType: 'Observation',
    meta: { tag: tagsOf('home-care') },
    status: 'final',
    category: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] },
    ],
    code: { coding: [{ system: 'http://loinc.org', code: '29463-7', display: 'Body weight' }], text: 'Vekt' },
    subject: citizen.reference,
    effectiveDateTime: date,
    performer: [hanne],
    valueQuantity: { value, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
    ...more,
  };
}

/** When somebody (a Practitioner's id) was last in a record, as they have kept it. */
export const visitTo = (citizen: Citizen, person: string, at: string): Json => ({
  resourceType: 'Basic',
  meta: { tag: [{ system: 'https://enjournal.no/fhir/CodeSystem/recorder', code: person }] },
  code: { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/basic-type', code: 'visit' }] },
  subject: { reference: `Practitioner/${person}` },
  identifier: [{ system: 'https://enjournal.no/fhir/NamingSystem/visited-record', value: citizen.id }],
  extension: [
    {
      url: 'https://enjournal.no/fhir/StructureDefinition/visit',
      extension: [{ url: 'at', valueInstant: at }],
    },
  ],
});

function letters(number: number): string {
  return number.toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)] as string);
}

const DAYS = 18_000;
const side = Number(process.env.VITEST_POOL_ID ?? 0) % 2;
let last = 0;

/**
 * Somebody whom no test has had: a number is one record. Ordinals tell time in steps of 100 ms, and of two files at a time each has
 * every other; those of which no number can be made are passed over.
 */
function nextPerson(): { ordinal: number; born: string; number: string } {
  for (;;) {
    last = Math.max(last + 2, Math.floor(Date.now() / 100) * 2 + side);
    const person = numberedPerson(last);
    if (person !== undefined) return { ordinal: last, ...person };
  }
}

/**
 * A birth between 1940 and 1989 and a synthetic number of one's own for each of nine million ordinals in a row (month + 40, which
 * none of the demo's citizens has, and two control digits); undefined when the digits would be ten. @source Norsk helsenett
 */
function numberedPerson(ordinal: number): { born: string; number: string } | undefined {
  const born = new Date(Date.UTC(1940, 0, 1 + (ordinal % DAYS))).toISOString().slice(0, 10);
  const [year = '', month = '', day = ''] = born.split('-');
  const individual = Math.floor(ordinal / DAYS) % 500;
  const nine = `${day}${Number(month) + 40}${year.slice(2)}${String(individual).padStart(3, '0')}`;
  const first = control(nine, [3, 7, 6, 1, 8, 9, 4, 5, 2]);
  const second = control(nine + first, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]);
  return first < 10 && second < 10 ? { born, number: `${nine}${first}${second}` } : undefined;
}

function control(digits: string, weights: readonly number[]): number {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return (11 - (sum % 11)) % 11;
}
