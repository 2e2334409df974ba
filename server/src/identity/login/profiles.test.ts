import { exportJWK, generateKeyPair } from 'jose';
import { expect, test } from 'vitest';
import { organisationDetails, profiles } from './profiles.ts';
import { RelyingParty } from './relying-party.ts';
import { purposeOf } from './session.ts';

const numbers = { parent: '809000001', child: '809000036' };
const saying = (system: string, value: string) => [
  {
    type: 'helseid_authorization',
    practitioner_role: { organization: { identifier: { system, type: 'ENH', value } } },
  },
];
const multi = 'urn:oid:1.0.6523';
const single = 'urn:oid:2.16.578.1.12.4.1.4.101';

test.each([
  ['multi', numbers, saying(multi, 'NO:ORGNR:809000001:809000036')],
  ['multi', { parent: '809000001' }, saying(multi, 'NO:ORGNR:809000001:')],
  ['multi', { child: '809000036' }, undefined],
  ['single', numbers, saying(single, '809000036')],
  ['single', { parent: '809000001' }, undefined],
  ['multi', {}, undefined],
] as const)('a client of tenancy %s says %j as HelseID has it said', (tenancy, known, said) => {
  expect(organisationDetails(known, tenancy)).toEqual(said);
});

test('an assistant without an HPR number is somebody, and a number that is none is nobody', () => {
  const claims = {
    'helseid://claims/identity/pid': '03827012024',
    'helseid://claims/identity/security_level': '4',
  };
  expect(profiles.helseid.identify(claims)).toEqual({ pid: '03827012024', loa: 4 });
  expect(profiles.helseid.identify({ ...claims, 'helseid://claims/hpr/hpr_number': '' })).not.toHaveProperty('hpr');
  expect(() => profiles.helseid.identify({ ...claims, 'helseid://claims/identity/pid': '123' })).toThrow('invalid');
  expect(() => profiles.idporten.identify({ acr: 'idporten-loa-high', sub: '03827012024' })).toThrow('invalid');
});

test.each([
  ['lege', 'TREAT'],
  ['assistent', 'TREAT'],
  ['saksbehandler', 'COC'],
  ['loggkontroll', 'AUDIT'],
  ['ikt-admin', 'SYSADMIN'],
  ['innholdsredaktor', 'SYSADMIN'],
])('a session of a %s has the purpose %s', (role, purpose) => {
  const place = { id: 'x', display: 'x' };
  const employment = { id: 'e', role, title: '', unit: place, legalEntity: place, organizationNumbers: {} };
  const who = { kind: 'staff', practitioner: 'p', name: 'P', loa: 4, employments: [employment] } as const;
  expect(purposeOf({ who, employment })).toBe(purpose);
});

test('a provider whose clock differs from ours is told of, and one that is down is not taken for a refusal', async () => {
  const ahead: number[] = [];
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const key = { ...(await exportJWK(privateKey)), alg: 'ES256', kid: 'k' };
  const party = new RelyingParty({
    id: 'helseid',
    issuer: 'https://helseid.example',
    clientId: 'us',
    key: async () => key,
    tenancy: 'multi',
    onClock: (ms) => ahead.push(ms),
    fetch: async () => {
      const date = new Date(Date.now() + 120_000).toUTCString();
      return new Response('down', { status: 503, headers: { date } });
    },
  });
  const start = party.start({ redirectUri: 'https://us.example/back', language: 'nb', isAnew: false });
  await expect(start).rejects.toMatchObject({ failure: 'unreachable' });
  expect(Math.round((ahead[0] ?? 0) / 10_000)).toBe(12);
});
