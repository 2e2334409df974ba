import { problem } from '../../../../fhir/issue.ts';
import type { Json, JsonObject } from '../../../../fhir/resource.ts';
import type { Approval, Connection, RegisteredApp } from '../../../../identity/apps/index.ts';
import { isHolding, isInForce } from '../../../../identity/apps/index.ts';
import { type FhirResponse, resource } from '../../message.ts';
import type { FhirService } from '../../service.ts';
import type { OperationCall } from '../operation.ts';

type Parameter = JsonObject;

const value = (name: string, kind: string, of: Json | undefined): Parameter[] =>
  of === undefined ? [] : [{ name, [`value${kind}`]: of }];
const values = (name: string, kind: string, of: readonly string[]): Parameter[] =>
  of.flatMap((one) => value(name, kind, one));
const instant = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : new Date(ms).toISOString();

/** An app as operations tell it. */
export function appParameter(app: RegisteredApp, more: readonly Parameter[] = []): Parameter {
  return {
    name: 'app',
    part: [
      ...value('client', 'Id', app.id),
      ...value('name', 'String', app.name),
      ...value('description', 'String', app.description),
      ...value('publisher', 'String', app.publisher),
      ...value('contact', 'String', app.contact),
      ...value('type', 'Code', app.type),
      ...values('audience', 'Code', app.audience),
      ...values('scope', 'String', app.scopes),
      ...values('redirectUrl', 'Url', app.redirectUris),
      ...value('launchUrl', 'Url', app.launchUri),
      ...value('jwks', 'String', app.jwks === undefined ? undefined : JSON.stringify(app.jwks)),
      ...value('jwksUrl', 'Url', app.jwksUri),
      ...value('dpop', 'Boolean', app.isDpopBound),
      ...(app.organization === undefined
        ? []
        : [{ name: 'organization', valueReference: { reference: `Organization/${app.organization}` } }]),
      ...value('purpose', 'Code', app.purpose),
      ...value('register', 'Code', app.register),
      ...value('version', 'PositiveInt', app.version),
      ...value('changed', 'Instant', instant(app.at)),
      ...value('active', 'Boolean', app.isActive),
      ...more,
    ],
  };
}

export function approvalParameter(approval: Approval, now: number): Parameter {
  return {
    name: 'approval',
    part: [
      ...value('organization', 'Id', approval.organization),
      ...value('active', 'Boolean', isInForce(approval, now)),
      ...values('scope', 'String', approval.scopes),
      ...value('until', 'Instant', instant(approval.until)),
      ...value('version', 'PositiveInt', approval.version),
      ...value('changed', 'Instant', instant(approval.at)),
      ...value('reason', 'String', approval.reason),
    ],
  };
}

export function connectionParameter(connection: Connection, app: RegisteredApp | undefined, now: number): Parameter {
  return {
    name: 'connection',
    part: [
      ...value('client', 'Id', connection.app),
      ...value('name', 'String', app?.name),
      ...value('publisher', 'String', app?.publisher),
      ...(connection.patient === ''
        ? []
        : [{ name: 'patient', valueReference: { reference: `Patient/${connection.patient}` } }]),
      ...value('active', 'Boolean', isHolding(connection, now)),
      ...values('scope', 'String', connection.scopes),
      ...value('until', 'Instant', instant(connection.until)),
      ...value('version', 'PositiveInt', connection.version),
      ...value('changed', 'Instant', instant(connection.at)),
    ],
  };
}

export const answered = (parameter: Parameter[]): FhirResponse =>
  resource(200, parameter.length === 0 ? { resourceType: 'Parameters' } : { resourceType: 'Parameters', parameter });

/** The administration of apps is in the log before it is done. @throws Problem forbidden, when it may not be */
export async function allowed(
  service: FhirService,
  { request, id }: OperationCall,
  operation: string,
  isAllowed: boolean,
  detail: Record<string, unknown> = {},
): Promise<void> {
  await service.log.append({
    actor: request.actor,
    interaction: `$${operation}`,
    decision: isAllowed ? 'permit' : 'deny:not-administrator',
    basis: 'administration',
    stream: 'security',
    detail: Buffer.from(JSON.stringify({ ...detail, ...(id === undefined ? {} : { of: id }) })).toString('base64'),
  });
  if (!isAllowed) {
    throw problem('forbidden', 'denied-apps', {
      diagnostics: 'Apps are administered by others, or by another program.',
    });
  }
}

/** @throws Problem invalid */
export function needed(text: string | undefined, name: string): string {
  if (text !== undefined && text !== '') return text;
  throw problem('invalid', 'parameter-required', {
    diagnostics: `The operation needs the parameter ${name}.`,
    code: 'required',
  });
}
