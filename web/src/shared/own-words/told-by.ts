import type { QuestionnaireResponse } from '../fhir/types.ts';

/** Who wrote what is told: whoever told it, or personnel for the citizen or for somebody near to them. */
export function toldBy({ author, source }: QuestionnaireResponse): 'by' | 'down' | 'downFor' {
  if (!/^Practitioner(Role)?\//.test(author?.reference ?? '')) return 'by';
  return source?.reference?.startsWith('RelatedPerson/') ? 'downFor' : 'down';
}
