import { problem } from '../../../../fhir/issue.ts';
import { connectionsOf, disconnect, endTokens, findApp, mayManage } from '../../../../identity/apps/index.ts';
import type { FhirOperation, OperationCall } from '../operation.ts';
import { parametersOf } from '../parameters.ts';
import { allowed, answered, connectionParameter, needed } from './answer.ts';

const ours = 'https://enjournal.no/fhir/OperationDefinition';
const at = [{ level: 'instance' as const, types: ['Patient', 'Practitioner'] }];

const personOf = ({ type = '', id = '' }: OperationCall): string => `${type}/${id}`;

export const connectedApps: FhirOperation = {
  name: 'connected-apps',
  definition: `${ours}/connected-apps`,
  at,
  get: true,
  summary: 'The apps that this person has ever connected, and what they may do',
  async run(service, call) {
    const { reader } = service.database;
    const person = personOf(call);
    await allowed(service, call, 'connected-apps', await mayManage(reader, call.request.actor, person));
    const connections = await connectionsOf(reader, person);
    const told = connections.map(async (connection) =>
      connectionParameter(connection, await findApp(reader, connection.app), service.now()),
    );
    return answered(await Promise.all(told));
  },
};

export const disconnectApp: FhirOperation = {
  name: 'disconnect-app',
  definition: `${ours}/disconnect-app`,
  at,
  get: false,
  summary: 'Ends what this person has let an app do; the tokens that it has end too',
  async run(service, call) {
    const { writer } = service.database;
    const person = personOf(call);
    const parameters = parametersOf(call.request);
    parameters.only(['app']);
    const app = needed(parameters.text('app'), 'app');
    await allowed(service, call, 'disconnect-app', await mayManage(writer, call.request.actor, person), { app });
    const before = await connectionsOf(writer, person);
    if (!before.some((one) => one.app === app && one.isActive)) {
      throw problem('absent', 'app-not-connected', { diagnostics: 'The app is not connected.' });
    }
    await endTokens(writer, await disconnect(writer, { person, app, author: person }));
    const after = (await connectionsOf(writer, person)).filter((one) => one.app === app);
    const registered = await findApp(writer, app);
    return answered(after.map((connection) => connectionParameter(connection, registered, service.now())));
  },
};
