/**
 * What supports the reason that somebody gave for a look, and what asks for a closer one. Pure: what is known of what came
 * before and after, and never what the record holds. The choice of signs is ours; none of them decides anything.
 */
export type Circumstances = {
  /** The time of the look, epoch ms; half-open. */
  from: number;
  until: number;
  /** It was open for shorter than it could have been. */
  isEndedEarly: boolean;
  /** Within a day: somebody at the unit noted that the citizen came, or the unit got to do with the citizen otherwise. */
  hasArrived: boolean;
  hasRelation: boolean;
  /** What the person wrote in the record within a day. */
  notes: number;
  /** What the person read while it was open. */
  reads: number;
  /** The person's openings of any record in the year before. */
  openingsBefore: number;
  /** Of these, of this record. */
  openingsOfRecordBefore: number;
  isAddressProtected: boolean;
  /** The citizen works in the same unit. */
  isColleague: boolean;
  /** Whether it was in the person's working hours, where these are told. */
  isOnDuty?: boolean;
};

export type Support = 'arrival-registered' | 'relation-afterwards' | 'wrote-afterwards' | 'ended-early' | 'on-duty';
export type Question =
  | 'no-contact-afterwards'
  | 'opened-before'
  | 'many-openings'
  | 'address-protected'
  | 'colleague'
  | 'nothing-read'
  | 'off-duty';

/** So long afterwards an arrival, a relation or a note belongs to the look. */
export const AFTERWARDS_MS = 86_400_000;
/** So long it may take before somebody arrives, or something is written. */
const COMING_MS = 3_600_000;
/** More openings in a year than this are asked about. */
const MANY = 3;

export function signsOf(of: Circumstances, now: number): { supports: Support[]; questions: Question[] } {
  const supports: Support[] = [];
  if (of.hasArrived) supports.push('arrival-registered');
  else if (of.hasRelation) supports.push('relation-afterwards');
  if (of.notes > 0) supports.push('wrote-afterwards');
  if (of.isEndedEarly) supports.push('ended-early');
  if (of.isOnDuty === true) supports.push('on-duty');
  const questions: Question[] = [];
  const hasContact = of.hasArrived || of.hasRelation || of.notes > 0;
  // while the citizen may still be on the way it is too early to ask
  if (!hasContact && now >= of.from + COMING_MS) questions.push('no-contact-afterwards');
  if (of.openingsOfRecordBefore > 0) questions.push('opened-before');
  if (of.openingsBefore > MANY) questions.push('many-openings');
  if (of.isAddressProtected) questions.push('address-protected');
  if (of.isColleague) questions.push('colleague');
  if (of.reads === 0 && now >= of.until) questions.push('nothing-read');
  if (of.isOnDuty === false) questions.push('off-duty');
  return { supports, questions };
}
