import type { Json, JsonObject, Resource } from '../../resource.ts';
import { isResourceType } from '../../types.ts';
import type { Findings } from '../findings.ts';
import { checkProfile } from './check.ts';
import { hl7Bindings, hl7Profiles } from './registry.ts';
import type { BindingCheck, ProfileSource } from './rule.ts';

export type ProfileContext = { profiles?: ProfileSource; bindings?: BindingCheck };

/** Checks a valid resource, and those within it, against the profiles each names in `meta.profile`. */
export function checkProfiles(resource: Resource, context: ProfileContext, findings: Findings): void {
  findings.root = resource;
  if (resource.meta?.profile !== undefined) checkNamed(resource, context, findings);
  if (resource.contained !== undefined) eachAt(resource.contained, '.contained', context, findings);
  if (resource.resourceType === 'Bundle') checkHolders(resource.entry, '.entry', context, findings);
  if (resource.resourceType === 'Parameters') checkHolders(resource.parameter, '.parameter', context, findings);
}

function checkNamed(resource: Resource, context: ProfileContext, findings: Findings): void {
  const { profiles = hl7Profiles, bindings = hl7Bindings } = context;
  const named = resource.meta?.profile ?? [];
  findings.resource = resource;
  for (let i = 0; i < named.length; i++) {
    const canonical = named[i];
    if (typeof canonical !== 'string' || isBase(canonical, resource.resourceType)) continue;
    const profile = profiles.profileOf(canonical);
    const place = `.meta.profile[${i}]`;
    if (profile === undefined) {
      findings.add(
        'warning',
        'not-found',
        'profile-unknown',
        place,
        'This profile is not known here and was not checked',
      );
    } else if (profile.type !== resource.resourceType) {
      findings.error('value', 'profile-type', place, `The profile is for ${profile.type}`);
    } else {
      checkProfile(resource, profile, profiles, bindings, findings);
    }
  }
}

const base = 'http://hl7.org/fhir/StructureDefinition/';

const isBase = (canonical: string, type: string) =>
  canonical.startsWith(base) &&
  canonical.length === base.length + type.length &&
  canonical.endsWith(type) &&
  isResourceType(type);

/** `Bundle.entry` and `Parameters.parameter`, which hold a resource each, and parameters parts like themselves. */
function checkHolders(holders: Json | undefined, path: string, context: ProfileContext, findings: Findings): void {
  if (!Array.isArray(holders)) return;
  for (let i = 0; i < holders.length; i++) {
    const { resource, part } = holders[i] as JsonObject;
    const before = findings.count;
    if (resource !== undefined) within(resource as Resource, '.resource', context, findings);
    if (part !== undefined) checkHolders(part, '.part', context, findings);
    if (findings.count !== before) findings.prefix(before, `${path}[${i}]`);
  }
}

function eachAt(resources: Json, path: string, context: ProfileContext, findings: Findings): void {
  if (!Array.isArray(resources)) return;
  const { root } = findings;
  for (let i = 0; i < resources.length; i++) {
    const resource = resources[i] as Resource;
    if (resource.meta?.profile === undefined) continue;
    const before = findings.count;
    checkNamed(resource, context, findings);
    findings.root = root;
    if (findings.count !== before) findings.prefix(before, `${path}[${i}]`);
  }
}

function within(resource: Resource, path: string, context: ProfileContext, findings: Findings): void {
  const before = findings.count;
  const { root } = findings;
  checkProfiles(resource, context, findings);
  findings.root = root;
  if (findings.count !== before) findings.prefix(before, path);
}
