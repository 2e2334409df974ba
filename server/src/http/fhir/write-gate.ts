import type { AppScope } from '../../access/app-scope.ts';
import { labelBit, labelsOf } from '../../access/categories.ts';
import { agentOf, authorsNamed } from '../../access/gate/authors.ts';
import { isController, mayControl } from '../../access/gate/control.ts';
import type { Opened } from '../../access/gate/gate.ts';
import { resourceFactsOf } from '../../access/gate/resource-facts.ts';
import { sharedTypes } from '../../access/gate/shared.ts';
import { stampWriter } from '../../access/gate/stamp.ts';
import { isMisplaced } from '../../access/label.ts';
import { labels } from '../../access/labels.ts';
import type { ReasonKey } from '../../access/reasons.ts';
import { ruleOf } from '../../access/rules/of-reason.ts';
import { judge } from '../../access/scope.ts';
import { type Issue, Problem, problem } from '../../fhir/issue.ts';
import { printJson } from '../../fhir/json/index.ts';
import type { Resource } from '../../fhir/resource.ts';
import type { ScopeLetter } from '../../fhir/smart-scope.ts';
import {
  change,
  type Epoch,
  guessRecord,
  type Intent,
  type Outcome,
  type Place,
  type Queryable,
  type WriteContext,
} from '../../record/index.ts';
import {
  accessLine,
  askFor,
  type Line,
  launchRecord,
  reasonIssue,
  refusal,
  refuseNarrowed,
  tokenScope,
} from './asking.ts';
import { type Asked, attempted, lineOf } from './attempts.ts';
import { notFound } from './disclose.ts';
import { see } from './judging.ts';
import type { FhirRequest } from './message.ts';
import { carryOut } from './obligations.ts';
import { receive } from './receiving.ts';
import { type FhirService, logIsOnlyRead } from './service.ts';
import { writeContext } from './write-context.ts';
import { refusedFacts, refusedInDirectory, refusedOutside, type Written } from './write-rules.ts';

/**
 * Does all of the operations for whoever asks, or none: each is decided on what it writes, in the record it writes it in,
 * with facts whose epochs stand when it is written. A refusal is in the log of every record that it kept from being reached
 * before it is told.
 */
export async function changeThrough<T = undefined>(
  service: FhirService,
  request: FhirRequest,
  asked: Asked,
  work?: (client: Queryable, outcomes: Outcome[]) => Promise<T>,
): Promise<{ outcomes: Outcome[]; result: T | undefined }> {
  const { operations } = asked;
  await refuseNarrowed(service, request, () => attempted(service, asked));
  await receive(service, request, operations);
  const gate = new WriteGate(service, request, asked);
  try {
    const done = await change(service.database, operations, gate.context, work);
    gate.forget();
    await gate.carryOut();
    await gate.logRefusals();
    return done;
  } catch (error) {
    await gate.logRefusals(error);
    throw error;
  }
}

class WriteGate {
  readonly context: WriteContext;
  readonly #service: FhirService;
  readonly #request: FhirRequest;
  /** `Type/id` of what is to be put under an id that the client chose. */
  readonly #named: ReadonlySet<string>;
  /** The records that the caller says this is all about. */
  readonly #wanted: ReadonlySet<bigint> | undefined;
  readonly #writing = new Map<bigint, Opened>();
  readonly #destroying = new Map<bigint, Opened>();
  readonly #reading = new Map<bigint, Opened>();
  readonly #owed = new Map<Opened, Set<string>>();
  readonly #given = new Set<Opened>();
  /** What the token leaves, by what is done. */
  readonly #scopes = new Map<ScopeLetter, AppScope>();
  #ownUnits: ReadonlySet<string> = new Set();
  /** By what was refused. */
  readonly #refusals = new Map<string, { opened: Opened | undefined; line: Line }>();
  readonly #asked: Asked;
  #isForbidden = false;

