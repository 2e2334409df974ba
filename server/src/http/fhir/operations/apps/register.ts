import { randomUUID } from 'node:crypto';
import { problem } from '../../../../fhir/issue.ts';
import {
  type App,
  type AppType,
  type Audience,
  endTokensOfApp,
  listApps,
  mayRegister,
  registerApp,
  retireApp,
} from '../../../../identity/apps/index.ts';
import type { Parameters } from '../../../../terminology/index.ts';
import type { FhirOperation } from '../operation.ts';
import { parametersOf } from '../parameters.ts';
import { allowed, answered, appParameter, needed } from './answer.ts';

const ours = 'https://enjournal.no/fhir/OperationDefinition';
const types: readonly AppType[] = ['public', 'confidential-symmetric', 'confidential-asymmetric'];
const audiences: readonly Audience[] = ['staff', 'citizen', 'system'];

/** A new app, or with the client id of one that is there its next version. */
export const register: FhirOperation = {
  name: 'register-app',
  definition: `${ours}/register-app`,
  at: [{ level: 'system', types: '*' }],
  get: false,
  summary: 'Registers a program of others that may ask for tokens',
  async run(service, call) {
    const { writer } = service.database;
    const parameters = parametersOf(call.request);
    const app = appOf(parameters);
    await allowed(service, call, 'register-app', await mayRegister(writer, call.request.actor), { app: app.id });
    const { app: registered, secret } = await registerApp(writer, app, {
      author: call.request.actor.id,
      isDemo: service.base.startsWith('http:'),
      isNewSecret: parameters.flag('newSecret') ?? false,
    });
    const told = secret === undefined ? [] : [{ name: 'secret', valueString: secret }];
    return answered([appParameter(registered, told)]);
  },
};

/** Nobody can use the app any more; what it was given ends. */
export const retire: FhirOperation = {
  name: 'retire-app',
  definition: `${ours}/retire-app`,
  at: [{ level: 'system', types: '*' }],
  get: false,
  summary: 'Ends an app: it gets no more tokens, and those it has are withdrawn',
  async run(service, call) {
    const { writer } = service.database;
    const app = needed(parametersOf(call.request).text('app'), 'app');
    await allowed(service, call, 'retire-app', await mayRegister(writer, call.request.actor), { app });
    const retired = await retireApp(writer, app, call.request.actor.id);
    await endTokensOfApp(writer, app);
    return answered([appParameter(retired)]);
  },
};

export const list: FhirOperation = {
  name: 'registered-apps',
  definition: `${ours}/registered-apps`,
  at: [{ level: 'system', types: '*' }],
  get: true,
  summary: 'All apps that were ever registered',
  async run(service, call) {
    const { reader } = service.database;
    await allowed(service, call, 'registered-apps', await mayRegister(reader, call.request.actor));
    return answered((await listApps(reader)).map((app) => appParameter(app)));
  },
};

const known = [
  ...['client', 'name', 'description', 'publisher', 'contact', 'type', 'audience', 'scope', 'redirectUrl'],
  ...['launchUrl', 'jwks', 'jwksUrl', 'dpop', 'organization', 'purpose', 'register', 'newSecret'],
];

/** @throws Problem invalid */
function appOf(parameters: Parameters): App {
  parameters.only(known);
  const app: App = {
    id: parameters.text('client') ?? randomUUID(),
    name: needed(parameters.text('name'), 'name'),
    publisher: needed(parameters.text('publisher'), 'publisher'),
    type: oneOf(types, needed(parameters.text('type'), 'type'), 'type'),
    audience: parameters.texts('audience').map((one) => oneOf(audiences, one, 'audience')),
    scopes: parameters.texts('scope').flatMap((text) => text.split(' ').filter(Boolean)),
    redirectUris: parameters.texts('redirectUrl'),
    isDpopBound: parameters.flag('dpop') ?? false,
  };
  const description = parameters.text('description');
  const contact = parameters.text('contact');
  const launchUri = parameters.text('launchUrl');
  const jwks = parameters.text('jwks');
  const jwksUri = parameters.text('jwksUrl');
  const organization = organizationIn(parameters);
  const purpose = parameters.text('purpose');
  const register = parameters.text('register');
  if (description !== undefined) app.description = description;
  if (contact !== undefined) app.contact = contact;
  if (launchUri !== undefined) app.launchUri = launchUri;
  if (jwks !== undefined) app.jwks = keySet(jwks);
  if (jwksUri !== undefined) app.jwksUri = jwksUri;
  if (organization !== undefined) app.organization = organization;
  if (purpose !== undefined) app.purpose = purpose;
  if (register !== undefined) app.register = register;
  return app;
}

function oneOf<T extends string>(choices: readonly T[], text: string, name: string): T {
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  throw problem('invalid', 'parameter-value', {
    diagnostics: `${name} is one of ${choices.join(', ')}.`,
    code: 'value',
  });
}

function organizationIn(parameters: Parameters): string | undefined {
  const [given] = parameters.all('organization');
  if (given === undefined) return undefined;
  const reference = typeof given === 'string' ? given : (given as { reference?: unknown }).reference;
  const id = /^(?:Organization\/)?([A-Za-z0-9.-]{1,64})$/.exec(String(reference))?.[1];
  if (id !== undefined) return id;
  throw problem('invalid', 'parameter-value', { diagnostics: 'organization is a reference to one.', code: 'value' });
}

function keySet(text: string): NonNullable<App['jwks']> {
  try {
    const { keys } = JSON.parse(text) as { keys?: unknown };
    if (Array.isArray(keys)) return { keys: keys as Record<string, unknown>[] };
  } catch {}
  throw problem('invalid', 'parameter-value', { diagnostics: 'jwks is a JSON Web Key Set, as a text.', code: 'value' });
}
