import { askOperation, type Parameter, parameterOf, parametersNamed } from '../../shared/fhir/parameters.ts';
import { beforeSessionChanges, session } from '../../shared/session/session.ts';

/** Somebody whom the citizen may act for, as `Patient/[id]/$acting-for` tells it. */
export type Acted = {
  /** Patient id. */
  patient: string;
  name: string;
  ground: 'parent' | 'care-order' | 'released-to-parents' | 'mandate' | 'guardian';
  /** All that they may see themselves. */
  isWhole: boolean;
  /** Only what is shared item by item. */
  isItemsOnly: boolean;
  categories: readonly string[];
  until: string | undefined;
  /** Powers of attorney (`Consent/…`) by which, that can be given up. */
  powers: readonly string[];
};

let chosen: { owner: string; acted: Acted } | undefined;
const listeners = new Set<() => void>();

/** Whom this citizen has chosen to act for, in this tab and until the page is loaded anew: nobody is left in another's record. */
export const actedNow = (): Acted | undefined => {
  const current = session.current();
  if (current.state !== 'open' || current.user.kind !== 'citizen') return undefined;
  return chosen?.owner === current.user.reference ? chosen.acted : undefined;
};

export function subscribeToActing(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Opens the record of another; `undefined` goes back to one's own. */
export function actFor(acted: Acted | undefined): void {
  const current = session.current();
  chosen = current.state === 'open' && acted !== undefined ? { owner: current.user.reference, acted } : undefined;
  for (const listener of listeners) listener();
}

beforeSessionChanges((_before, after) => {
  if (after.state === 'none') chosen = undefined;
});

/** Whom somebody may act for, and why a child of theirs is not among them where they may know. */
export type ActingFor = { people: Acted[]; closed: 'care-taken-over' | undefined };

/** @param own Patient id of who asks */
export async function askActingFor(own: string, signal?: AbortSignal): Promise<ActingFor> {
  const told = await askOperation(`Patient/${own}/$acting-for`, signal);
  const closed = parameterOf(told, 'closed')?.valueCoding?.code;
  return {
    people: parametersNamed(told, 'person').map(({ part }) => actedOf(part ?? [])),
    closed: closed === 'care-taken-over' ? closed : undefined,
  };
}

function actedOf(part: readonly Parameter[]): Acted {
  const { reference = '', display = '' } = parameterOf(part, 'patient')?.valueReference ?? {};
  return {
    patient: reference.split('/')[1] ?? '',
    name: display,
    ground: (parameterOf(part, 'ground')?.valueCoding?.code ?? 'mandate') as Acted['ground'],
    isWhole: parameterOf(part, 'whole')?.valueBoolean === true,
    isItemsOnly: parameterOf(part, 'itemsOnly')?.valueBoolean === true,
    categories: parametersNamed(part, 'category').flatMap(({ valueCode }) => valueCode ?? []),
    until: parameterOf(part, 'until')?.valueInstant,
    powers: parametersNamed(part, 'power').flatMap(({ valueReference }) => valueReference?.reference ?? []),
  };
}
