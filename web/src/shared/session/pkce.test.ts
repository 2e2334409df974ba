import { expect, test } from 'vitest';
import { claimsOf, newProof } from './pkce.ts';

test("the challenge is RFC 7636's own example", async () => {
  const { challenge } = await newProof('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk');
  expect(challenge).toBe('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM');
});

test('claims are read with Norwegian letters, and a broken token gives none', () => {
  const body = Buffer.from(JSON.stringify({ name: 'Tuva Lærer' })).toString('base64url');
  expect(claimsOf(`x.${body}.y`)).toEqual({ name: 'Tuva Lærer' });
  expect(claimsOf('not a token')).toEqual({});
  expect(claimsOf(undefined)).toEqual({});
});
