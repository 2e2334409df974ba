import { create, FhirFailure, read, update } from '../../shared/fhir/client.ts';
import { waitBeforeRetry } from '../../shared/fhir/event-stream.ts';
import type { QuestionnaireResponse, Reference, ResponseItem } from '../../shared/fhir/types.ts';
import { type DeviceCopy, forgetOnDevice, keepOnDevice } from './device-copies.ts';
import { isDictating, isReady, onBehalf, withReady } from './dictation.ts';
import { type FieldConflict, isSameAnswers, mergeAnswers, withField } from './merge-answers.ts';

/**
 * How it stands with the server: `offline` and `rejected` are kept on the device; `conflict` waits for a choice; `refused` may no
 * longer be written here; `closed` was signed from elsewhere meanwhile.
 */
export type Saving = 'saved' | 'unsaved' | 'saving' | 'offline' | 'rejected' | 'conflict' | 'refused' | 'closed';

export type DraftState = {
  /** As it is on screen. */
  response: QuestionnaireResponse;
  saving: Saving;
  /** Epoch ms of the last save; undefined when nothing has been saved. */
  savedAt: number | undefined;
  conflicts: readonly FieldConflict[];
  /** The version that the conflicts are with. */
  theirs: QuestionnaireResponse | undefined;
  /** Why it was not taken. */
  failure: FhirFailure | undefined;
  /** Epoch ms of when what another device or person had written was put in. */
  mergedAt: number | undefined;
};

/** To the server and to this device; tests have others. */
export type DraftStores = {
  create(draft: QuestionnaireResponse, key: string, record: string, last: boolean): Promise<QuestionnaireResponse>;
  update(draft: QuestionnaireResponse, record: string, last: boolean): Promise<QuestionnaireResponse>;
  read(id: string): Promise<QuestionnaireResponse>;
  keep(copy: DeviceCopy): Promise<void>;
  forget(key: string): void;
};

const stores: DraftStores = {
  create: (draft, key, record, keepalive) => create(draft, { record, key, keepalive, headers: onBehalf(draft) }),
  update: (draft, record, keepalive) => update(draft, { record, keepalive, headers: onBehalf(draft) }),
  read: (id) => read('QuestionnaireResponse', id),
  keep: keepOnDevice,
  forget: forgetOnDevice,
};

export const draftSystem = 'https://enjournal.no/fhir/NamingSystem/draft';
const pauseMs = 900;
const longestMs = 5_000;

/**
 * Holds one draft for as long as it is written: saves each pause, against the version it knows, and keeps what is not saved on the
 * device. It has a life of its own, so that moving about in the record interrupts nothing.
 */
export class DraftKeeper {
  readonly key: string;
  readonly record: string;
  readonly #owner: string;
  readonly #stores: DraftStores;
  readonly #listeners = new Set<() => void>();
  #state: DraftState;
  #base: QuestionnaireResponse | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dirtySince: number | undefined;
  /** How often something has been written that is to be saved: a form that tells the same again while a save is under way is not. */
  #written = 0;
  #attempt = 0;
  #running: Promise<void> | undefined;
  #isOver = false;
  /** What it begins with is from the device, and not saved. */
  #isStart: boolean;

