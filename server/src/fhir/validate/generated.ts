import { loadGenerated } from '../definitions/generated.ts';
import type { Json } from '../resource.ts';
import { type Check, runtime } from './runtime.ts';

type Generated = {
  /** By resource type. */
  checks: ReadonlyMap<string, Check>;
  /** Invariants of HL7's own profiles, by `path|expression`. */
  conditions: ReadonlyMap<string, (value: Json) => boolean>;
};

let generated: Generated | undefined;

/** Loads the generated validator when it is first needed. */
export function loadChecks(): Generated {
  if (!generated) {
    const { checks, conditions } = loadGenerated<(rt: typeof runtime) => Generated>('validator.cjs')(runtime);
    runtime.resourceCheck = (type) => checks.get(type);
    generated = { checks, conditions };
  }
  return generated;
}

export const generatedConditions = () => loadChecks().conditions;
