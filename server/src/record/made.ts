import { type Issue, Problem, problem } from '../fhir/issue.ts';
import { type Decimals, parseJson, printJson } from '../fhir/json/index.ts';
import type { Budget } from '../fhir/patch/index.ts';
import type { Json, Meta, Resource } from '../fhir/resource.ts';
import { typeNumber } from '../fhir/types.ts';
import { type Current, guessRecord } from './current.ts';
import type { Homes } from './home.ts';
import type { Body, Changed, WriteContext } from './operation.ts';
import type { Step } from './step.ts';
import { fromOf } from './stored.ts';
import type { Change, StoredVersion } from './write.ts';

/** What a step makes: the change to be written, and what others are told of it. */
export type Made = { change: Change; changed: Changed };

/** The resource as a patch makes it of what stands there, which the actor must be allowed to change before that. */
export function patched({ operation, current, id }: Step, context: WriteContext, budget: Budget): Body | undefined {
  if (operation.kind !== 'patch' || current.state !== 'current') return undefined;
  const { type } = operation;
  context.permit({ letter: 'u', type, id: id!, record: current.record, current });
  const body = operation.patch(parseJson(current.content), budget);
  if (body.value.resourceType !== type || (body.value.id ?? id) !== id) {
    throw problem('rule', 'identity-changed', {
      diagnostics: 'A patch may not change the type or id of a resource.',
    });
  }
  return body;
}

/** Asks the gate, validates and indexes. @throws Problem */
export function made(step: Step, homes: Homes, context: WriteContext, atMs: number): Made {
  return step.operation.kind === 'delete' ? deletion(step, context, atMs) : version(step, homes, context, atMs);
}

function deletion(step: Step, context: WriteContext, atMs: number): Made {
  const current = step.current as Current & { state: 'current' };
  const { type } = step.operation;
  const { record } = current;
  const id = step.id!;
  step.record = record;
  context.permit({ letter: 'd', type, id, record, current });
  const version = current.version + 1;
  step.outcome = { status: 204, interaction: 'delete', type, id, version, at: atMs, warnings: [] };
  const key = { record, type: typeNumber(type), id };
  return {
    change: { ...key, op: 'D', version, access: current.access, replaced: indexedAs(current, context) },
    changed: { op: 'D', type, id, record, resource: undefined },
  };
}

function version(step: Step, homes: Homes, context: WriteContext, atMs: number): Made {
  const { current, operation } = step;
  const { type, kind } = operation;
  const { value, decimals } = step.body!;
  const resource = value as Resource;
  const id = step.id!;
  const version = current.state === 'absent' ? 1 : current.version + 1;
  resource.id = id;
  resource.meta = metaFor(resource, version, atMs);
  const record = homes.of(step, resource);
  step.record = record;
  const isNew = current.state !== 'current';
  context.permit({ letter: isNew ? 'c' : 'u', type, id, record, resource, current });
  if (current.state === 'current' && current.record !== record) {
    // it leaves another citizen's record too
    context.permit({ letter: 'u', type, id, record: current.record, current });
  }
  context.stamp?.(resource, current);
  step.warnings = validated(resource, decimals, context);
  const content = printJson(value, decimals);
  const moved = current.state !== 'absent' && current.record !== record;
  const status = isNew && kind !== 'patch' ? 201 : 200;
  step.outcome = { status, interaction: kind, type, id, version, at: atMs, content, warnings: step.warnings };
  const stored: StoredVersion = {
    op: isNew || moved ? 'C' : 'U',
    record,
    type: typeNumber(type),
    id,
    version,
    content,
    entries: context.extract(resource, record),
    access: context.label(resource, record),
    facts: context.factsOf(resource, record),
    located: current.state === 'absent' && guessRecord(type, id) !== record,
    isNews: !isNew || (context.isNews?.(resource) ?? true),
  };
  if (moved) stored.movedFrom = current.record;
  if (stored.op === 'U') stored.replaced = indexedAs(current as Current & { state: 'current' }, context);
  return { change: stored, changed: { op: isNew ? 'C' : 'U', type, id, record, resource } };
}

function validated(resource: Resource, decimals: Decimals, { validate }: WriteContext): Issue[] {
  const issues = validate(resource, decimals);
  if (issues.length === 0) return issues;
  const errors = issues.filter((issue) => issue.severity === 'error' || issue.severity === 'fatal');
  if (errors.length === 0) return issues;
  const structural = errors.some((issue) => !SEMANTIC.has(issue.code));
  throw new Problem(structural ? 'invalid' : 'rule', issues);
}

function indexedAs(current: Current & { state: 'current' }, { extract }: WriteContext) {
  const entries = extract(parseJson(current.content).value as Resource, current.record);
  return { from: fromOf(entries), globals: entries.globals, names: entries.names };
}

/** Issue codes of meaning rather than form: answered with 422. */
const SEMANTIC = new Set(['invariant', 'code-invalid', 'business-rule', 'not-found']);

/** The server's part of meta, the client's kept. In place, since written decimals are remembered by their holder. */
function metaFor(resource: Resource, version: number, atMs: number): Meta {
  const given = resource.meta as Json | undefined;
  if (given !== undefined && (typeof given !== 'object' || given === null || Array.isArray(given))) {
    throw problem('invalid', 'meta-malformed', {
      diagnostics: 'meta is an object.',
      code: 'structure',
      expression: `${resource.resourceType}.meta`,
    });
  }
  const meta = (given ?? {}) as Meta;
  for (const name of ['versionId', 'lastUpdated'] as const) {
    // ours replaces it, but what is no string is a mistake that the client should hear of
    if (meta[name] !== undefined && typeof meta[name] !== 'string') {
      throw problem('invalid', 'meta-malformed', {
        diagnostics: `meta.${name} is a string.`,
        code: 'structure',
        expression: `${resource.resourceType}.meta.${name}`,
      });
    }
  }
  meta.versionId = String(version);
  meta.lastUpdated = new Date(atMs).toISOString();
  return meta;
}