  constructor(
    of: { key: string; record: string; owner: string },
    start: { response: QuestionnaireResponse; base?: QuestionnaireResponse | undefined; isDirty?: boolean },
    to: DraftStores = stores,
  ) {
    this.key = of.key;
    this.record = of.record;
    this.#owner = of.owner;
    this.#stores = to;
    this.#base = start.base;
    this.#state = {
      response: start.response,
      saving: 'saved',
      savedAt: start.base?.meta?.lastUpdated ? Date.parse(start.base.meta.lastUpdated) : undefined,
      conflicts: [],
      theirs: undefined,
      failure: undefined,
      mergedAt: undefined,
    };
    this.#isStart = start.isDirty === true;
    if (start.isDirty) this.change(start.response);
  }

  /** The draft's id on the server; undefined while it has none. */
  get id(): string | undefined {
    return this.#base?.id;
  }

  /** The version that the server has, as far as is known here. */
  get version(): string | undefined {
    return this.#base?.meta?.versionId;
  }

  readonly current = (): DraftState => this.#state;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** What the record knows already, where nothing has been written; alone it is nothing to save. */
  prefill(items: readonly ResponseItem[]): void {
    if (this.#isOver) return;
    const { response } = this.#state;
    this.#set({ response: { ...response, item: mergeAnswers([], response.item ?? [], items).items } });
  }

  /**
   * The contact that it belongs to. One that the record tells is nothing to save alone; one that the user chose is saved.
   * Undefined: none.
   */
  belongTo(encounter: Reference | undefined, isChosen: boolean): void {
    if (this.#isOver) return;
    const { encounter: _, ...rest } = this.#state.response;
    const response = encounter === undefined ? rest : { ...rest, encounter };
    if (isChosen) this.#wrote(response);
    else this.#set({ response });
  }

  /** It is written out, and waits for whoever it is written for; until more is written in it. */
  sayReady(): void {
    if (!this.#isOver) this.#wrote(withReady(this.#state.response, true));
  }

  /** The user wrote something. */
  change(written: QuestionnaireResponse): void {
    if (this.#isOver) return;
    // A form knows of no contact, and may have been opened before one was chosen.
    const { encounter } = this.#state.response;
    const { encounter: _, ...rest } = written;
    const response = encounter === undefined ? rest : { ...rest, encounter };
    // A form tells again what it was given; that is nothing new.
    if (isSameAnswers(response.item ?? [], this.#state.response.item ?? []) && !this.#isStart) {
      this.#set({ response });
      return;
    }
    this.#wrote(isDictating() && isReady(response) ? withReady(response, false) : response);
  }

  #wrote(response: QuestionnaireResponse): void {
    const { saving } = this.#state;
    this.#written += 1;
    this.#isStart = false;
    this.#dirtySince ??= Date.now();
    this.#set({ response, saving: saving === 'saved' || saving === 'rejected' ? 'unsaved' : saving });
    this.#keep();
    if (saving !== 'conflict' && saving !== 'refused' && saving !== 'closed') this.#saveSoon();
  }

  /** Saves what is not saved. @returns whether the server has all of it now */
  async flush({ last = false }: { last?: boolean } = {}): Promise<boolean> {
    for (let round = 0; round < 3 && this.#isDirty() && this.#canSave(); round++) {
      clearTimeout(this.#timer);
      this.#running ??= this.#save(last).finally(() => {
        this.#running = undefined;
      });
      await this.#running;
      if (this.#state.saving !== 'unsaved') break;
    }
    return !this.#isDirty() && this.#state.saving === 'saved';
  }

  /** Another device or person has saved a version: it is put in, unless there is something of ours that it must be merged with. */
  async hear(theirs: QuestionnaireResponse): Promise<void> {
    if (this.#isOver || theirs.meta?.versionId === this.#base?.meta?.versionId || this.#running) return;
    if (Number(theirs.meta?.versionId) < Number(this.#base?.meta?.versionId)) return;
    this.#takeIn(theirs);
    await this.flush();
  }

  /** The user has chosen between two versions of a field. */
  choose(conflict: FieldConflict, whose: 'mine' | 'theirs'): void {
    const { response, conflicts } = this.#state;
    const rest = conflicts.filter((one) => one !== conflict);
    this.#written += 1;
    const item = whose === 'mine' ? response.item : withField(response.item ?? [], conflict.path, conflict.theirs);
    this.#dirtySince ??= Date.now();
    this.#set({
      response: { ...response, ...(item === undefined ? {} : { item }) },
      conflicts: rest,
      ...(rest.length === 0 ? { saving: 'unsaved', theirs: undefined } : {}),
    });
    this.#keep();
    if (rest.length === 0) void this.flush();
  }

  /** It has become something else (signed, deleted): nothing more is saved of it. */
  close(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#stores.forget(this.key);
  }

  /** The screen is taken away: what is not saved stays on the device. */
  putAway(): void {
    if (this.#isDirty()) {
      this.#keep();
      if (this.#canSave()) void this.flush({ last: true });
    }
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  #isDirty(): boolean {
    return this.#dirtySince !== undefined;
  }

  #canSave(): boolean {
    return !this.#isOver && !['conflict', 'refused', 'closed'].includes(this.#state.saving);
  }

  #saveSoon(): void {
    clearTimeout(this.#timer);
    const waited = Date.now() - (this.#dirtySince ?? Date.now());
    this.#timer = setTimeout(() => void this.flush(), Math.max(0, Math.min(pauseMs, longestMs - waited)));
  }

  async #save(last: boolean): Promise<void> {
    const sent = this.#state.response;
    const written = this.#written;
    this.#set({ saving: 'saving' });
    try {
      const saved = await (this.#base?.id === undefined
        ? this.#stores.create({ ...sent, identifier: this.#identifier() }, this.#search(), this.record, last)
        : this.#stores.update({ ...sent, ...versionOf(this.#base) }, this.record, last));
      this.#attempt = 0;
      this.#base = saved;
      const isAll = this.#written === written;
      this.#dirtySince = isAll ? undefined : Date.now();
      const { response } = this.#state;
      const { id, meta, author, identifier } = saved;
      this.#set({
        response: { ...response, ...defined({ id, meta, author, identifier }) },
        saving: isAll ? 'saved' : 'unsaved',
        savedAt: Date.now(),
        failure: undefined,
      });
      if (isAll) this.#stores.forget(this.key);
      else this.#saveSoon();
    } catch (cause) {
      await this.#failed(cause);
    }
  }

  async #failed(cause: unknown): Promise<void> {
    const failure = cause instanceof FhirFailure ? cause : new FhirFailure('fault', 0, { cause });
    if (failure.kind === 'stale' && this.#base?.id !== undefined && !isOtherRecord(failure)) {
      try {
        this.#takeIn(await this.#stores.read(this.#base.id));
        return;
      } catch (again) {
        return this.#failed(again instanceof FhirFailure && again.kind === 'stale' ? undefined : again);
      }
    }
    if (failure.kind === 'rejected') return this.#set({ saving: 'rejected', failure });
    if (failure.kind === 'refused' || failure.kind === 'absent' || failure.kind === 'stale')
      return this.#set({ saving: 'refused', failure });
    // Without contact, logged out, or a fault of ours: it is kept here and sent as soon as it can be.
    this.#set({ saving: 'offline', failure });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), waitBeforeRetry(this.#attempt++));
  }

  #takeIn(theirs: QuestionnaireResponse): void {
    const { response } = this.#state;
    if (theirs.status !== 'in-progress') {
      this.#set({ saving: 'closed', theirs });
      return;
    }
    const mine = response.item ?? [];
    const others = theirs.item ?? [];
    const { items, conflicts } = mergeAnswers(this.#base?.item ?? [], mine, others);
    // Of the contact the one stands that was chosen here since, else theirs.
    const isMoved = this.#isDirty() && response.encounter?.reference !== this.#base?.encounter?.reference;
    this.#base = theirs;
    const isNews = !isSameAnswers(items, mine);
    const { encounter } = isMoved ? response : theirs;
    const isDirty = !isSameAnswers(items, others) || encounter?.reference !== theirs.encounter?.reference;
    const { encounter: _, ...rest } = theirs;
    this.#dirtySince = isDirty ? (this.#dirtySince ?? Date.now()) : undefined;
    this.#set({
      response: { ...rest, ...(encounter === undefined ? {} : { encounter }), item: items },
      conflicts,
      theirs: conflicts.length > 0 ? theirs : undefined,
      saving: conflicts.length > 0 ? 'conflict' : isDirty ? 'unsaved' : 'saved',
      ...(isNews ? { mergedAt: Date.now() } : {}),
    });
    if (isDirty) this.#keep();
    else this.#stores.forget(this.key);
  }

  #keep(): void {
    void this.#stores.keep({
      key: this.key,
      record: this.record,
      owner: this.#owner,
      response: this.#state.response,
      base: this.#base,
      at: Date.now(),
    });
  }

  #identifier() {
    return { system: draftSystem, value: this.key };
  }

  #search(): string {
    return `${draftSystem}|${this.key}`;
  }

  #set(change: Partial<DraftState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

/** Whether a write was refused because it belongs in another record than the one whose page it was made on. */
export const isOtherRecord = ({ outcome }: FhirFailure): boolean =>
  outcome?.issue?.some(({ details }) => details?.coding?.some(({ code }) => code === 'other-record')) === true;

const versionOf = ({ id, meta }: QuestionnaireResponse) => defined({ id, meta });

function defined<T extends object>(of: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined)) as never;
}
