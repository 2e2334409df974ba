import { problem } from '../../../../fhir/issue.ts';
import { dateRange } from '../../../../fhir/search/values/dates.ts';
import {
  approvalsIn,
  approveApp,
  endTokensOfApp,
  findApp,
  listApps,
  mayApprove,
  noSuchApp,
  withdrawApp,
} from '../../../../identity/apps/index.ts';
import type { FhirOperation } from '../operation.ts';
import { parametersOf } from '../parameters.ts';
import { allowed, answered, appParameter, approvalParameter, needed } from './answer.ts';

const ours = 'https://enjournal.no/fhir/OperationDefinition';

export const organizationApps: FhirOperation = {
  name: 'apps',
  definition: `${ours}/Organization-apps`,
  at: [{ level: 'instance', types: ['Organization'] }],
  get: true,
  summary: 'The apps there are, and what the organisation has approved',
  async run(service, call) {
    const { reader } = service.database;
    const { id = '' } = call;
    await allowed(service, call, 'apps', await mayApprove(reader, call.request.actor, id));
    const [apps, approvals] = await Promise.all([listApps(reader), approvalsIn(reader, id)]);
    const told = apps
      .filter((app) => app.isActive || approvals.some((approval) => approval.app === app.id))
      .map((app) => {
        const approval = approvals.find((one) => one.app === app.id);
        return appParameter(app, approval === undefined ? [] : [approvalParameter(approval, service.now())]);
      });
    return answered(told);
  },
};

export const approve: FhirOperation = {
  name: 'approve-app',
  definition: `${ours}/Organization-approve-app`,
  at: [{ level: 'instance', types: ['Organization'] }],
  get: false,
  summary: 'Lets the staff of the organisation use an app, or a system act for it',
  async run(service, call) {
    const { writer } = service.database;
    const { id = '' } = call;
    const { actor } = call.request;
    const parameters = parametersOf(call.request);
    parameters.only(['app', 'scope', 'until']);
    const app = needed(parameters.text('app'), 'app');
    await allowed(service, call, 'approve-app', await mayApprove(writer, actor, id), { app });
    const scopes = parameters.texts('scope').flatMap((text) => text.split(' ').filter(Boolean));
    const until = untilOf(parameters.text('until'));
    const approval = await approveApp(
      writer,
      { organization: id, app, scopes, until, author: actor.id },
      service.now(),
    );
    const registered = await findApp(writer, app);
    if (registered === undefined) throw noSuchApp();
    return answered([appParameter(registered, [approvalParameter(approval, service.now())])]);
  },
};

export const withdraw: FhirOperation = {
  name: 'withdraw-app',
  definition: `${ours}/Organization-withdraw-app`,
  at: [{ level: 'instance', types: ['Organization'] }],
  get: false,
  summary: 'Ends what the organisation has approved of an app; what it was given ends too',
  async run(service, call) {
    const { writer } = service.database;
    const { id = '' } = call;
    const { actor } = call.request;
    const parameters = parametersOf(call.request);
    parameters.only(['app', 'reason']);
    const app = needed(parameters.text('app'), 'app');
    await allowed(service, call, 'withdraw-app', await mayApprove(writer, actor, id), { app });
    const approval = await withdrawApp(writer, { organization: id, app }, actor.id, parameters.text('reason'));
    const registered = await findApp(writer, app);
    if (registered === undefined) throw noSuchApp();
    // a system acts for one organisation: when that has withdrawn, everything it was given ends
    await endTokensOfApp(writer, app, registered.organization === id ? undefined : id);
    return answered([appParameter(registered, [approvalParameter(approval, service.now())])]);
  },
};

/** A day means its end. */
function untilOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const range = dateRange(text);
  if (range !== undefined && Number.isFinite(range.to)) return range.to;
  throw problem('invalid', 'date-malformed', { diagnostics: 'until is a date or an instant.', code: 'value' });
}
