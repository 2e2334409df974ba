import { problem } from '../../../../fhir/issue.ts';
import { findApp, launchableApps, makeLaunch, noSuchApp } from '../../../../identity/apps/index.ts';
import { disclose } from '../../disclose.ts';
import type { FhirService } from '../../service.ts';
import type { FhirOperation, OperationCall } from '../operation.ts';
import { parametersOf } from '../parameters.ts';
import { answered, needed } from './answer.ts';

/**
 * Patient/[id]/$launch-app: what our own pages open an app of others with, from this record.
 * @source SMART App Launch 2.2, section 3.1 (EHR launch)
 */
export const launch: FhirOperation = {
  name: 'launch-app',
  definition: 'https://enjournal.no/fhir/OperationDefinition/Patient-launch-app',
  at: [{ level: 'instance', types: ['Patient'] }],
  get: false,
  summary: 'Prepares the launch of an app from this record',
  async run(service, call) {
    const { request, id = '' } = call;
    const { actor } = request;
    const parameters = parametersOf(request);
    parameters.only(['app', 'encounter', 'intent']);
    const clientId = needed(parameters.text('app'), 'app');
    await openRecord(service, call);
    const app = await findApp(service.database.reader, clientId);
    if (!app?.isActive) throw noSuchApp();
    const isByApp = (await findApp(service.database.reader, actor.clientId)) !== undefined;
    if (app.launchUri === undefined || actor.kind === 'system' || isByApp) {
      throw problem('rule', 'app-not-launched', {
        diagnostics: 'The app is not opened from the record, or not by this program.',
      });
    }
    const encounter = encounterIn(parameters.all('encounter')[0]);
    const intent = parameters.text('intent');
    const context = {
      patient: id,
      ...(encounter === undefined ? {} : { encounter }),
      ...(intent === undefined ? {} : { intent: intent.slice(0, 100) }),
    };
    const prepared = await makeLaunch(service.database.writer, { app: clientId, person: actor.id }, context);
    const url = new URL(app.launchUri);
    url.searchParams.set('iss', service.base);
    url.searchParams.set('launch', prepared);
    return answered([
      { name: 'launch', valueString: prepared },
      { name: 'url', valueUrl: url.href },
    ]);
  },
};

/** What our own pages offer to open. */
export const launchable: FhirOperation = {
  name: 'launchable-apps',
  definition: 'https://enjournal.no/fhir/OperationDefinition/launchable-apps',
  at: [{ level: 'system', types: '*' }],
  get: true,
  summary: 'The apps that whoever asks may open from the record',
  async run(service, { request }) {
    const { actor } = request;
    const audience = actor.kind === 'system' ? undefined : actor.kind;
    const organizations = [actor.legalEntity, actor.organization?.id].filter((one) => one !== undefined);
    const { reader } = service.database;
    const apps = audience === undefined ? [] : await launchableApps(reader, audience, organizations, service.now());
    await service.log.append({ actor, interaction: '$launchable-apps', decision: 'permit' });
    return answered(
      apps.map(({ id, name, publisher }) => ({
        name: 'app',
        part: [
          { name: 'client', valueId: id },
          { name: 'name', valueString: name },
          { name: 'publisher', valueString: publisher },
        ],
      })),
    );
  },
};

/** Who may open the record may open an app in it. */
async function openRecord(service: FhirService, { request, id = '' }: OperationCall): Promise<void> {
  const line = { interaction: '$launch-app' };
  await disclose(service, request, { type: 'Patient', id, letter: 'r', interaction: 'read', line });
}

function encounterIn(given: unknown): string | undefined {
  if (given === undefined) return undefined;
  const reference = typeof given === 'string' ? given : (given as { reference?: unknown }).reference;
  const id = /^(?:Encounter\/)?([A-Za-z0-9.-]{1,64})$/.exec(String(reference))?.[1];
  if (id !== undefined) return id;
  throw problem('invalid', 'parameter-value', { diagnostics: 'encounter is a reference to one.', code: 'value' });
}
