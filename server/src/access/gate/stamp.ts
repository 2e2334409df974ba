import type { Coding, Meta, Resource } from '../../fhir/resource.ts';
import type { CitizenFacts, StaffFacts, SystemFacts } from '../facts.ts';
import { idAt, listAt } from '../reading.ts';
import { custodianSystem, recorderSystem, tagsOf } from './resource-facts.ts';

/**
 * Says of a resource who is custodian of it and who recorded it: what the writer says of that is not believed. Whoever
 * recorded a version before stays among the recorders, and who was custodian stays. Systems may state both.
 */
export function stampWriter(
  resource: Resource,
  actor: StaffFacts | CitizenFacts | SystemFacts,
  before: string | undefined,
): void {
  if (actor.kind === 'system') return;
  const was = before === undefined ? { custodians: [], authors: [] } : tagsOf(before);
  const writer = actor.kind === 'staff' ? actor.person : `Patient/${actor.person}`;
  // the legal entity too, so that a block of all that it is custodian of needs to know of no unit
  const unit = actor.kind === 'staff' ? [...new Set([actor.unit, actor.org])] : receiversOf(resource);
  const custodians = new Set(was.custodians.length > 0 ? was.custodians : unit);
  const recorders = [...new Set([...was.authors, writer])];
  const meta = resource.meta as Meta;
  const others = (Array.isArray(meta.tag) ? meta.tag : []).filter(
    ({ system }) => system !== custodianSystem && system !== recorderSystem,
  );
  const tag: Coding[] = [
    ...others,
    ...[...custodians].map((code) => ({ system: custodianSystem, code })),
    ...recorders.map((code) => ({ system: recorderSystem, code })),
  ];
  if (tag.length > 0) meta.tag = tag;
}

/** What a citizen sends to a service, that service is custodian of from the moment it is sent. */
const receiversOf = ({ resourceType, recipient }: Resource): string[] =>
  resourceType === 'Communication' ? listAt(recipient).flatMap((one) => idAt(one, 'Organization') ?? []) : [];
