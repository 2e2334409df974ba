import { problem } from '../fhir/issue.ts';
import type { Resource } from '../fhir/resource.ts';
import { goesWithOthers } from '../fhir/search/subject.ts';
import { patientTypes } from '../fhir/types.ts';
import type { Homes } from './home.ts';
import type { WriteContext } from './operation.ts';
import { replaceLink, replaceNarrativeLinks } from './references.ts';
import { at, nothingDone, type Step } from './step.ts';

/** Gives ids to what is new, and puts them in the place of the fullUrls by which entries refer to each other. */
export class Naming {
  readonly #steps: readonly Step[];
  readonly #context: Pick<WriteContext, 'newId' | 'newRecord'>;
  readonly #homes: Homes;
  readonly #at: number;
  /** fullUrl (and the relative form of one that is a RESTful URL) → `Type/id`. */
  readonly #urls = new Map<string, string>();

  constructor(steps: readonly Step[], homes: Homes, context: Pick<WriteContext, 'newId' | 'newRecord'>, atMs: number) {
    this.#steps = steps;
    this.#homes = homes;
    this.#context = context;
    this.#at = atMs;
  }

  /** Resources that are a record of their own get their ids first, since the others' ids carry their patient's record. */
  giveIds(): void {
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
    const goesWith = (step: Step) => goesWithOthers(step.operation.type);
    const companions = this.#steps.filter(goesWith);
    if (companions.length === 0) {
      this.#placeNew(later);
      this.#nameTwins();
      this.#placeKnown(this.#steps);
      return;
    }
    const others = this.#steps.filter((step) => !goesWith(step));
    this.#placeNew(later.filter((step) => !goesWith(step)));
    this.#nameTwins();
    this.#placeKnown(others);
    for (const step of others) this.#homes.learn(step);
    this.#placeNew(later.filter(goesWith));
    this.#nameTwins();
    this.#placeKnown(companions);
    this.#replaceAll(others.filter(({ outcome }) => outcome === undefined));
  }

  /** Gives those ids that carry the record of whom they are about. */
  #placeNew(steps: readonly Step[]): void {
    this.#replaceAll(steps);
    for (const step of steps) {
      step.record = this.#homes.recordOf(step.body!.value as Resource) ?? this.#context.newRecord();
      step.id = this.#context.newId(step.record);
      this.#name(step);
    }
  }

  /** What has an id, given or new, gets its record too, now that its references say whom it is about. */
  #placeKnown(steps: readonly Step[]): void {
    const todo = steps.filter(({ outcome }) => outcome === undefined);
    this.#replaceAll(todo);
    for (const step of todo) {
      if (step.body !== undefined) step.record = this.#homes.of(step, step.body.value as Resource);
    }
  }

  #replaceAll(steps: readonly Step[]): void {
    if (this.#urls.size > 0) for (const step of steps) this.#replaceLinks(step);
  }

  #nameTwins(): void {
    for (const step of this.#steps) {
      const { twin, operation } = step;
      if (twin?.id === undefined || step.id !== undefined) continue;
      step.id = twin.id;
      step.record = twin.record!;
      step.outcome = { ...nothingDone(operation.type, twin.id, this.#at), status: 200 };
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
}
