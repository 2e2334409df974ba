import type { JsonObject, Resource } from '../../fhir/resource.ts';
import type { CareContext, Governed } from '../process.ts';
import type { PrescriptionFacts } from './compose.ts';
import type { Parties } from './envelope.ts';
import { keysOf } from './medicine.ts';
import { focusOf } from './rules.ts';

/** Where facts are read: within a write, or by the API. */
export type Sources = {
  /** @param reference `Type/id` */
  read(reference: string): Promise<Resource | undefined>;
  find(type: string, criteria: readonly (readonly [string, string])[]): Promise<Resource[]>;
};

/** Of what the writer may see: what is said of anything else is said of nothing. */
export const withinWrite = ({ readShown, findShown }: Pick<Governed, 'readShown' | 'findShown'>): Sources => ({
  read: readShown,
  find: (type, criteria) =>
    findShown(type, criteria.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&'), MOST),
});

export const byApi = (context: CareContext): Sources => ({
  async read(reference) {
    const [type, id] = reference.split('/');
    return (await context.search(type!, [['_id', id!]]))[0];
  },
  find: (type, criteria) => context.search(type, criteria),
});

/** The same, of what `who` sees: a message in somebody's name has nothing that is kept from them. */
export function seenBy(context: CareContext, who: string | undefined): Sources {
  const { read, find } = byApi(context);
  const shown = async (all: readonly Resource[]) => (who === undefined ? [] : context.seenBy(who, all));
  return {
    async read(reference) {
      const found = await read(reference);
      return found === undefined ? undefined : (await shown([found]))[0];
    },
    find: async (type, criteria) => shown(await find(type, criteria)),
  };
}

const MOST = 50;

export const referenceOf = (value: unknown): string | undefined => {
  const reference = (value as JsonObject | undefined)?.reference;
  return typeof reference === 'string' ? reference.split('/_history/')[0] : undefined;
};

/** Who signs a message: by the employment that the task names, or the person and the unit. */
export async function partiesOf(task: Resource, sources: Sources): Promise<Partial<Parties>> {
  const { read } = sources;
  const requester = referenceOf(task.requester);
  const role = requester?.startsWith('PractitionerRole/') === true ? await read(requester) : undefined;
  const person = role === undefined ? requester : referenceOf(role.practitioner);
  const place = referenceOf(role?.organization);
  const [patient, prescriber, unit] = await Promise.all(
    [referenceOf(task.for), person, place].map(async (one) => (one === undefined ? undefined : read(one))),
  );
  const above = referenceOf(unit?.partOf);
  const parent = above === undefined ? undefined : await read(above);
  return {
    ...(patient === undefined ? {} : { patient }),
    ...(prescriber === undefined ? {} : { prescriber }),
    ...(unit === undefined ? {} : { unit }),
    parent,
  };
}

/** All that a prescription is made of, as far as it is there. */
export async function factsOf(task: Resource, sources: Sources): Promise<Partial<PrescriptionFacts>> {
  const focus = focusOf(task);
  const [parties, order] = await Promise.all([
    partiesOf(task, sources),
    focus === undefined ? undefined : sources.read(focus),
  ]);
  if (order === undefined || order.resourceType !== 'MedicationRequest') return parties;
  return { ...parties, order, catalogue: await catalogueOf(order, sources) };
}

/** What the catalogue has of an order's medicine. */
export async function catalogueOf(order: Resource, { find }: Sources): Promise<Resource[]> {
  const keys = keysOf(order);
  if (keys.length === 0) return [];
  const found = await find('MedicationKnowledge', [
    ['code', keys.map(({ system, code }) => `${system}|${code}`).join(',')],
  ]);
  return found.filter(({ status }) => status !== 'entered-in-error').slice(0, MOST);
}
