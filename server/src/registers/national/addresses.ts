import type { Json, JsonObject } from '../../fhir/resource.ts';
import type { Changes, NationalRegister } from './adapter.ts';
import type { Service } from './service.ts';
import { call, child, childrenOf, dayOf, type Element, escapeXml, textOf } from './soap.ts';

const AR = {
  namespace: 'http://register.nhn.no/CommunicationParty',
  action: 'http://register.nhn.no/CommunicationParty/ICommunicationPartyService',
};

/** Services may be asked about this many parties at once. */
const AT_ONCE = 500;

/**
 * The national register of communication parties (Adresseregisteret): organisations and their services. What changed is
 * found by asking when each party we have to do with was last updated.
 * @param parties HER-ids of those, asked for each time.
 */
export function organisationRegister(service: Service, parties: () => Promise<readonly string[]>): NationalRegister {
  const rowsOf = async (herId: string): Promise<Json[]> => {
    const xml = `<herId>${escapeXml(herId)}</herId>`;
    const organisation = await call(service, AR, 'GetOrganizationDetails', xml);
    if (organisation !== undefined) return organisationRows(organisation);
    const party = await call(service, AR, 'GetCommunicationPartyDetails', xml);
    return party === undefined ? [] : [partyRow(party)];
  };
  return {
    kind: 'organisations',
    name: service.name,
    of: rowsOf,
    changes: (after) => changedParties(service, after, parties, rowsOf),
  };
}

/** Health personnel as the same register tells them with their HPR numbers, at the organisations we have to do with. */
export function personnelRegister(service: Service, parties: () => Promise<readonly string[]>): NationalRegister {
  return {
    kind: 'personnel',
    name: service.name,
    async of(number) {
      const found = await call(service, AR, 'SearchById', `<id>${escapeXml(number)}</id>`);
      const people = childrenOf(child(found, 'Results') ?? found, 'CommunicationParty').map((one) =>
        child(one, 'Person'),
      );
      return people.filter((one) => one !== undefined).flatMap(personnelRows);
    },
    changes: (after) =>
      changedParties(service, after, parties, async (herId) => {
        const organisation = await call(service, AR, 'GetOrganizationDetails', `<herId>${escapeXml(herId)}</herId>`);
        const people = childrenOf(child(organisation, 'People'), 'OrganizationPerson');
        return people.flatMap((one) => {
          const person = child(one, 'Person');
          return person === undefined ? [] : personnelRows(person);
        });
      }),
  };
}

async function changedParties(
  service: Service,
  after: string | undefined,
  parties: () => Promise<readonly string[]>,
  rowsOf: (herId: string) => Promise<readonly Json[]>,
): Promise<Changes> {
  const herIds = await parties();
  const rows: Json[] = [];
  let next = after ?? '';
  for (let i = 0; i < herIds.length; i += AT_ONCE) {
    const some = herIds.slice(i, i + AT_ONCE).map((id) => `<a:int>${escapeXml(id)}</a:int>`);
    const told = await call(service, AR, 'GetChangedCommunicationPartiesInfo', `<herIds>${some.join('')}</herIds>`);
    for (const one of childrenOf(told, 'CommunicationPartyLastChangedInfo')) {
      const at = textOf(one, 'LastUpdated') ?? '';
      const herId = textOf(one, 'HerId');
      if (at > next) next = at;
      if (at > (after ?? '') && herId !== undefined) rows.push(...(await rowsOf(herId)));
    }
  }
  return { rows, next, isMore: false };
}

/** An organisation, then its services, each under it. */
function organisationRows(organisation: Element): Json[] {
  const services = childrenOf(child(organisation, 'Services'), 'Service');
  return [partyRow(organisation), ...services.map((one) => partyRow(one, textOf(organisation, 'HerId')))];
}

export function partyRow(party: Element, under?: string): JsonObject {
  const address = childrenOf(child(party, 'PhysicalAddresses'), 'PhysicalAddress').find(
    (one) => textOf(one, 'StreetAddress') !== undefined && textOf(one, 'PostalCode') !== undefined,
  );
  const addresses = childrenOf(child(party, 'ElectronicAddresses'), 'ElectronicAddress').flatMap(
    (one) => textOf(one, 'Address') ?? [],
  );
  // by what the addresses look like: not every party's are coded
  const edi = addresses.find((one) => /^amqps?:|^mailto:|^[^\s@]+@[^\s@]+$/.test(one));
  const phone = addresses.find((one) => /^\+?[\d ]{8,15}$/.test(one));
  const code = child(party, 'Code');
  const parentNumber = textOf(party, 'ParentOrganizationNumber');
  return without({
    name: textOf(party, 'Name') ?? textOf(party, 'DisplayName'),
    organisationNumber: numberOf(textOf(party, 'OrganizationNumber')),
    herId: textOf(party, 'HerId'),
    parentHerId: under ?? numberOf(textOf(party, 'ParentHerId')),
    parentOrganisationNumber: under === undefined ? numberOf(parentNumber) : undefined,
    typeList: code === undefined || code.isNil ? undefined : textOf(code, 'OID'),
    typeCode: code === undefined || code.isNil ? undefined : textOf(code, 'CodeValue'),
    from: dayOf(party, 'Valid', 'From'),
    to: dayOf(party, 'Valid', 'To'),
    phone,
    line: textOf(address, 'StreetAddress'),
    postalCode: textOf(address, 'PostalCode')?.padStart(4, '0'),
    city: textOf(address, 'City'),
    messageAddress: edi === undefined || edi.includes(':') ? edi : `mailto:${edi}`,
  });
}

/** The service writes 0 for a number that is not there. */
const numberOf = (text: string | undefined): string | undefined => (text === '0' ? undefined : text);

/** A person of the register of health personnel, with every authorisation. */
export function personnelRows(person: Element): Json[] {
  const information = child(person, 'HPRInformation');
  const hprNumber = textOf(information, 'HPRNumber') ?? textOf(information, 'HPRNo');
  if (hprNumber === undefined || hprNumber === '0') return [];
  const authorisations = childrenOf(child(information, 'Authorizations'), 'Authorization').map((one) =>
    without({
      category: textOf(one, 'Profession', 'CodeValue'),
      kind: textOf(one, 'Type', 'CodeValue'),
      from: dayOf(one, 'Valid', 'From'),
      to: dayOf(one, 'Valid', 'To'),
      specialties: childrenOf(child(one, 'Specialities'), 'Speciality')
        .flatMap((speciality) => textOf(speciality, 'Type', 'CodeValue') ?? [])
        .join(' '),
    }),
  );
  return [
    without({
      hprNumber,
      nationalNumber: textOf(person, 'CitizenId', 'Id'),
      name: without({
        given: textOf(person, 'FirstName'),
        middle: textOf(person, 'MiddleName'),
        family: textOf(person, 'LastName'),
      }),
      birthDate: dayOf(person, 'BirthDate'),
      sex: SEX[textOf(person, 'Sex', 'CodeValue') ?? ''],
      authorisations,
    }),
  ];
}

/** Volven 3101. */
const SEX: { [code: string]: string } = { '1': 'male', '2': 'female' };

function without(members: { [name: string]: Json | undefined }): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as JsonObject;
}
