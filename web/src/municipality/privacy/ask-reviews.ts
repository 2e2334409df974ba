import { askOperation, callOperation, type Parameter, parametersNamed } from '../../shared/fhir/parameters.ts';
import { flagOf, numberOf, referenceOf, textOf, textsOf } from '../parts.ts';
import { inOrder, type Review, type ReviewDetail, type Status, toldOf } from './reviews.ts';

function reviewOf({ part }: Parameter): Review {
  return {
    id: referenceOf(part, 'task')?.reference?.split('/')[1] ?? '',
    kind: textOf(part, 'kind') ?? '',
    status: (textOf(part, 'status') ?? 'open') as Status,
    person: referenceOf(part, 'person')?.display ?? '–',
    patient: referenceOf(part, 'patient')?.display ?? '–',
    from: textOf(part, 'from') ?? '',
    until: textOf(part, 'until') ?? '',
    deadline: textOf(part, 'deadline'),
    reason: textOf(part, 'reason'),
    reasonText: textOf(part, 'reasonText'),
    role: textOf(part, 'role'),
    title: textOf(part, 'title'),
    unit: referenceOf(part, 'organization')?.display,
    supports: textsOf(part, 'supports'),
    questions: textsOf(part, 'questions'),
    openingsBefore: numberOf(part, 'openingsBefore'),
    notes: parametersNamed(part, 'note').map(({ part: note }) => ({
      time: textOf(note, 'time'),
      author: referenceOf(note, 'author')?.display ?? '–',
      text: textOf(note, 'text') ?? '',
    })),
    outcome: textOf(part, 'outcome'),
    closed: textOf(part, 'closed'),
    reviewer: referenceOf(part, 'reviewer')?.display,
    breachDeadline: textOf(part, 'breachDeadline'),
  };
}

export async function readReviews(signal?: AbortSignal): Promise<Review[]> {
  return inOrder(parametersNamed(await askOperation('$access-reviews', signal), 'review').map(reviewOf));
}

export async function readOwnReviews(signal?: AbortSignal): Promise<Review[]> {
  return parametersNamed(await askOperation('$own-reviews', signal), 'review').map(reviewOf);
}

export async function readReview(id: string, signal?: AbortSignal): Promise<ReviewDetail> {
  const told = await askOperation(`Task/${encodeURIComponent(id)}/$review`, signal);
  const [review] = parametersNamed(told, 'review').map(reviewOf);
  return {
    review: review as Review,
    told: parametersNamed(told, 'told').flatMap(({ part }) => {
      const what = toldOf.find((one) => one === textOf(part, 'what'));
      const who = referenceOf(part, 'who')?.display ?? '–';
      return what === undefined
        ? []
        : [{ what, who, time: textOf(part, 'time') ?? '', outcome: textOf(part, 'outcome') }];
    }),
    accesses: parametersNamed(told, 'access').map(({ part }) => ({
      time: textOf(part, 'time') ?? '',
      description: textOf(part, 'description') ?? '',
      isRefused: flagOf(part, 'refused'),
      types: parametersNamed(part, 'type').map(({ part: type }) => ({
        code: textOf(type, 'code') ?? '',
        count: numberOf(type, 'count') ?? 0,
      })),
    })),
  };
}

export type Outcome = 'justified' | 'explanation' | 'unlawful' | 'reported' | 'not-reported';

/** @throws FhirFailure */
export async function giveOutcome(id: string, outcome: Outcome, text: string): Promise<void> {
  await callOperation(`Task/${encodeURIComponent(id)}/$review-outcome`, [
    { name: 'outcome', valueCode: outcome },
    { name: 'text', valueString: text },
  ]);
}

/** @throws FhirFailure */
export async function explain(id: string, text: string): Promise<void> {
  await callOperation(`Task/${encodeURIComponent(id)}/$review-explain`, [{ name: 'text', valueString: text }]);
}
