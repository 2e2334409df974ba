import { problem } from '../fhir/issue.ts';
import type { Resource } from '../fhir/resource.ts';
import { patientTypes } from '../fhir/types.ts';
import { recordOfSubject } from './home.ts';
import type { WriteContext } from './operation.ts';
import { replaceLink, replaceNarrativeLinks } from './references.ts';
import { at, nothingDone, type Step } from './step.ts';

/** Gives ids to what is new, and puts them in the place of the fullUrls by which entries refer to each other. */
export class Naming {
  readonly #steps: readonly Step[];
  readonly #context: Pick<WriteContext, 'newId' | 'newRecord'>;
  readonly #at: number;
  /** fullUrl (and the relative form of one that is a RESTful URL) → `Type/id`. */
  readonly #urls = new Map<string, string>();

  constructor(steps: readonly Step[], context: Pick<WriteContext, 'newId' | 'newRecord'>, atMs: number) {
    this.#steps = steps;
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
    if (this.#urls.size > 0) for (const step of later) this.#replaceLinks(step);
    for (const step of later) {
      step.record = recordOfSubject(step.body!.value as Resource) ?? this.#context.newRecord();
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
