import type { Actor } from './access/actor.ts';
import { Problem } from './fhir/issue.ts';
import type { Resource } from './fhir/resource.ts';
import type { FhirRequest, FhirResponse } from './http/fhir/message.ts';
import type { Records } from './identity/index.ts';

/** What the pages of an authorization look up, asked of the gate like any other request. */
export function appRecords(send: (request: FhirRequest) => Promise<FhirResponse>): Records {
  async function ask(actor: Actor, path: string[], query: Readonly<Record<string, string>>, headers = {}) {
    try {
      const answer = await send({
        method: 'GET',
        path,
        query: Object.entries(query),
        headers,
        body: { kind: 'none' },
        actor,
        signal: new AbortController().signal,
      });
      const { body } = answer;
      return body.kind === 'text'
        ? (JSON.parse(body.text) as Resource)
        : body.kind === 'resource'
          ? body.resource
          : undefined;
    } catch (error) {
      if (error instanceof Problem && error.kind !== 'fault' && error.kind !== 'unavailable') return undefined;
      throw error;
    }
  }

  async function search(
    actor: Actor,
    type: string,
    query: Readonly<Record<string, string>>,
    headers = {},
  ): Promise<Resource[]> {
    const bundle = await ask(actor, [type], query, headers);
    const entries = (bundle?.entry ?? []) as unknown as { resource?: Resource }[];
    return entries.flatMap(({ resource }) => (resource?.resourceType === type ? [resource] : []));
  }

  return {
    find: (actor, query) => search(actor, 'Patient', query),
    encounters: (actor, patient) =>
      search(actor, 'Encounter', { patient, _sort: '-date', _count: '10' }, actingFor(actor, patient)),
    async open(actor, patient) {
      const found = await ask(actor, ['Patient', patient], {}, actingFor(actor, patient));
      return found?.resourceType === 'Patient' ? found : undefined;
    },
    async represented(actor) {
      if (actor.ownPatient === undefined) return [];
      const told = await ask(actor, ['Patient', actor.ownPatient, '$acting-for'], {});
      const people = (told?.parameter ?? []) as unknown as { part?: { name: string; valueReference?: unknown }[] }[];
      return people.flatMap(({ part = [] }) => idIn(part.find(({ name }) => name === 'patient')?.valueReference));
    },
  };
}

const actingFor = (actor: Actor, patient: string) =>
  actor.kind === 'citizen' && patient !== actor.ownPatient ? { 'x-acting-for': `Patient/${patient}` } : {};

function idIn(reference: unknown): string[] {
  const id = /^Patient\/([A-Za-z0-9.-]{1,64})$/.exec(
    (reference as { reference?: string } | undefined)?.reference ?? '',
  )?.[1];
  return id === undefined ? [] : [id];
}