  constructor(service: FhirService, request: FhirRequest, asked: Asked) {
    this.#service = service;
    this.#request = request;
    this.#asked = asked;
    const { operations } = asked;
    this.#named = new Set(
      operations.flatMap(({ type, ...one }) =>
        one.kind === 'update' && 'id' in one.target ? [`${type}/${one.target.id}`] : [],
      ),
    );
    this.#wanted = wantedRecords(request.headers['x-record']);
    const plain = writeContext(service, request);
    const isSystem = request.actor.kind === 'system';
    this.context = {
      ...plain,
      permit: (intent) => this.#permitOrTell(intent),
      log: {
        ...plain.log,
        row: (change) => service.log.row({ ...this.#line(change.record, change), at: change.at }),
      },
      ...(isSystem
        ? {}
        : {
            open: (_client, records, isRetry) => this.#open(records, isRetry),
            isVisible: (place) => this.#isVisible(place),
            stamp: (resource, current) => this.#stamp(resource, current),
          }),
    };
  }

  /** What was written may have changed facts: whoever asks next here need not find that out. */
  forget(): void {
    const records = [...this.#writing.keys()].map((record) => ({ record, epoch: 0n }));
    if (records.length > 0) this.#service.gate.forget(askFor(this.#request), records);
  }

  async carryOut(): Promise<void> {
    for (const [opened, owed] of this.#owed) await carryOut(this.#service, this.#request, opened, [...owed]);
  }

  /** @param error by which all of it came to nothing */
  async logRefusals(error?: unknown): Promise<void> {
    const refusals = [...this.#refusals.values()];
    if (refusals.length === 0) return;
    const isAllRefused = this.#isForbidden || (error instanceof Problem && error.kind === 'absent');
    const others = isAllRefused ? await this.#refusedWith(refusals) : [];
    // at once, so that they are written together
    await Promise.all(
      [...together(refusals), ...others].map(({ opened, line }) =>
        this.#service.log.append({ ...accessLine(this.#request, opened, line), epochs: [] }),
      ),
    );
  }

  /** What came to nothing because something else was refused, in whatever record it was. */
  async #refusedWith(refusals: readonly Refusal[]): Promise<Refusal[]> {
    const told = new Set(refusals.map(({ line }) => keyOf(line.record, line)));
    const lines = await attempted(this.#service, this.#asked, (record, one) => told.has(keyOf(record, one)));
    const records = new Set([...refusals.map(({ line }) => line.record), ...lines.map(({ record }) => record)]);
    for (const { record, patient } of this.#writing.values()) {
      if (patient !== undefined && !records.has(record)) lines.push({ interaction: 'transaction', record });
    }
    const opened = await this.#openedFor(lines.flatMap(({ record }) => record ?? []));
    return lines.map((line) => {
      const of = line.record === undefined ? undefined : opened.get(line.record);
      return of === undefined ? { opened: undefined, line: { ...line, ...WITH_ANOTHER } } : refusedIn(of, line);
    });
  }

  /** The decisions about records, of those that were only to be read as well. */
  async #openedFor(records: readonly bigint[]): Promise<ReadonlyMap<bigint, Opened>> {
    if (this.#request.actor.kind === 'system') return new Map();
    const others = records.filter((record) => !this.#writing.has(record));
    const { gate } = this.#service;
    return new Map([...this.#writing, ...(await gate.openAll(askFor(this.#request), others, 'read'))]);
  }

  async #open(records: readonly bigint[], isRetry: boolean): Promise<Epoch[]> {
    const ask = askFor(this.#request);
    const { gate } = this.#service;
    if (isRetry) {
      gate.forget(
        ask,
        records.map((record) => ({ record, epoch: 0n })),
      );
    }
    const epochs = new Map<bigint, bigint>();
    const ways = [
      [this.#reading, 'read'],
      [this.#writing, 'write'],
      [this.#destroying, 'destroy'],
    ] as const;
    for (const [opened, interaction] of ways) {
      for (const [record, one] of await gate.openAll(ask, records, interaction)) {
        opened.set(record, one);
        for (const { record: of, epoch } of one.epochs) epochs.set(of, epoch);
      }
    }
    const actor = this.#actor();
    if (actor?.kind === 'staff' && actor.role === 'ikt-admin') {
      this.#ownUnits = new Set(await gate.organisations.unitsOf(actor.org, true));
    }
    return [...epochs].map(([record, epoch]) => ({ record, epoch }));
  }

  #isVisible({ type, id, record, current }: Place): boolean {
    // what was deleted is no one's to know but systems': what it was would have to be read
    if (current.state !== 'current') return false;
    const row = { type, id, ...current };
    const read = see(this.#service, this.#request, row, this.#reading.get(record));
    if (read.is === 'shown') return true;
    // who wrote it may amend it, though it is kept from them now
    const opened = this.#writing.get(record);
    if (see(this.#service, this.#request, row, opened).is === 'shown') return true;
    const { reason } = read;
    const line: Line = { interaction: 'update', type, id, record, decision: `deny:${reason}`, basis: reason };
    this.#remember(opened, line);
    return false;
  }

  #stamp(resource: Resource, current: Intent['current']): void {
    const actor = this.#actor();
    if (actor === undefined || sharedTypes.has(resource.resourceType)) return;
    stampWriter(resource, actor, current.state === 'current' ? current.content : undefined);
  }

  #actor(): Opened['actor'] | undefined {
    return [...this.#writing.values()][0]?.actor;
  }

  /** @throws Problem when the actor may not, which is then remembered for the log */
  #permitOrTell(intent: Intent): void {
    const before = this.#refusals.size;
    try {
      this.#permit(intent);
    } catch (error) {
      this.#isForbidden = error instanceof Problem && error.kind !== 'stale' && error.kind !== 'fault';
      if (this.#isForbidden && this.#refusals.size === before) this.#rememberOf(intent);
      throw error;
    }
  }

  #rememberOf({ type, id, record, letter }: Intent): void {
    const reason = 'op-not-allowed';
    const line: Line = { interaction: INTERACTIONS[letter], type, record, decision: `deny:${reason}`, basis: reason };
    if (letter !== 'c' || this.#named.has(`${type}/${id}`)) line.id = id;
    this.#remember(this.#writing.get(record), line);
  }

  #remember(opened: Opened | undefined, line: Line): void {
    this.#refusals.set(`${keyOf(line.record, line)} ${line.decision}`, { opened, line });
  }

  /** @throws Problem when the actor may not */
  #permit(intent: Intent): void {
    const { type, id, record, letter, resource, current } = intent;
    if (type === 'AuditEvent') throw logIsOnlyRead();
    if (this.#wanted?.has(record) === false && !sharedTypes.has(type)) throw otherRecord();
    this.#refuseToken(intent);
    if (this.#request.actor.kind === 'system') return;
    // what somebody has begun they may throw away, like any change of theirs: nobody else has ever seen it
    const isDraft = current.state === 'current' && labelsOf(current.access).includes('draft');
    const opened = (letter === 'd' && !isDraft ? this.#destroying : this.#writing).get(record);
    if (opened === undefined) throw problem('fault', 'record-not-opened');
    const written: Written = { type, id, record, letter, resource, current, opened, ownUnits: this.#ownUnits };
    if (sharedTypes.has(type)) {
      this.#refuse(written, refusedInDirectory(written));
      return;
    }
    if (current.state === 'current' && !this.#isVisible({ type, id, record: current.record, current }))
      throw notFound();
    // an id that a client chooses may be that of something hidden: the server gives ids here
    if (letter === 'c' && this.#named.has(`${type}/${id}`)) throw notFound();
    const { verdict } = opened;
    if (opened.patient === undefined) {
      this.#refuse(written, refusedOutside(written) ?? refusedFacts(written));
      return;
    }
    if (this.#isControl(written)) return;
    if ('deny' in verdict) {
      this.#note(written, verdict.deny, verdict.stream);
      if (verdict.opening === 404) throw notFound();
      throw refusal(this.#request, verdict, verdict.opening);
    }
    if (current.state === 'current') this.#judge(written, current.content, current.access);
    if (resource !== undefined) {
      this.#stamp(resource, current);
      this.#judge(written, printJson(resource), labelToWrite(resource, written));
      this.#refuse(written, refusedFacts(written));
      this.#refuseForeignAuthors(written, resource);
    }
    this.#owe(opened, [...verdict.obligations, ...verdict.extras]);
  }

  /** Who controls the log works with what they are given, and opens cases. */
  #isControl({ type, resource, current, opened }: Written): boolean {
    const { actor } = opened;
    if (type !== 'Task' || resource === undefined || !isController(actor)) return false;
    const before = current.state === 'current' ? (JSON.parse(current.content) as Resource) : undefined;
    const isGiven = mayControl(actor, resource, before);
    if (isGiven) this.#given.add(opened);
    return isGiven;
  }

  #judge(written: Written, content: string, access: number): void {
    const { opened, type, id } = written;
    const { verdict } = opened;
    if ('deny' in verdict) return;
    const facts = resourceFactsOf({ type, id, access, content }, verdict.permit);
    if (facts === undefined) return;
    const judgement = judge(verdict.permit, facts);
    if (judgement.decision === 'permit') return;
    // what is shown in part only would lose the rest by being written
    this.#refuse(written, judgement.reason);
  }

  #refuse(written: Written, reason: ReasonKey | undefined): void {
    if (reason === undefined) return;
    this.#note(written, reason, 'patient');
    throw new Problem('forbidden', [reasonIssue(this.#request, reason, 'forbidden')]);
  }

  #tokenScope(letter: ScopeLetter): AppScope {
    const known = this.#scopes.get(letter);
    if (known !== undefined) return known;
    const scope = tokenScope(this.#request, letter);
    this.#scopes.set(letter, scope);
    return scope;
  }

  #refuseToken({ type, id, record, letter, resource, current }: Intent): void {
    const token = this.#tokenScope(letter);
    const launched = launchRecord(this.#request);
    const isInLaunch = launched === undefined || launched === record || sharedTypes.has(type);
    const isCovered = () => {
      if (token.isWhole(type)) return true;
      const content = resource ?? (current.state === 'current' ? (JSON.parse(current.content) as Resource) : undefined);
      if (content === undefined) return false;
      const { tokens } = this.#service.conformance.extract(content, record);
      return token.includes({ type, record, tokens });
    };
    if (isInLaunch && token.reaches(type) && isCovered()) return;
    const line: Line = { interaction: INTERACTIONS[letter], type, record, decision: 'deny:scope', basis: 'scope' };
    this.#remember(undefined, letter === 'c' ? line : { ...line, id });
    throw problem('forbidden', 'denied-scope', {
      diagnostics: `The token has no scope that covers ${letter} on ${type}.`,
    });
  }

  /** Who wrote is taken from the log-on: whoever is named otherwise must be the writer, or the one they write for. */
  #refuseForeignAuthors(written: Written, resource: Resource): void {
    const { opened, current } = written;
    if (opened.actor.kind === 'system') return;
    const before = new Set(
      current.state === 'current'
        ? authorsNamed(JSON.parse(current.content) as Resource).map(({ reference }) => JSON.stringify(reference))
        : [],
    );
    const issues: Issue[] = [];
    for (const { path, reference } of authorsNamed(resource)) {
      if (before.has(JSON.stringify(reference))) continue;
      const agent = agentOf(reference);
      if (agent === 'nobody' || (agent !== 'unclear' && isWriter(agent, opened))) continue;
      issues.push({
        severity: 'error',
        code: 'business-rule',
        key: 'author-is-another',
        diagnostics: 'Only the one who writes, or the one they write for, may be named here, by reference.',
        expression: path,
      });
    }
    if (issues.length === 0) return;
    this.#note(written, 'op-not-allowed', 'patient');
    throw new Problem('rule', issues);
  }

  #note({ opened, type, id, letter, record }: Written, reason: ReasonKey, stream: 'patient' | 'security'): void {
    const line: Line = {
      interaction: INTERACTIONS[letter],
      type,
      record,
      decision: `deny:${reason}`,
      basis: reason,
      stream,
    };
    if (letter !== 'c') line.id = id;
    this.#remember(opened, line);
  }

  #owe(opened: Opened, obligations: readonly string[]): void {
    if (obligations.length === 0) return;
    const owed = this.#owed.get(opened) ?? new Set();
    for (const one of obligations) owed.add(one);
    this.#owed.set(opened, owed);
  }

  #line(record: bigint, line: Line) {
    const opened = this.#writing.get(record);
    const owed = opened === undefined ? undefined : this.#owed.get(opened);
    const basis = opened !== undefined && this.#given.has(opened) ? { basis: 'given-to-control' } : {};
    return accessLine(this.#request, opened, {
      ...line,
      ...basis,
      ...(owed === undefined ? {} : { obligations: [...owed] }),
    });
  }
}

/**
 * As what a change is judged. Who strikes what they see because it is about somebody else may do so, though it is kept from
 * them from then on; nothing new is hidden so.
 */
function labelToWrite(resource: Resource, { letter, record }: Written): number {
  const access = labels.label(resource, record);
  return letter === 'u' && isMisplaced(resource) ? access & ~labelBit('wrong-patient') : access;
}

type Refusal = { opened: Opened | undefined; line: Line };

const keyOf = (record: bigint | undefined, { type, id }: { type?: string; id?: string }): string =>
  `${record} ${type}/${id ?? ''}`;

const together = (refusals: readonly Refusal[]): Refusal[] => {
  const alike = Map.groupBy(refusals, ({ line }) => `${line.record} ${line.decision} ${line.interaction}`);
  return [...alike.values()].map((some) => {
    const { opened, line } = some[0]!;
    if (some.length === 1) return { opened, line };
    const { type: _type, id: _id, shown: _shown, ...rest } = line;
    return { opened, line: { ...rest, ...lineOf(some.map((one) => one.line)) } };
  });
};

/** By the decision about the record itself where it refuses all. */
function refusedIn(opened: Opened, line: Line): Refusal {
  const { patient, verdict } = opened;
  if (patient === undefined || !('deny' in verdict)) return { opened, line: { ...line, ...WITH_ANOTHER } };
  const { deny, stream } = verdict;
  return { opened, line: { ...line, decision: `deny:${deny}`, basis: deny, stream } };
}

/** The decision about what would have been permitted. */
const WITH_ANOTHER = {
  decision: 'deny:refused-together',
  basis: 'refused-together',
  rule: ruleOf('refused-together').id,
} as const;

const INTERACTIONS = { c: 'create', u: 'update', d: 'delete' } as const;

function isWriter({ type, id }: { type: string; id: string }, { actor, writesFor }: Opened): boolean {
  if (actor.kind !== 'staff') return false;
  if (type === 'Practitioner') return id === actor.person || id === actor.onBehalfOf || id === actor.supervisor;
  return actor.allRoles?.includes(id) === true || writesFor.includes(id);
}

/**
 * A client that shows several records says with each write whose it is for (`X-Record: Patient/<id>`), so that nothing ends up
 * in another citizen's; what is moved from one to another names both, parted by a comma. @throws Problem invalid
 */
function wantedRecords(header: string | undefined): ReadonlySet<bigint> | undefined {
  if (header === undefined) return undefined;
  const records = header.split(',').map((one) => {
    const [, id] = /^\s*Patient\/([A-Za-z0-9\-.]{1,64})\s*$/.exec(one) ?? [];
    if (id === undefined)
      throw problem('invalid', 'record-header', { diagnostics: 'X-Record has the form Patient/<id>.', code: 'value' });
    return guessRecord('Patient', id);
  });
  return new Set(records);
}

const otherRecord = () =>
  problem('stale', 'other-record', {
    diagnostics: 'This would be written in another record than the one that X-Record names. Nothing is written.',
  });
