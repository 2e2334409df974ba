import { type Issue, Problem, problem } from '../fhir/issue.ts';
import { Budget } from '../fhir/patch/index.ts';
import type { Resource } from '../fhir/resource.ts';
import { refuseDangling } from './dangling.ts';
import type { Database, Queryable, Transaction } from './database.ts';
import { Homes } from './home.ts';
import { lookUp } from './look-up.ts';
import { type Made, made, patched } from './made.ts';
import { moveHistory } from './move.ts';
import { Naming } from './naming.ts';
import type { Epoch, Governing, Operation, Outcome, Place, WriteContext } from './operation.ts';
import { refuseOvertaken } from './overtaken.ts';
import { conditionalReference, type Link, linksOf } from './references.ts';
import { ABSENT, at, nothingDone, type Step } from './step.ts';
import { Turns } from './turns.ts';
import { isNew, writeChanges } from './write.ts';

/** The way of a request's or a Bundle's operations from what was asked to what is written. */
export class Plan {
  readonly #context: WriteContext;
  readonly #steps: Step[];
  readonly #at: number;
  readonly #homes = new Homes();
  /** Records whose facts the gate has, and the epochs they were read at. */
  readonly #opened = new Set<bigint>();
  readonly #epochs: Epoch[] = [];

  constructor(operations: readonly Operation[], context: WriteContext) {
    this.#context = context;
    this.#at = context.now();
    const linked = operations.length > 1 || operations.some((o) => o.entry !== undefined);
    this.#steps = operations.map((operation) => {
      const step: Step = { operation, current: ABSENT, links: [], warnings: [] };
      if (operation.kind === 'create' || operation.kind === 'update') {
        step.body = operation.body;
        const links = linksOf(operation.body.value);
        if (linked) step.links = links;
        else if (operation.body.value.resourceType !== 'Bundle') refuseConditional(links);
      }
      if ('target' in operation && 'id' in operation.target) step.id = operation.target.id;
      return step;
    });
  }

  /** What has to be found to know in whose record the steps' resources live. */
  #unplaced() {
    return this.#homes.unknown(this.#steps.flatMap(({ body }) => (body === undefined ? [] : [body.value as Resource])));
  }

  /** Resolves criteria and locks what is to be changed. */
  async lookUp(client: Queryable): Promise<void> {
    await lookUp(client, this.#steps, this.#context.match, this.#at);
    await this.#homes.find(client, this.#unplaced());
  }

  /**
   * Gives ids, replaces links, asks the gate, applies patches, validates, indexes, and writes.
   * @param alone where the change may be written without the transaction, when nothing has been asked in it
   */
  async write(
    client: Transaction,
    { isRetry, alone }: { isRetry: boolean; alone: Database | undefined },
  ): Promise<void> {
    new Naming(this.#steps, this.#homes, this.#context, this.#at).giveIds();
    await this.#open(client, () => this.#recordsOf(this.#steps), isRetry);
    this.#hide();
    this.#refuseStale();
    const faults = new Faults();
    const patches = this.#todo().filter(({ operation }) => operation.kind === 'patch');
    const budget = new Budget();
    for (const step of patches) {
      const body = faults.caught(step, () => patched(step, this.#context, budget));
      if (body !== undefined) step.body = body;
    }
    await this.#open(client, () => this.#recordsOf(patches), isRetry);
    const all: Made[] = [];
    const making: Step[] = [];
    const turns = new Turns();
    for (const step of this.#todo()) {
      if (turns.areDue) await turns.give();
      if (step.operation.kind === 'patch' && step.body === undefined) continue; // among the faults
      const one = faults.caught(step, () => made(step, this.#homes, this.#context, this.#at));
      if (one === undefined) continue;
      all.push(one);
      making.push(step);
    }
    faults.refuse();
    await this.#govern(client, making, all, faults);
    faults.refuse();
    const watched = all.map(({ changed }) => changed).filter(({ type }) => this.#context.watched.has(type));
    await this.#store(client, all, { isRetry, alone: watched.length > 0 ? undefined : alone });
    if (watched.length > 0) await this.#context.onChanged?.(client, watched);
  }

  /** What care's own rules say of the changes. What hinders none of them is told with its outcome. */
  async #govern(client: Queryable, steps: readonly Step[], all: readonly Made[], faults: Faults): Promise<void> {
    const { govern } = this.#context;
    if (govern === undefined || !all.some(({ changed }) => govern.types.has(changed.type))) return;
    const changes = all.map(({ changed }, i): Governing => {
      const { current } = steps[i]!;
      return { ...changed, before: current.state === 'current' ? current.content : undefined };
    });
    const issues = await govern.issues(client, changes);
    for (const [i, step] of steps.entries()) {
      const found = issues[i] ?? [];
      faults.caught(step, () => {
        if (found.some(({ severity }) => severity === 'error')) throw new Problem('rule', found);
      });
      if (found.length > 0) step.outcome = { ...step.outcome!, warnings: [...step.warnings, ...found] };
    }
  }

  outcomes(): Outcome[] {
    return this.#steps.map((step) => step.outcome!);
  }

  /** The steps that are neither done nor refused: no twin, and not without effect. */
  #todo(): Step[] {
    return this.#steps.filter(({ outcome }) => outcome === undefined);
  }

  async #store(
    client: Transaction,
    all: readonly Made[],
    { isRetry, alone }: { isRetry: boolean; alone: Database | undefined },
  ): Promise<void> {
    const changes = all.map(({ change }) => change);
    if (changes.length === 0) return;
    if (this.#context.checkReferences) {
      const see = (places: readonly Place[]) => this.#visible(client, places, isRetry);
      await refuseDangling(client, this.#steps, changes, see);
    }
    for (const { record: to, type, id, ...change } of changes) {
      if (change.op === 'C' && change.movedFrom !== undefined) {
        await moveHistory(client, { from: change.movedFrom, to, type, id });
      }
    }
    const { log } = this.#context;
    const { writer, era } = log;
    const rows = this.#steps
      .filter((s) => s.outcome !== undefined && s.outcome.interaction !== 'none')
      .map(({ operation: { type }, outcome, id, record }) =>
        log.row({ interaction: outcome!.interaction, type, id: id!, record: record!, at: this.#at }),
      );
    const writing = { at: this.#at, changes, log: { writer, era, rows }, epochs: this.#epochs };
    if (alone !== undefined && !client.isBegun() && isNew(changes)) return alone.together.write(writing);
    await writeChanges(client, writing);
    await refuseOvertaken(client, this.#steps);
  }

  /** The records that steps touch: where something stands, and where something is to be. */
  #recordsOf(steps: readonly Step[]): bigint[] {
    return steps.flatMap((step) => {
      if (step.outcome !== undefined) return [];
      const records = step.current.state === 'absent' ? [] : [step.current.record];
      return step.body === undefined ? records : [...records, this.#homes.of(step, step.body.value as Resource)];
    });
  }

  async #open(client: Queryable, records: () => readonly bigint[], isRetry: boolean): Promise<void> {
    const { open } = this.#context;
    if (open === undefined) return;
    const fresh = [...new Set(records())].filter((record) => !this.#opened.has(record));
    if (fresh.length === 0) return;
    for (const record of fresh) this.#opened.add(record);
    this.#epochs.push(...(await open(client, fresh, isRetry)));
  }

  async #visible(client: Queryable, places: readonly Place[], isRetry: boolean): Promise<boolean[]> {
    const { isVisible } = this.#context;
    if (isVisible === undefined) return places.map(() => true);
    await this.#open(client, () => places.map(({ record }) => record), isRetry);
    return places.map(isVisible);
  }

  /** What the actor may not know of answers as if it were not there. */
  #hide(): void {
    const { isVisible } = this.#context;
    if (isVisible === undefined) return;
    for (const step of this.#todo()) {
      const { current, operation, id } = step;
      if (current.state === 'absent') continue;
      step.isHidden = !isVisible({ type: operation.type, id: id!, record: current.record, current });
    }
  }

  #refuseStale(): void {
    for (const step of this.#todo()) {
      const { operation } = step;
      if (operation.kind === 'create') continue;
      const current = step.isHidden === true ? ABSENT : step.current;
      const isHere = current.state === 'current';
      if (operation.ifMatch !== undefined && !(isHere && current.version === operation.ifMatch)) {
        throw at(
          step,
          problem('stale', 'version-differs', { diagnostics: 'The resource has another version than If-Match names.' }),
        );
      }
      if (operation.kind === 'update' && operation.ifNoneMatch && isHere) {
        throw at(
          step,
          problem('stale', 'exists-already', { diagnostics: 'The resource exists already (If-None-Match: *).' }),
        );
      }
      if (step.mustBeNew && isHere) {
        throw at(
          step,
          problem('conflict', 'criteria-differ', {
            diagnostics: 'The criteria match nothing, and the id is that of another resource.',
            expression: `${operation.type}.id`,
          }),
        );
      }
      if (operation.kind === 'patch' && !isHere) {
        const isGone = current.state === 'deleted';
        throw at(step, problem(isGone ? 'gone' : 'absent', isGone ? 'deleted' : 'not-found'));
      }
      if (operation.kind === 'delete' && !isHere) {
        const version = current.state === 'deleted' ? current.version : 0;
        step.outcome = { ...nothingDone(operation.type, step.id ?? '', this.#at), version };
      }
    }
  }
}

/** Outside a transaction nothing would resolve it, and the resource would be in nobody's record. @source FHIR R4, http.html#trules */
function refuseConditional(links: readonly Link[]): void {
  if (!links.some((link) => conditionalReference(link) !== undefined)) return;
  throw problem('invalid', 'reference-conditional', {
    diagnostics: 'A conditional reference stands in a transaction only. Elsewhere write Type/id.',
    code: 'value',
  });
}

/** One bad entry does not hide the others' faults: those of what was sent are told together, anything else at once. */
class Faults {
  readonly #issues: Issue[] = [];
  #kind: Problem['kind'] | undefined;

  caught<T>(step: Step, work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      const failed = at(step, error);
      if (!(failed instanceof Problem) || (failed.kind !== 'invalid' && failed.kind !== 'rule')) throw failed;
      this.#kind = this.#kind === 'invalid' ? this.#kind : failed.kind;
      this.#issues.push(...failed.issues);
      return undefined;
    }
  }

  refuse(): void {
    if (this.#kind !== undefined) throw new Problem(this.#kind, this.#issues);
  }
}
