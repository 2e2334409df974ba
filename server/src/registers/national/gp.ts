import type { Json } from '../../fhir/resource.ts';
import type { Changes, NationalRegister } from './adapter.ts';
import type { Service } from './service.ts';
import { call, child, childrenOf, dayOf, type Element, escapeXml, textOf } from './soap.ts';

const FLR = { namespace: 'http://schemas.nhn.no/reg/flr', action: 'http://schemas.nhn.no/reg/flr/IFlrReadOperations' };

/**
 * The national register of GPs (Fastlegeregisteret). It has no feed: what changed is found by reading the contracts of
 * the practices we have to do with, and the lists of those contracts.
 * @param offices organisation numbers of the practices, asked for each time.
 */
export function gpRegister(service: Service, offices: () => Promise<readonly string[]>): NationalRegister {
  return {
    kind: 'gp-lists',
    name: service.name,
    async of(number) {
      const xml = `<patientNin>${escapeXml(number)}</patientNin>`;
      const found = await call(service, FLR, 'GetPatientGPDetails', xml);
      return found === undefined ? [] : associationRows(found);
    },
    changes: (after) => changesOf(service, after, offices),
  };
}

async function changesOf(
  service: Service,
  after: string | undefined,
  offices: () => Promise<readonly string[]>,
): Promise<Changes> {
  const rows: Json[] = [];
  let next = after ?? '';
  const isNews = (one: Element): boolean => {
    const at = textOf(one, 'UpdatedOn') ?? '';
    if (at > next) next = at;
    return at > (after ?? '');
  };
  for (const office of await offices()) {
    const contracts = await call(
      service,
      FLR,
      'GetGPContractsOnOffice',
      `<organizationNumber>${escapeXml(office)}</organizationNumber>`,
    );
    for (const contract of childrenOf(contracts, 'GPContract')) {
      if (isNews(contract)) rows.push(...contractRows(contract));
      const members = await call(
        service,
        FLR,
        'GetGPPatientList',
        `<gpContractId>${escapeXml(textOf(contract, 'Id') ?? '')}</gpContractId>`,
      );
      for (const member of childrenOf(members, 'PatientToGPContractAssociation')) {
        if (isNews(member)) rows.push(memberRow(member));
      }
    }
  }
  return { rows, next, isMore: false };
}

/** A citizen's place on a list, with the list itself when it is told. */
function associationRows(one: Element): Json[] {
  const contract = child(one, 'GPContract');
  return [...(contract === undefined || contract.isNil ? [] : contractRows(contract)), memberRow(one)];
}

/** A contract as the list of the GP who holds it now, not of a locum; one that nobody holds gives none. */
export function contractRows(contract: Element): Json[] {
  const cycles = childrenOf(child(contract, 'DoctorCycles'), 'GPOnContractAssociation');
  const holders = cycles.filter((cycle) => textOf(cycle, 'SubstituteForHprNumber') === undefined);
  const holder = holders.find((cycle) => textOf(cycle, 'Valid', 'To') === undefined) ?? holders.at(-1);
  if (holder === undefined) return [];
  const gp = child(holder, 'GP');
  const name = [textOf(gp, 'FirstName'), textOf(gp, 'MiddleName'), textOf(gp, 'LastName')].filter(
    (part) => part !== undefined,
  );
  return [
    without({
      kind: 'list',
      contract: textOf(contract, 'Id'),
      name: textOf(contract, 'Name') ?? `Fastlegelisten til ${name.join(' ')}`,
      officeOrganisationNumber: textOf(contract, 'GPOfficeOrganizationNumber'),
      doctorHprNumber: textOf(holder, 'HprNumber'),
      capacity: textOf(contract, 'MaxPatients'),
      from: dayOf(contract, 'Valid', 'From'),
      to: dayOf(contract, 'Valid', 'To'),
    }),
  ];
}

export function memberRow(one: Element): Json {
  return without({
    kind: 'member',
    nationalNumber: textOf(one, 'PatientNIN') ?? textOf(one, 'Patient', 'NIN'),
    contract: textOf(one, 'GPContractId') ?? textOf(one, 'GPContract', 'Id'),
    from: dayOf(one, 'Period', 'From'),
    to: dayOf(one, 'Period', 'To'),
  });
}

function without(members: { [name: string]: string | undefined }): Json {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Json;
}
