import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { storeInside } from '../../http/fhir/inside.ts';
import { type TestServer, withServer } from '../../test/server.ts';
import type { RegisterStore } from '../store.ts';
import type { NationalRegister } from './adapter.ts';
import { organisationRegister, personnelRegister } from './addresses.ts';
import { askNational, type Followed, followNational } from './follow.ts';
import { gpRegister } from './gp.ts';
import { personRegister } from './persons.ts';
import { Service } from './service.ts';
import { StandIn } from './test/stand-in.ts';

let server: TestServer;
let standIn: StandIn;
let store: RegisterStore;
const refused: string[] = [];
beforeAll(async () => {
  server = await withServer();
  standIn = await new StandIn().open();
  store = storeInside(server.service, server.actors.get('test')!);
});
afterAll(async () => {
  await standIn.close();
  await server.close();
});
beforeEach(() => {
  standIn.asked = [];
  refused.length = 0;
});

const service = (name: string) => new Service({ name, base: standIn.base, firstWaitMs: 5 });
const setting = () => ({ series: 'synthetic', today: '2026-11-29' }) as const;
const onRefused = (_: string, reasons: readonly string[]) => void refused.push(...reasons);
const follow = (register: NationalRegister, most?: number): Promise<Followed> =>
  followNational({
    register,
    database: server.database,
    store,
    setting,
    onRefused,
    ...(most === undefined ? {} : { most }),
  });

const FNR = 'urn:oid:2.16.578.1.12.4.1.4.1';
const DNR = 'urn:oid:2.16.578.1.12.4.1.4.2';
const GD = 'http://ehelse.no/fhir/StructureDefinition';
const find = async (type: string, identifier: string): Promise<Resource | undefined> =>
  (await store.search(type, [['identifier', identifier]]))[0];
const metadata = (parts: JsonObject[]): JsonObject => ({ url: `${GD}/gd-fregmetadata`, extension: parts });

/** As gd-Person has it: what no longer holds stands beside what does. */
function gdPerson(id: string, number: string, more: JsonObject = {}): Resource {
  return {
    resourceType: 'Person',
    id,
    meta: {
      security: [{ system: 'http://ehelse.no/fhir/CodeSystem/gd-address-confidentiality', code: 'ugradert' }],
    },
    extension: [{ url: `${GD}/gd-person-status`, extension: [{ url: 'fregPersonStatus', valueCode: 'bosatt' }] }],
    identifier: [
      { extension: [{ url: `${GD}/gd-person-identifier-status`, valueCode: 'iBruk' }], system: FNR, value: number },
    ],
    name: [
      { extension: [metadata([{ url: 'currentInfo', valueBoolean: false }])], family: 'Før', given: ['Navn'] },
      {
        extension: [
          { url: 'http://hl7.no/fhir/StructureDefinition/no-basis-middlename', valueString: 'Mellom' },
          metadata([{ url: 'currentInfo', valueBoolean: true }]),
        ],
        family: 'Testdal',
        given: ['Kari'],
      },
    ],
    gender: 'female',
    birthDate: '1942-03-14',
    address: [
      {
        line: ['Strandgata 14'],
        city: 'Fjordvik',
        postalCode: '9992',
        district: 'Fjordvik',
        _district: {
          extension: [
            {
              url: 'http://hl7.no/fhir/StructureDefinition/no-basis-municipalitycode',
              valueCoding: { system: 'urn:oid:2.16.578.1.12.4.1.1.3402', code: '0001' },
            },
          ],
        },
      },
    ],
    ...more,
  };
}

let recorded = 0;
/** An event of the register, as gd-Provenance has it. */
function event(person: string, code: string, at?: string): Resource {
  recorded += 1;
  return {
    resourceType: 'Provenance',
    id: `e${recorded}`,
    target: [{ reference: `Person/${person}` }],
    recorded: at ?? `2026-11-29T10:00:${String(recorded).padStart(2, '0')}Z`,
    reason: [{ coding: [{ system: 'http://ehelse.no/fhir/CodeSystem/gd-provenance-freg-eventtype', code }] }],
  };
}

test('somebody who comes is looked up in the population register, with no number in any address', async () => {
  standIn.persons = [gdPerson('p1', '14834212081')];
  const register = personRegister(service('Persons'));
  expect(await askNational({ register, store, setting, onRefused }, '14834212081')).toMatchObject({ changed: 1 });
  const patient = await find('Patient', `${FNR}|14834212081`);
  expect(patient).toMatchObject({
    name: [{ family: 'Testdal', given: ['Kari'], extension: [{ valueString: 'Mellom' }] }],
    birthDate: '1942-03-14',
    address: [{ line: ['Strandgata 14'], postalCode: '9992', district: 'Fjordvik' }],
    extension: [{ valueCode: 'bosatt' }],
  });
  expect(standIn.asked.map(({ method, url }) => `${method} ${url}`).join()).not.toContain('14834212081');
  expect(refused).toEqual([]);
});

