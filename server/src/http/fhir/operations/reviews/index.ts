import type { FhirOperation } from '../operation.ts';
import { accessReviews, ownReviews } from './list.ts';
import { reviewExplain, reviewOutcome } from './outcome.ts';
import { question } from './question.ts';
import { review } from './review.ts';

/** Control of the log: what is brought before whoever has that role, and what comes of it. */
export const reviews: readonly FhirOperation[] = [
  ...[accessReviews, ownReviews, review, reviewOutcome, reviewExplain, question],
];
