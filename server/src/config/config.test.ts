import { expect, test } from 'vitest';
import { ConfigError, readConfig } from './index.ts';

const client = {
  id: 'epj-1',
  name: 'EPJ',
  jwks: { keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y' }] },
  dpop: true,
  grants: ['client_credentials'],
  scopes: ['system/*.rs'],
};
const { jwks, ...clientWithoutKeys } = client;
const launched = { ...clientWithoutKeys, grants: ['authorization_code'], redirectUris: ['https://app.example.no/'] };

const production = {
  ENJOURNAL_MODE: 'production',
  ENJOURNAL_BASE_URL: 'https://journal.example.no/',
  ENJOURNAL_TRUST_PROXY: '10.0.0.0/8',
  ENJOURNAL_CLIENTS: JSON.stringify([client]),
  ENJOURNAL_HELSEID_ISSUER: 'https://helseid-sts.test.nhn.no',
  ENJOURNAL_HELSEID_CLIENT_ID: 'a1b2',
  ENJOURNAL_HELSEID_KEY: JSON.stringify({ kty: 'EC', crv: 'P-256', kid: 'k1', x: 'x', y: 'y', d: 'd' }),
};

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('nothing set is a demo on the embedded database at 127.0.0.1:8080', () => {
  const config = readConfig({});
  expect(config).toMatchObject({ mode: 'demo', host: '127.0.0.1', port: 8080, databaseUrl: undefined, citizens: 100 });
  expect(config.limits).toMatchObject({ maxBundleBytes: 52_428_800, maxResourceBytes: 5_242_880 });
});

test('a database of one’s own means production, unless said otherwise', () => {
  const env = { DATABASE_URL: 'postgresql://u:p@db/enjournal' };
  expect(readConfig({ ...env, ENJOURNAL_MODE: 'demo' })).toMatchObject({ mode: 'demo', citizens: 100 });
  expect(problemsOf(env).join()).toContain('in production mode');
});

test('production starts with its address, its encryption and its own clients', () => {
  const config = readConfig(production);
  expect(config).toMatchObject({ mode: 'production', baseUrl: 'https://journal.example.no', citizens: 0 });
  expect(config.clients.map(({ id }) => id)).toEqual(['epj-1']);
});

test('production says with whom people log on, or that nobody does', () => {
  expect(readConfig(production).login).toMatchObject({
    isOff: false,
    helseid: { issuer: 'https://helseid-sts.test.nhn.no', clientId: 'a1b2', tenancy: 'multi', keys: [{ kid: 'k1' }] },
    idporten: undefined,
    idleMs: 1_800_000,
    absoluteMs: 43_200_000,
  });
  const without = Object.fromEntries(Object.entries(production).filter(([name]) => !name.includes('HELSEID')));
  expect(problemsOf(without).join()).toContain('ENJOURNAL_LOGIN=off');
  expect(readConfig({ ...without, ENJOURNAL_LOGIN: 'off' }).login).toMatchObject({ isOff: true, helseid: undefined });
});

test.each([
  ['without encryption', { ENJOURNAL_TRUST_PROXY: '' }, 'ENJOURNAL_TLS_CERT'],
  ['without its address', { ENJOURNAL_BASE_URL: '' }, 'ENJOURNAL_BASE_URL'],
  ['with an address that is not https', { ENJOURNAL_BASE_URL: 'http://journal.example.no' }, 'ENJOURNAL_BASE_URL'],
  ['without clients', { ENJOURNAL_CLIENTS: '' }, 'ENJOURNAL_CLIENTS'],
  [
    'with the demo system',
    { ENJOURNAL_CLIENTS: JSON.stringify([{ ...client, id: 'demo-system' }]) },
    'demo credentials',
  ],
  [
    'with the demo secret',
    { ENJOURNAL_CLIENTS: JSON.stringify([{ ...clientWithoutKeys, secret: 'demo-secret' }]) },
    'demo credentials',
  ],
  [
    'with a system that proves itself by a secret',
    { ENJOURNAL_CLIENTS: JSON.stringify([{ ...clientWithoutKeys, secret: 'k'.repeat(32) }]) },
    '"jwksUri" instead of a secret',
  ],
  [
    'with a system whose tokens are bound to no key',
    { ENJOURNAL_CLIENTS: JSON.stringify([{ ...client, dpop: false }]) },
    '"dpop": true',
  ],
  [
    'with a secret that can be guessed',
    { ENJOURNAL_CLIENTS: JSON.stringify([{ ...launched, secret: 'sommer2026' }]) },
    '32 characters',
  ],
  [
    'with a provider whose key is missing',
    { ENJOURNAL_IDPORTEN_ISSUER: 'https://idporten.no', ENJOURNAL_IDPORTEN_CLIENT_ID: 'x' },
    'ENJOURNAL_IDPORTEN_KEY',
  ],
  ['with a key that is public', { ENJOURNAL_HELSEID_KEY: '{"kty":"EC","kid":"k"}' }, 'private keys'],
  [
    'with a provider that answers unencrypted',
    {
      ENJOURNAL_IDPORTEN_ISSUER: 'http://idporten.no',
      ENJOURNAL_IDPORTEN_CLIENT_ID: 'x',
      ENJOURNAL_IDPORTEN_KEY: production.ENJOURNAL_HELSEID_KEY,
    },
    'https://',
  ],
  [
    'with the demo provider',
    { ENJOURNAL_HELSEID_ISSUER: 'https://journal.example.no/idp/helseid' },
    'lets anyone be anybody',
  ],
  ['with log-on both off and set', { ENJOURNAL_LOGIN: 'off' }, 'must not be off'],
  ['with sessions that are idle longer than they last', { ENJOURNAL_SESSION_MAX: '10 min' }, 'must not be longer'],
  ['with synthetic citizens', { ENJOURNAL_CITIZENS: '500' }, 'ENJOURNAL_CITIZENS must be 0'],
])('production refuses to start %s', (_, env, words) => {
  const problems = problemsOf({ ...production, ...env });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(words);
});

test.each([
  ['PORT', '80a', 'whole number from 0 to 65535'],
  ['PORT', '65536', 'whole number from 0 to 65535'],
  ['ENJOURNAL_MODE', 'test', 'demo or production'],
  ['ENJOURNAL_CITIZENS', '-1', 'whole number from 0 to 1000000'],
  ['ENJOURNAL_CITIZENS', '20', 'must be 0, or at least 100'],
  ['LOG_LEVEL', 'loud', 'trace, debug, info'],
  ['DATABASE_URL', 'mysql://u:p@db/x', 'postgres:// or postgresql://'],
  ['ENJOURNAL_TLS_CERT', '/nowhere/cert.pem', 'cannot be read (ENOENT)'],
  ['ENJOURNAL_TRUST_PROXY', '10.0.0.0/64', 'addresses of proxies'],
  ['ENJOURNAL_MAX_BUNDLE', 'much', 'a size such as 50 MB'],
  ['ENJOURNAL_SEARCH_TIMEOUT', '0', 'a time such as 30 s'],
  ['ENJOURNAL_CLIENTS', '{"id":"x"}', 'JSON array'],
  ['ENJOURNAL_CLIENTS', '[{"id":"x"', 'must be JSON'],
  ['ENJOURNAL_CLIENTS', '[{"id":"x","grants":["magic"],"scopes":[]}]', '"magic" is none of the grants'],
  ['ENJOURNAL_CLIENTS', '[{"id":"x","grants":[],"scopes":["system/Blood.rs"]}]', 'is no scope (type-unknown)'],
  ['ENJOURNAL_CLIENTS', '[{"id":"x","grants":[],"scopes":[],"jwks":{"keys":[{"d":"x"}]}}]', 'public keys only'],
  ['ENJOURNAL_CLIENTS', '[{"id":"x","grants":["client_credentials"],"scopes":[]}]', '"jwks", "jwksUri" or a "secret"'],
  [
    'ENJOURNAL_CLIENTS',
    '[{"id":"x","grants":[],"scopes":[],"purpose":"SPORT"}]',
    '"purpose" must be one of TREAT, COC',
  ],
  ['ENJOURNAL_CLIENTS', '[{"id":"x","grants":[],"scopes":[],"purpose":["HRESCH"]}]', '"purpose" must be one of'],
  [
    'ENJOURNAL_CLIENTS',
    '[{"id":"x","grants":[],"scopes":[],"register":"kpr"}]',
    'citizens may object to: quality-registers',
  ],
  ['ENJOURNAL_CLIENTS', '[{"id":"x","grants":[],"scopes":[],"register":"kjernejournal"}]', 'are for systems'],
  ['ENJOURNAL_CITZENS', '5', 'is not a setting'],
])('%s=%s is refused with words that help', (name, value, words) => {
  const problems = problemsOf({ [name]: value });
  expect(problems.some((line) => line.startsWith(name) && line.includes(words))).toBe(true);
});

test('a wrong address is refused without being told, for it may hold a password', () => {
  expect(problemsOf({ DATABASE_URL: 'mysql://u:hemmelig@db/x' }).join()).not.toContain('hemmelig');
});

test('a system may say what it is for, and for which register it collects', () => {
  const collector = { ...client, purpose: 'HQUALIMP', register: 'quality-registers' };
  const { clients } = readConfig({ ...production, ENJOURNAL_CLIENTS: JSON.stringify([collector]) });
  expect(clients[0]).toMatchObject({ purpose: 'HQUALIMP', register: 'quality-registers' });
});

test('all that is wrong is told at once', () => {
  expect(problemsOf({ PORT: 'x', LOG_LEVEL: 'y', ENJOURNAL_MODE: 'z' })).toHaveLength(3);
});

test('sizes and times are read with their units', () => {
  const { limits } = readConfig({
    ENJOURNAL_MAX_BUNDLE: '2 GB',
    ENJOURNAL_MAX_RESOURCE: '300000',
    ENJOURNAL_SEARCH_TIMEOUT: '5s',
  });
  expect(limits).toMatchObject({ maxBundleBytes: 2 * 1024 ** 3, maxResourceBytes: 300_000, searchMs: 5_000 });
});

test('national registers are read with their addresses and secrets, and each mistake is told', () => {
  const given = [{ kind: 'gp-lists', base: 'https://flr.example/Basic/', user: 'us', passwordFile: '/run/secret' }];
  const { registers } = readConfig({ ENJOURNAL_REGISTERS: JSON.stringify(given) });
  expect(registers).toEqual([
    {
      kind: 'gp-lists',
      base: 'https://flr.example/Basic',
      everyMs: 300_000,
      login: { user: 'us', passwordFile: '/run/secret' },
    },
  ]);
  const wrong = [{ kind: 'dogs', base: 'ftp://x', everySeconds: 0, user: 'us', tokenFile: 't', more: 1 }];
  expect(() => readConfig({ ENJOURNAL_REGISTERS: JSON.stringify(wrong) })).toThrow(/kind[\s\S]*base|base[\s\S]*kind/);
});

test('prescriptions go to a stand-in in the demo, and in production nowhere until it is said where', () => {
  expect(readConfig({}).prescriptions).toMatchObject({ base: 'stand-in' });
  expect(readConfig({ ENJOURNAL_ERESEPT: 'off' }).prescriptions).toBeUndefined();
  expect(
    readConfig({ ENJOURNAL_ERESEPT: 'http://127.0.0.1:9/', ENJOURNAL_ERESEPT_HER_ID: '8093776' }).prescriptions,
  ).toMatchObject({
    base: 'http://127.0.0.1:9',
    herId: '8093776',
  });
  expect(readConfig(production).prescriptions).toBeUndefined();
  expect(problemsOf({ ...production, ENJOURNAL_ERESEPT: 'http://meldinger.example.no' })).toEqual([
    'ENJOURNAL_ERESEPT must be the https address of the message service, or off.',
    'ENJOURNAL_ERESEPT_HER_ID must be the HER-id of the prescription bank when ENJOURNAL_ERESEPT is set.',
    'ENJOURNAL_ERESEPT_TOKEN must name a file with a token for the message service when ENJOURNAL_ERESEPT is set in production mode.',
  ]);
});