test('the feed is followed from where it was left: death, new number, protection, guardian; others are passed over', async () => {
  const register = personRegister(service('Persons'));
  // from now on: the first look only notes the place
  expect(await follow(register)).toMatchObject({ rows: 0 });
  await server.database.writer.query("UPDATE register_place SET place = $1 WHERE register = 'Persons'", [
    JSON.stringify({ at: '2026-11-29T10:00:00Z', seen: [] }),
  ]);
  standIn.persons = [
    gdPerson('p1', '26812297073', {
      meta: {
        security: [{ system: 'http://ehelse.no/fhir/CodeSystem/gd-address-confidentiality', code: 'strengtFortrolig' }],
      },
      identifier: [
        {
          extension: [
            { url: `${GD}/gd-person-identifier-status`, valueCode: 'opphoert' },
            metadata([{ url: 'validTo', valueDateTime: '2026-11-28T00:00:00+01:00' }]),
          ],
          system: FNR,
          value: '14834212081',
        },
        {
          extension: [{ url: `${GD}/gd-person-identifier-status`, valueCode: 'iBruk' }],
          system: FNR,
          value: '26812297073',
        },
      ],
    }),
    gdPerson('p2', '22750884907'), // of another municipality: the store does not have them
  ];
  standIn.related = [
    {
      resourceType: 'RelatedPerson',
      id: 'r1',
      identifier: [{ system: FNR, value: '16758532406' }],
      patient: { reference: 'Person/p1' },
      name: [{ family: 'Verge', given: ['En'] }],
      relationship: [
        {
          extension: [
            {
              url: `${GD}/gd-guardianship`,
              extension: [
                {
                  url: 'scope',
                  valueCoding: {
                    system: 'http://ehelse.no/fhir/CodeSystem/gd-person-guardianscope',
                    code: 'personligeInteresser',
                  },
                },
                {
                  url: 'fregMetadata',
                  extension: [metadata([{ url: 'validFrom', valueDateTime: '2026-10-01T00:00:00Z' }])],
                },
              ],
            },
          ],
        },
      ],
    },
  ];
  standIn.events = [
    event('p1', 'endringIIdentifikasjonsnummer'),
    event('p2', 'endringINavn'),
    event('p1', 'endringIVergemaal'),
  ];
  standIn.troubles = [(response) => void response.writeHead(503, { 'retry-after': '0' }).end()];
  expect(await follow(register, 2)).toMatchObject({ rows: 2, changed: 1, unchanged: 1, refused: 0, rounds: 2 });
  expect(refused).toEqual([]);
  const patient = await find('Patient', `${FNR}|26812297073`);
  expect(patient).toMatchObject({
    identifier: [
      { use: 'official', value: '26812297073' },
      { use: 'old', value: '14834212081', period: { end: '2026-11-28' } },
    ],
  });
  expect(JSON.stringify(patient!.extension)).toContain('strengt-fortrolig');
  expect(await store.search('Consent', [['patient', `Patient/${patient!.id}`]])).toMatchObject([
    { status: 'active', provision: { period: { start: '2026-10-01' } } },
  ]);
  expect(await find('Patient', `${FNR}|22750884907`)).toBeUndefined();
  // asked again, there is no news
  expect(await follow(register, 2)).toMatchObject({ rows: 0 });
});

test('events of one moment are all taken, however the pages are cut', async () => {
  const register = personRegister(service('Persons'));
  const at = '2026-11-29T11:00:00Z';
  const people = ['26812297073'];
  standIn.persons = people.map((number, i) => gdPerson(`m${i}`, number));
  standIn.events = Array.from({ length: 7 }, () => event('m0', 'endringINavn', at));
  await follow(register, 3);
  const { rows } = await server.database.writer.query<{ place: string }>(
    "SELECT place FROM register_place WHERE register = 'Persons'",
  );
  expect((JSON.parse(rows[0]!.place) as { at: string; seen: string[] }).seen.sort()).toEqual(
    standIn.events.map(({ id }) => id!).sort(),
  );
  expect(await follow(register, 3)).toMatchObject({ rows: 0, rounds: 1 });
});

