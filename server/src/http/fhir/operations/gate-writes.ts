import type { Opened } from '../../../access/gate/gate.ts';
import { stampWriter } from '../../../access/gate/stamp.ts';
import { parseJson } from '../../../fhir/json/index.ts';
import type { Resource } from '../../../fhir/resource.ts';
import type { Body, WriteContext } from '../../../record/index.ts';
import { accessLine, type Line } from '../asking.ts';
import type { FhirRequest } from '../message.ts';
import type { FhirService } from '../service.ts';
import { writeContext } from '../write-context.ts';

export const bodyOf = (resource: Resource): Body => parseJson(JSON.stringify(resource));

/**
 * What an operation of the gate writes with: it has decided already, and what it writes is in the log as the operation that
 * was called, in the name of whoever called it.
 */
export function contextOf(service: FhirService, request: FhirRequest, opened: Opened, line: Line): WriteContext {
  const plain = writeContext(service, request);
  return {
    ...plain,
    match: (client, criteria) => writeContext(service, { ...request, actor: SYSTEM }).match(client, criteria),
    log: {
      ...plain.log,
      row: ({ at, record, type, id }) =>
        service.log.row({ ...accessLine(request, opened, { ...line, record, type, id }), at }),
    },
  };
}

const SYSTEM = {
  kind: 'system',
  id: 'client:enjournal',
  display: 'Enjournal',
  clientId: 'enjournal',
  scopes: [],
  loa: 4,
} as const;

/** The same, and what is written says who wrote it. */
export function stampedContextOf(service: FhirService, request: FhirRequest, opened: Opened, line: Line): WriteContext {
  return {
    ...contextOf(service, request, opened, line),
    stamp: (resource, current) =>
      stampWriter(resource, opened.actor, current.state === 'current' ? current.content : undefined),
  };
}
