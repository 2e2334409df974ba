import { expect, test } from 'vitest';
import { followNationalRegisters } from './national-registers.ts';
import { StandIn } from './registers/national/test/stand-in.ts';
import { withServer } from './test/server.ts';

test('a server that is told of a register follows it until it is stopped, and a service that is away stops nothing', async () => {
  const server = await withServer();
  const standIn = await new StandIn().open();
  const warnings: unknown[] = [];
  await server.put('Organization/office', {
    resourceType: 'Organization',
    id: 'office',
    active: true,
    name: 'Kontoret',
    type: [{ coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.8663', code: 'KA01' }] }],
    identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.101', value: '974760673' }],
  });
  await server.put('Practitioner/ada', {
    resourceType: 'Practitioner',
    id: 'ada',
    identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.4', value: '910000501' }],
  });
  standIn.soap.GetGPContractsOnOffice = () =>
    `<b:GPContract><b:DoctorCycles><b:GPOnContractAssociation><b:HprNumber>910000501</b:HprNumber></b:GPOnContractAssociation></b:DoctorCycles>
     <b:GPOfficeOrganizationNumber>974760673</b:GPOfficeOrganizationNumber><b:Id>9001</b:Id><b:MaxPatients>900</b:MaxPatients>
     <b:UpdatedOn>2026-01-01T00:00:00</b:UpdatedOn><b:Valid xmlns:c="urn:c"><c:From>2016-01-01T00:00:00</c:From></b:Valid></b:GPContract>`;
  const following = followNationalRegisters({
    service: server.service,
    series: 'synthetic',
    sources: [
      { kind: 'gp-lists', base: standIn.base, everyMs: 50, login: undefined },
      { kind: 'persons', base: `${standIn.base}/nowhere`, everyMs: 50, login: { tokenFile: '/nowhere' } },
    ],
    log: { info: () => undefined, warn: (...told: unknown[]) => void warnings.push(told) },
  });
  const list = async () =>
    (await server.get('HealthcareService?identifier=https://enjournal.no/fhir/NamingSystem/gp-contract%7C9001')).body;
  await expect.poll(async () => (await list()).total, { timeout: 10_000 }).toBe(1);
  await following.close();
  expect(server.faults).toEqual([]);
  await standIn.close();
  await server.close();
});
