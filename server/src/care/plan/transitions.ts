/** What may become of a plan or a goal; what is not told stays as it is. Who errs says so (`entered-in-error`). */
const plans: Readonly<Record<string, readonly string[]>> = {
  draft: ['active', 'on-hold', 'revoked', 'completed'],
  active: ['on-hold', 'revoked', 'completed'],
  'on-hold': ['active', 'revoked', 'completed'],
  unknown: ['draft', 'active', 'on-hold', 'revoked', 'completed'],
};

const goals: Readonly<Record<string, readonly string[]>> = {
  proposed: ['planned', 'accepted', 'active', 'on-hold', 'completed', 'rejected', 'cancelled'],
  planned: ['proposed', 'accepted', 'active', 'on-hold', 'completed', 'rejected', 'cancelled'],
  accepted: ['planned', 'active', 'on-hold', 'completed', 'cancelled'],
  active: ['on-hold', 'completed', 'cancelled'],
  'on-hold': ['active', 'completed', 'cancelled'],
};

const may = (
  table: Readonly<Record<string, readonly string[]>>,
  from: string | undefined,
  to: string | undefined,
): boolean =>
  from === undefined ||
  to === undefined ||
  from === to ||
  to === 'entered-in-error' ||
  (table[from] ?? []).includes(to);

export const mayPlanBecome = (from: string | undefined, to: string | undefined): boolean => may(plans, from, to);
export const mayGoalBecome = (from: string | undefined, to: string | undefined): boolean => may(goals, from, to);

/** How a plan or goal ends when it is not what was wanted: why must be told. */
export const endsUnreached = (status: string | undefined): boolean =>
  status === 'cancelled' || status === 'rejected' || status === 'revoked';
