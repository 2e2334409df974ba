import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { Json, Resource } from '../../../server/src/fhir/resource.ts';
import { ProfileRegistry, validateResource } from '../../../server/src/fhir/validate/index.ts';
import { contentResources } from '../../../server/src/terminology/index.ts';
import { municipalityNow } from './municipality.ts';

/** They work the processor, and other tests run beside them. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const CONTENT = join(import.meta.dirname, '../../../content/code-systems');

test.each(['2026-11-24', '2028-02-29'])(
  'every resource of the municipality on %s is valid FHIR R4',
  { timeout: 60_000 },
  (asOf) => {
    const issues: string[] = [];
    for (const resources of municipalityNow({ citizens: 250, seed: 4, asOf })) {
      for (const resource of resources) {
        for (const issue of validateResource(resource, { profiles })) {
          issues.push(`${resource.resourceType}/${resource.id} ${issue.expression} ${issue.diagnostics ?? issue.key}`);
        }
      }
    }
    expect(issues).toEqual([]);
  },
);

type Listed = { code: string; display: string; concept?: Listed[] };

function codeSystems(): Map<string, Map<string, string>> {
  const systems = new Map<string, Map<string, string>>();
  for (const file of readdirSync(CONTENT)) {
    const { url, concept } = JSON.parse(readFileSync(join(CONTENT, file), 'utf8')) as {
      url: string;
      concept?: Listed[];
    };
    const codes = new Map<string, string>();
    const list = (concepts: readonly Listed[]): void => {
      for (const one of concepts) {
        codes.set(one.code, one.display);
        list(one.concept ?? []);
      }
    };
    list(concept ?? []);
    if (codes.size > 0) systems.set(url, codes);
  }
  return systems;
}

function* codingsIn(value: Json): Generator<{ system: string; code: string; display?: string }> {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) for (const one of value) yield* codingsIn(one);
  else {
    if (typeof value.system === 'string' && typeof value.code === 'string')
      yield value as { system: string; code: string };
    for (const inner of Object.values(value)) yield* codingsIn(inner);
  }
}

const profiles = new ProfileRegistry();
for (const profile of contentResources(new Set(['StructureDefinition']))) profiles.add(profile);

test('codes are those of content, by the names that content gives them', () => {
  const systems = codeSystems();
  const missing = new Set<string>();
  const renamed = new Set<string>();
  const look = (resource: Resource): void => {
    for (const { system, code, display } of codingsIn(resource)) {
      const codes = systems.get(system);
      if (codes === undefined) continue;
      const name = codes.get(code);
      if (name === undefined) missing.add(`${system} ${code}`);
      else if (display !== undefined && display !== name && system !== 'urn:oid:2.16.578.1.12.4.1.1.3402')
        renamed.add(`${code} ${display}`);
    }
  };
  for (const resources of municipalityNow({ citizens: 400, seed: 4 })) for (const resource of resources) look(resource);
  expect([...renamed]).toEqual([]);
  expect([...missing]).toEqual([]);
});
