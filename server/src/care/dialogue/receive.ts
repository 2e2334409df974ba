import { ofServiceKind, systems } from '../../access/rules/codes.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import type { Receive } from '../process.ts';
import { isDialogue, objects, referenceOf, serviceAsked, writtenByUrl } from './rules.ts';

/**
 * Who sends is taken from the log-on: the citizen by name, a service as the service, with who in it wrote. What a service whose
 * every word is of one kind (a youth clinic) sends or is sent is marked so, and kept as close as the rest it has.
 */
export const receiveMessage: Receive = async (message, { actor, find }) => {
  if (actor.kind === 'system' || !isDialogue(message as never)) return;
  if (actor.kind === 'citizen') {
    message.sender = { reference: actor.id, display: actor.display };
  } else if (actor.organization !== undefined) {
    const { id, display } = actor.organization;
    message.sender = { reference: `Organization/${id}`, display };
    const others = objects(message.extension).filter(({ url }) => url !== writtenByUrl);
    const title = actor.title === undefined ? '' : `, ${actor.title.toLowerCase()}`;
    const who = actor.practitionerRole === undefined ? {} : { reference: `PractitionerRole/${actor.practitionerRole}` };
    const valueReference = { ...who, display: `${actor.display}${title}` };
    message.extension = [...others, { url: writtenByUrl, valueReference }];
  }
  const unit = (serviceAsked(message as never) ?? referenceOf(message.sender))?.split('/');
  if (unit?.[0] !== 'Organization') return;
  for (const kind of Object.keys(ofServiceKind)) {
    const tag = encodeURIComponent(`${systems.serviceKind}|${kind}`);
    if ((await find('Organization', `_id=${unit[1]}&_tag=${tag}`)).length === 0) continue;
    const meta = (message.meta ?? {}) as JsonObject;
    const tags = objects(meta.tag).filter(({ system, code }) => system !== systems.serviceKind || code !== kind);
    message.meta = { ...meta, tag: [...tags, { system: systems.serviceKind, code: kind }] };
  }
};
