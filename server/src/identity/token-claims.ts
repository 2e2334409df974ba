import type { Actor } from '../access/actor.ts';

/** What tokens say of who somebody is: what `actorOf` reads. Without scopes, which are each token's own. */
export function claimsOfActor(actor: Actor, fhirBase: string): Record<string, string | number> {
  const claims: Record<string, string | number | undefined> = {
    fhirUser: `${fhirBase}/${actor.id}`,
    name: actor.display,
    role: actor.role,
    title: actor.title,
    practitioner_role: actor.practitionerRole,
    organization_id: actor.organization?.id,
    organization: actor.organization?.display,
    legal_entity: actor.legalEntity,
    loa: actor.loa,
    acr: String(actor.loa),
    purpose: actor.purpose,
    own_patient: actor.kind === 'staff' ? actor.ownPatient : undefined,
  };
  return Object.fromEntries(
    Object.entries(claims).filter((entry): entry is [string, string | number] => entry[1] !== undefined),
  );
}
