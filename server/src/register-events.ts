import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Actor } from './access/actor.ts';
import { storeInside } from './http/fhir/inside.ts';
import type { FhirService } from './http/fhir/service.ts';
import { RegisterEvents } from './registers/index.ts';

/** The house itself, when it brings in what the registers tell, or follows up what happened: a system with a purpose. */
export const registersActor: Actor = Object.freeze({
  kind: 'system',
  id: 'client:enjournal-registers',
  display: 'Registers',
  clientId: 'enjournal-registers',
  scopes: ['system/*.cruds'],
  loa: 4,
  purpose: 'HOPERAT',
});

/** Starts following what happens to persons and personnel. `close` ends with what is under way. */
export function followRegisters(options: { service: FhirService; log: Pick<Logger, 'error'> }): RegisterEvents {
  const { service, log } = options;
  const events = new RegisterEvents({
    database: service.database,
    store: storeInside(service, registersActor),
    holder: randomUUID(),
    onFault: (error) => log.error({ err: error }, 'an event of the registers could not be followed up'),
  });
  events.start();
  return events;
}