const party = (name: string, herId: string, more: string): string =>
  `<b:DisplayName>${name}</b:DisplayName><b:ElectronicAddresses xmlns:c="urn:common">
     <c:ElectronicAddress><c:Address>edi-${herId}@meldinger.invalid</c:Address></c:ElectronicAddress>
     <c:ElectronicAddress><c:Address>75000001</c:Address></c:ElectronicAddress></b:ElectronicAddresses>
   <b:HerId>${herId}</b:HerId><b:Name>${name}</b:Name>
   <b:PhysicalAddresses xmlns:c="urn:common"><c:PhysicalAddress><c:City>Fjordvik</c:City>
     <c:PostalCode>9992</c:PostalCode><c:StreetAddress>Sollivegen 3</c:StreetAddress></c:PhysicalAddress></b:PhysicalAddresses>
   <b:Valid xmlns:c="urn:common"><c:From>2015-01-01T00:00:00</c:From><c:To xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/></b:Valid>${more}`;

test('an organisation that changed in the address register is read with its services, each under it', async () => {
  standIn.soap = {
    GetChangedCommunicationPartiesInfo: (body) => {
      expect(body).toContain('<a:int>9900301</a:int>');
      return `<b:CommunicationPartyLastChangedInfo><b:HerId>9900301</b:HerId><b:LastUpdated>2026-11-29T08:00:00</b:LastUpdated></b:CommunicationPartyLastChangedInfo>`;
    },
    GetOrganizationDetails: () =>
      party(
        'Prøve &amp; Søn legekontor',
        '9900301',
        `<b:OrganizationNumber>974760673</b:OrganizationNumber><b:Services><b:Service>${party(
          'Fastlege',
          '9900302',
          '<b:Code xmlns:c="urn:common"><c:CodeValue>KA01</c:CodeValue><c:OID>8663</c:OID></b:Code>',
        )}</b:Service></b:Services>
        <b:People><b:OrganizationPerson><b:HerId>9900303</b:HerId><b:Person xmlns:h="urn:hpr">
          <h:BirthDate>1975-02-03T00:00:00</h:BirthDate>
          <h:CitizenId xmlns:c="urn:common"><c:Id>16758532406</c:Id></h:CitizenId><h:FirstName>Ada</h:FirstName>
          <h:HPRInformation><h:Authorizations><h:Authorization>
            <h:Profession xmlns:c="urn:common"><c:CodeValue>LE</c:CodeValue></h:Profession>
            <h:Specialities><h:Speciality><h:Type xmlns:c="urn:common"><c:CodeValue>1</c:CodeValue></h:Type></h:Speciality></h:Specialities>
            <h:Type xmlns:c="urn:common"><c:CodeValue>1</c:CodeValue></h:Type>
            <h:Valid xmlns:c="urn:common"><c:From>2001-06-01T00:00:00</c:From></h:Valid></h:Authorization></h:Authorizations>
            <h:HPRNumber>910000501</h:HPRNumber></h:HPRInformation>
          <h:LastName>Prøve</h:LastName><h:Sex xmlns:c="urn:common"><c:CodeValue>2</c:CodeValue></h:Sex>
        </b:Person></b:OrganizationPerson></b:People>`,
      ),
  };
  const parties = async () => ['9900301'];
  const organisations = organisationRegister(service('Addresses'), parties);
  expect(await follow(organisations)).toMatchObject({ changed: 2, refused: 0 });
  expect(refused).toEqual([]);
  const office = await find('Organization', 'urn:oid:2.16.578.1.12.4.1.4.101|974760673');
  expect(office).toMatchObject({ name: 'Prøve & Søn legekontor', telecom: [{ value: '75000001' }] });
  expect(await find('Organization', 'urn:oid:2.16.578.1.12.4.1.2|9900302')).toMatchObject({
    partOf: { reference: `Organization/${office!.id}` },
    type: [{ coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.8663', code: 'KA01' }] }],
  });
  expect(await find('Endpoint', 'urn:oid:2.16.578.1.12.4.1.2|9900301')).toMatchObject({
    address: 'mailto:edi-9900301@meldinger.invalid',
  });
  expect(await follow(organisations)).toMatchObject({ rows: 0 });
  expect(standIn.asked[0]!.action).toBe(
    '"http://register.nhn.no/CommunicationParty/ICommunicationPartyService/GetChangedCommunicationPartiesInfo"',
  );

  expect(await follow(personnelRegister(service('Personnel'), parties))).toMatchObject({ changed: 1, refused: 0 });
  expect(await find('Practitioner', 'urn:oid:2.16.578.1.12.4.1.4.4|910000501')).toMatchObject({
    gender: 'female',
    birthDate: '1975-02-03',
    qualification: [
      {
        period: { start: '2001-06-01' },
        code: { coding: [{ code: 'LE' }, { code: '1' }, { system: 'urn:oid:2.16.578.1.12.4.1.1.7426', code: '1' }] },
      },
    ],
  });
});

test('lists and their citizens come of the GP register, those updated since the last look', async () => {
  const association = (number: string, contract: string, from: string, updated: string): string =>
    `<b:GPContractId>${contract}</b:GPContractId><b:PatientNIN>${number}</b:PatientNIN>
     <b:Period xmlns:c="urn:common"><c:From>${from}T00:00:00</c:From></b:Period><b:UpdatedOn>${updated}</b:UpdatedOn>`;
  standIn.soap = {
    GetGPContractsOnOffice: (body) =>
      body.includes('974760673')
        ? `<b:GPContract><b:DoctorCycles><b:GPOnContractAssociation><b:GP><b:FirstName>Ada</b:FirstName><b:LastName>Prøve</b:LastName></b:GP>
             <b:HprNumber>910000501</b:HprNumber></b:GPOnContractAssociation>
             <b:GPOnContractAssociation><b:HprNumber>910000999</b:HprNumber><b:SubstituteForHprNumber>910000501</b:SubstituteForHprNumber></b:GPOnContractAssociation></b:DoctorCycles>
           <b:GPOfficeOrganizationNumber>974760673</b:GPOfficeOrganizationNumber><b:Id>8001</b:Id><b:MaxPatients>1150</b:MaxPatients>
           <b:UpdatedOn>2026-01-01T00:00:00</b:UpdatedOn><b:Valid xmlns:c="urn:common"><c:From>2016-01-01T00:00:00</c:From></b:Valid></b:GPContract>`
        : '',
    GetGPPatientList: () =>
      `<b:PatientToGPContractAssociation>${association('26812297073', '8001', '2024-05-01', '2026-11-01T00:00:00')}</b:PatientToGPContractAssociation>`,
  };
  const register = gpRegister(service('GPs'), async () => ['974760673', '889640782']);
  expect(await follow(register)).toMatchObject({ changed: 2, refused: 0 });
  expect(refused).toEqual([]);
  const gps = (await find('Patient', `${FNR}|26812297073`))!.generalPractitioner as JsonObject[];
  expect(gps).toHaveLength(2);
  expect(gps[0]).toMatchObject({ extension: [{ valuePeriod: { start: '2024-05-01' } }] });
  expect(await follow(register)).toMatchObject({ rows: 0 });
  standIn.soap.GetPatientGPDetails = () => association('26812297073', '8001', '2026-11-20', '2026-11-20T00:00:00');
  await askNational({ register, store, setting, onRefused }, '26812297073');
  expect(((await find('Patient', `${FNR}|26812297073`))!.generalPractitioner as JsonObject[])[0]).toMatchObject({
    extension: [{ valuePeriod: { start: '2026-11-20' } }],
  });
});

test('an answer with a document type or an entity of its own is refused, and nothing of it is fetched', async () => {
  standIn.troubles = [
    (response) =>
      void response
        .writeHead(200, { 'content-type': 'text/xml' })
        .end(`<!DOCTYPE a [<!ENTITY x SYSTEM "${standIn.base}/secret">]><a>&x;</a>`),
  ];
  const register = gpRegister(service('GPs'), async () => []);
  await expect(register.of('26812297073')).rejects.toThrow();
  expect(standIn.asked.map(({ url }) => url)).not.toContain('/secret');
});

test('a D-number that became a national identity number is one person', async () => {
  await askNational(
    { register: stub([{ nationalNumber: '47906701517', given: 'Ny', family: 'Prøve' }]), store, setting },
    '',
  );
  standIn.persons = [
    gdPerson('d1', '22750884907', {
      identifier: [
        {
          extension: [{ url: `${GD}/gd-person-identifier-status`, valueCode: 'opphoert' }],
          system: DNR,
          value: '47906701517',
        },
        { system: FNR, value: '22750884907' },
      ],
    }),
  ];
  standIn.related = [];
  expect(
    await askNational({ register: personRegister(service('Persons')), store, setting, onRefused }, '22750884907'),
  ).toMatchObject({
    changed: 1,
  });
  const both = await Promise.all([find('Patient', `${DNR}|47906701517`), find('Patient', `${FNR}|22750884907`)]);
  expect(both[0]!.id).toBe(both[1]!.id);
});

const stub = (rows: JsonObject[]): NationalRegister => ({
  kind: 'persons',
  name: 'stub',
  of: async () => rows,
  changes: async () => ({ rows, next: '', isMore: false }),
});
