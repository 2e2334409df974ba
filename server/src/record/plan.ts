import { recordOfOwnId } from '../fhir/ids.ts';
import { type Issue, Problem, problem } from '../fhir/issue.ts';
import { type Decimals, parseJson, printJson } from '../fhir/json/index.ts';
import type { Json, Meta, Resource } from '../fhir/resource.ts';
import { subjectOf } from '../fhir/search/subject.ts';
import { patientTypes, typeNumber } from '../fhir/types.ts';
import { type Current, findCurrent, guessRecord } from './current.ts';
import { refuseDangling } from './dangling.ts';
import type { Queryable } from './database.ts';
import { moveHistory } from './move.ts';
import type { Body, Changed, Matched, Operation, Outcome, WriteContext } from './operation.ts';
import { refuseOvertaken } from './overtaken.ts';
import { conditionalReference, type Link, linksOf, replaceLink, replaceNarrativeLinks } from './references.ts';
import { ABSENT, at, criteriaOf, type Step, sameCriteria } from './step.ts';
import { fromOf } from './stored.ts';
import { type Change, writeChanges } from './write.ts';

/** The way of a request's or a Bundle's operations from what was asked to what is written. */
export class Plan {
  readonly #context: WriteContext;
  readonly #steps: Step[];
  readonly #at: number;
  /** fullUrl (and the relative form of one that is a RESTful URL) → `Type/id`. */
  readonly #urls = new Map<string, string>();

  constructor(operations: readonly Operation[], context: WriteContext) {
    this.#context = context;
    this.#at = context.now();
    const linked = operations.length > 1 || operations.some((o) => o.entry !== undefined);
    this.#steps = operations.map((operation) => {
      const step: Step = { operation, current: ABSENT, links: [], warnings: [] };
      if (operation.kind === 'create' || operation.kind === 'update') {
        step.body = operation.body;
        if (linked) step.links = linksOf(operation.body.value);
      }
      if ('target' in operation && 'id' in operation.target) step.id = operation.target.id;
      return step;
    });
  }

  get needsLookup(): boolean {
    return this.#steps.some(
      (step) => step.operation.kind !== 'create' || step.links.some((link) => conditionalReference(link) !== undefined),
    );
  }

  /** Whether something must be told in the transaction. */
  get isWatched(): boolean {
    return this.#steps.some((step) => this.#context.watched.has(step.operation.type)) || this.#context.checkReferences;
  }

  /** Resolves every criterion in one statement, then locks what is to be changed in another. */
  async lookUp(client: Queryable): Promise<void> {
    const criteria: { type: string; query: string }[] = [];
    const askers: ((matched: Matched) => void)[] = [];
    for (const step of this.#steps) {
      const own = criteriaOf(step.operation);
      if (own !== undefined) {
        criteria.push({ type: step.operation.type, query: own });
        askers.push((matched) => this.#matchStep(step, matched));
      }
      for (const link of step.links) {
        const reference = conditionalReference(link);
        if (reference === undefined) continue;
        criteria.push(reference);
        askers.push((matched) => this.#matchLink(step, link, matched));
      }
    }
    if (criteria.length > 0) {
      // two who ask for the same thing at once take turns, so that of parallel If-None-Exist creates one resource results
      const locks = [...new Set(criteria.map(({ type, query }) => sameCriteria(type, query)))].sort();
      await client.query(
        `SELECT pg_advisory_xact_lock(hashtextextended(c, 7201)) FROM unnest($1::text[]) WITH ORDINALITY AS u (c, n) ORDER BY n`,
        [locks],
        'lock-criteria',
      );
      const matches = await this.#context.match(client, criteria);
      matches.forEach((matched, i) => {
        askers[i]!(matched);
      });
      this.#findTwins();
    }
    await this.#lock(client);
  }

  /** Two entries with the same criteria that match nothing yet mean one resource. */
  #findTwins(): void {
    const first = new Map<string, Step>();
    for (const step of this.#steps) {
      const { operation } = step;
      const criteria = criteriaOf(operation);
      if (criteria === undefined || step.id !== undefined || step.outcome !== undefined) continue;
      const key = sameCriteria(operation.type, criteria);
      const before = first.get(key);
      if (before === undefined) first.set(key, step);
      else if (operation.kind === 'create') step.twin = before;
      else throw at(step, twice());
    }
  }

  async #lock(client: Queryable): Promise<void> {
    const steps = this.#steps.filter(
      (step) => step.id !== undefined && step.outcome === undefined && step.operation.kind !== 'create',
    );
    this.#refuseTwice(steps);
    const keys = steps.map((step) => ({ type: step.operation.type, id: step.id! }));
    const found = await findCurrent(client, keys, true);
    // what was not there may have come, gone or moved while we waited for a lock; an update that then creates finds out
    // when it writes
    const missing = found.flatMap((current, i) => (current.state === 'current' ? [] : [i]));
    const mustKnow = missing.some((i) => {
      const { operation } = steps[i]!;
      return operation.kind !== 'update' || operation.ifMatch !== undefined;
    });
    if (mustKnow || (missing.length > 0 && missing.length < found.length)) {
      const again = await findCurrent(
        client,
        missing.map((i) => keys[i]!),
        true,
      );
      again.forEach((current, n) => {
        found[missing[n]!] = current;
      });
    }
    steps.forEach((step, i) => {
      step.current = found[i]!;
    });
  }

  #refuseTwice(steps: readonly Step[]): void {
    const seen = new Set<string>();
    for (const step of steps) {
      const key = `${step.operation.type}/${step.id}`;
      if (seen.has(key)) {
        throw at(step, twice());
      }
      seen.add(key);
    }
  }

  #matchStep(step: Step, matched: Matched): void {
    const { operation } = step;
    if (matched.length > 1 && !(operation.kind === 'delete' && operation.multiple)) {
      throw at(
        step,
        problem('stale', 'criteria-ambiguous', {
          diagnostics: 'The criteria match more than one resource.',
          code: 'multiple-matches',
        }),
      );
    }
    const [only] = matched;
    if (only !== undefined) step.id = only.id;
    if (operation.kind === 'create' && only !== undefined) {
      step.record = only.record;
      step.outcome = {
        status: 200,
        interaction: 'none',
        type: only.type,
        id: only.id,
        version: 0,
        at: this.#at,
        warnings: [],
      };
    }
    if (operation.kind === 'update' && operation.body.value.id !== undefined) {
      const own = operation.body.value.id;
      if (only !== undefined && own !== only.id) {
        throw at(
          step,
          problem('invalid', 'id-differs', {
            diagnostics: 'The resource has another id than the one that the criteria match.',
            expression: `${operation.type}.id`,
          }),
        );
      }
      step.id = own as string;
    }
    if (operation.kind === 'patch' && only === undefined) {
      throw at(step, problem('absent', 'no-match', { diagnostics: 'The criteria match no resource.' }));
    }
    if (operation.kind === 'delete' && only === undefined) {
      step.outcome = {
        status: 204,
        interaction: 'none',
        type: operation.type,
        id: '',
        version: 0,
        at: this.#at,
        warnings: [],
      };
    }
  }

  #matchLink(step: Step, link: Link, matched: Matched): void {
    if (matched.length === 1) {
      replaceLink(link, `${matched[0]!.type}/${matched[0]!.id}`);
      return;
    }
    throw at(
      step,
      problem('stale', matched.length === 0 ? 'reference-unresolved' : 'reference-ambiguous', {
        diagnostics: `A conditional reference matches ${matched.length === 0 ? 'no' : 'more than one'} resource.`,
        code: matched.length === 0 ? 'not-found' : 'multiple-matches',
      }),
    );
  }

  /** Gives ids, replaces links, applies patches, validates, indexes, asks the gate, and writes. */
  async write(client: Queryable): Promise<void> {
    this.#refuseStale();
    this.#giveIds();
    const changes: Change[] = [];
    const moves: { from: bigint; to: bigint; type: number; id: string }[] = [];
    const changed: Changed[] = [];
    const issues: Issue[] = [];
    let kind: Problem['kind'] | undefined;
    for (const step of this.#steps) {
      if (step.outcome !== undefined) continue; // nothing to do, or a twin
      try {
        const made = this.#change(step);
        changes.push(made.change);
        changed.push(made.changed);
        if (made.movedFrom !== undefined) {
          moves.push({ from: made.movedFrom, to: made.change.record, type: made.change.type, id: made.change.id });
        }
      } catch (error) {
        // one bad entry does not hide the others' faults
        const failed = at(step, error);
        if (!(failed instanceof Problem) || (failed.kind !== 'invalid' && failed.kind !== 'rule')) throw failed;
        kind = kind === 'invalid' ? kind : failed.kind;
        issues.push(...failed.issues);
      }
    }
    if (kind !== undefined) throw new Problem(kind, issues);
    if (this.#context.checkReferences) await refuseDangling(client, this.#steps, changes);
    for (const move of moves) await moveHistory(client, move);
    if (changes.length > 0) {
      const rows = this.#steps
        .filter((s) => s.outcome !== undefined && s.outcome.interaction !== 'none')
        .map((step) =>
          this.#context.log.row({
            interaction: step.outcome!.interaction,
            type: step.operation.type,
            id: step.id!,
            record: step.record!,
            at: this.#at,
          }),
        );
      const { writer, era } = this.#context.log;
      await writeChanges(client, changes, this.#at, { writer, era, rows });
      await refuseOvertaken(client, this.#steps);
    }
    const watched = changed.filter((one) => this.#context.watched.has(one.type));
    if (watched.length > 0) await this.#context.onChanged?.(client, watched);
  }

  outcomes(): Outcome[] {
    return this.#steps.map((step) => step.outcome!);
  }

  #refuseStale(): void {
    for (const step of this.#steps) {
      const { operation, current } = step;
      if (step.outcome !== undefined || operation.kind === 'create') continue;
      if (operation.ifMatch !== undefined && (current.state !== 'current' || current.version !== operation.ifMatch)) {
        throw at(
          step,
          problem('stale', 'version-differs', { diagnostics: 'The resource has another version than If-Match names.' }),
        );
      }
      if (operation.kind === 'update' && operation.ifNoneMatch && current.state === 'current') {
        throw at(
          step,
          problem('stale', 'exists-already', { diagnostics: 'The resource exists already (If-None-Match: *).' }),
        );
      }
      if (operation.kind === 'patch' && current.state !== 'current') {
        throw at(
          step,
          problem(
            current.state === 'deleted' ? 'gone' : 'absent',
            current.state === 'deleted' ? 'deleted' : 'not-found',
          ),
        );
      }
      if (operation.kind === 'delete' && current.state !== 'current') {
        const version = current.state === 'deleted' ? current.version : 0;
        step.outcome = {
          status: 204,
          interaction: 'none',
          type: operation.type,
          id: step.id ?? '',
          version,
          at: this.#at,
          warnings: [],
        };
      }
    }
  }

  /** Resources that are a record of their own get their ids first, since the others' ids carry their patient's record. */
  #giveIds(): void {
    const later: Step[] = [];
    for (const step of this.#steps) {
      if (step.twin !== undefined) continue;
      if (step.outcome !== undefined) {
        if (step.outcome.id !== '') this.#name(step);
      } else if (step.id !== undefined) this.#name(step);
      else if (step.operation.type === 'Patient' || !patientTypes.has(step.operation.type)) {
        step.record = this.#context.newRecord();
        step.id = this.#context.newId(step.record);
        this.#name(step);
      } else later.push(step);
    }
    this.#nameTwins();
    if (this.#urls.size > 0) for (const step of later) this.#replaceLinks(step);
    for (const step of later) {
      step.record = this.#recordOfSubject(step.body!.value as Resource) ?? this.#context.newRecord();
      step.id = this.#context.newId(step.record);
      this.#name(step);
    }
    this.#nameTwins();
    if (this.#urls.size > 0) for (const step of this.#steps) if (step.outcome === undefined) this.#replaceLinks(step);
  }

  #nameTwins(): void {
    for (const step of this.#steps) {
      const { twin, operation } = step;
      if (twin?.id === undefined || step.id !== undefined) continue;
      step.id = twin.id;
      step.record = twin.record!;
      const { type } = operation;
      step.outcome = { status: 200, interaction: 'none', type, id: twin.id, version: 0, at: this.#at, warnings: [] };
      this.#name(step);
    }
  }

  #name(step: Step): void {
    const { fullUrl, type } = step.operation;
    if (fullUrl === undefined) return;
    const target = `${type}/${step.id}`;
    const named = this.#urls.get(fullUrl);
    if (named !== undefined && named !== target) {
      throw at(
        step,
        problem('invalid', 'full-url-twice', {
          diagnostics: 'Two entries have the same fullUrl, so a reference to it names neither.',
          code: 'duplicate',
        }),
      );
    }
    this.#urls.set(fullUrl, target);
    const restful = /\/([A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})$/.exec(fullUrl)?.[1];
    if (restful !== undefined && restful !== target) this.#urls.set(restful, target);
  }

  #replaceLinks(step: Step): void {
    for (const link of step.links) {
      const target = this.#urls.get(link.text);
      if (target !== undefined && target !== link.text) replaceLink(link, target);
    }
    if (step.body !== undefined) replaceNarrativeLinks(step.body.value, this.#urls);
  }

  #recordOfSubject(resource: Resource): bigint | undefined {
    const subject = subjectOf(resource);
    if (subject === undefined) return undefined;
    return guessRecord('Patient', subject.slice(subject.indexOf('/') + 1));
  }

  #change(step: Step): { change: Change; changed: Changed; movedFrom?: bigint } {
    const { operation } = step;
    if (operation.kind === 'delete') return this.#deletion(step);
    let body = step.body ?? parseJson((step.current as { content: string }).content);
    if (operation.kind === 'patch') {
      body = operation.patch(body);
      if (body.value.resourceType !== operation.type || (body.value.id ?? step.id) !== step.id) {
        throw problem('rule', 'identity-changed', {
          diagnostics: 'A patch may not change the type or id of a resource.',
        });
      }
    }
    return this.#storedVersion(step, body);
  }

  #deletion(step: Step): { change: Change; changed: Changed } {
    const current = step.current as Current & { state: 'current' };
    const { type } = step.operation;
    const id = step.id!;
    step.record = current.record;
    this.#context.permit({ letter: 'd', type, record: current.record });
    const version = current.version + 1;
    step.outcome = { status: 204, interaction: 'delete', type, id, version, at: this.#at, warnings: [] };
    return {
      change: {
        op: 'D',
        record: current.record,
        type: typeNumber(type),
        id,
        version,
        replaced: this.#indexedAs(current),
      },
      changed: { op: 'D', type, id, record: current.record, resource: undefined },
    };
  }

  #storedVersion(step: Step, body: Body): { change: Change; changed: Changed; movedFrom?: bigint } {
    const { type } = step.operation;
    const { current } = step;
    const resource = body.value as Resource;
    const id = step.id!;
    const version = current.state === 'absent' ? 1 : current.version + 1;
    resource.id = id;
    resource.meta = metaFor(resource, version, this.#at);
    step.warnings = this.#validated(resource, body.decimals);
    const record =
      step.record ??
      (type === 'Patient' || !patientTypes.has(type) ? guessRecord(type, id) : this.#recordOfSubject(resource)) ??
      // about no one patient: a record of its own, which its id must tell or `located` will
      (current.state === 'absent' ? recordOfOwnId(type, id) : current.record);
    step.record = record;
    const isNew = current.state !== 'current';
    this.#context.permit({ letter: isNew ? 'c' : 'u', type, record });
    if (current.state === 'current' && current.record !== record) {
      // it leaves another citizen's record too
      this.#context.permit({ letter: 'u', type, record: current.record });
    }
    const content = printJson(body.value, body.decimals);
    const moved = current.state !== 'absent' && current.record !== record;
    const located = current.state === 'absent' && guessRecord(type, id) !== record;
    const entries = this.#context.extract(resource, record);
    const op = isNew || moved ? 'C' : 'U';
    const kind = step.operation.kind;
    step.outcome = {
      status: isNew && kind !== 'patch' ? 201 : 200,
      interaction: kind,
      type,
      id,
      version,
      at: this.#at,
      content,
      warnings: step.warnings,
    };
    const access = this.#context.label(resource, record);
    const facts = this.#context.factsOf(resource, record);
    const key = { record, type: typeNumber(type), id, version, content, entries, access, facts, located };
    if (moved) Object.assign(key, { movedFrom: current.record });
    const change: Change =
      op === 'C'
        ? { ...key, op }
        : { ...key, op, replaced: this.#indexedAs(current as Current & { state: 'current' }) };
    const changed: Changed = { op: isNew ? 'C' : 'U', type, id, record, resource };
    return moved ? { change, changed, movedFrom: current.record } : { change, changed };
  }

  #validated(resource: Resource, decimals: Decimals): Issue[] {
    const issues = this.#context.validate(resource, decimals);
    if (issues.length === 0) return issues;
    const errors = issues.filter((issue) => issue.severity === 'error' || issue.severity === 'fatal');
    if (errors.length === 0) return issues;
    const structural = errors.some((issue) => !SEMANTIC.has(issue.code));
    throw new Problem(structural ? 'invalid' : 'rule', issues);
  }

  #indexedAs(current: Current & { state: 'current' }) {
    const entries = this.#context.extract(parseJson(current.content).value as Resource, current.record);
    return { from: fromOf(entries), globals: entries.globals, names: entries.names };
  }
}

function twice() {
  return problem('invalid', 'entry-twice', { diagnostics: 'The same resource is changed by two entries.' });
}

/** Issue codes of meaning rather than form: answered with 422. */
const SEMANTIC = new Set(['invariant', 'code-invalid', 'business-rule', 'not-found']);
/** The server's part of meta, the client's kept. In place, since written decimals are remembered by their holder. */
function metaFor(resource: Resource, version: number, at: number): Meta {
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
  meta.lastUpdated = new Date(at).toISOString();
  return meta;
}
