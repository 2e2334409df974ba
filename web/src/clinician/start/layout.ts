/** The cards of a start page. */
export const cardIds = [
  ...(['appointments', 'visits', 'triage', 'ward', 'referrals', 'changed', 'inbox', 'tasks', 'results'] as const),
  ...(['countersign', 'drafts', 'unit', 'prescriptions', 'sent', 'recent', 'list'] as const),
] as const;
export type CardId = (typeof cardIds)[number];

export const isCard = (id: string): id is CardId => (cardIds as readonly string[]).includes(id);

/** Three columns from the left; on a narrower screen they stand under each other in this order. */
export type Layout = readonly (readonly CardId[])[];

const rest = ['countersign', 'drafts', 'recent'] as const;

const byService: Readonly<Record<string, Layout>> = {
  gp: [
    ['appointments', 'changed'],
    ['inbox', 'tasks', 'prescriptions', 'sent'],
    ['results', 'countersign', 'drafts', 'unit', 'recent', 'list'],
  ],
  legevakt: [['triage'], ['tasks', 'unit', 'prescriptions', 'inbox'], ['results', ...rest]],
  'nursing-home': [['ward'], ['unit', 'prescriptions', 'tasks', 'inbox'], ['results', ...rest]],
  'home-care': [['visits'], ['unit', 'tasks', 'inbox'], rest],
  'private-care': [['visits'], ['unit', 'tasks', 'inbox'], rest],
  'health-station': [['appointments', 'changed'], ['tasks', 'unit', 'inbox'], rest],
  'school-health': [['appointments', 'changed'], ['tasks', 'unit', 'inbox'], rest],
  'youth-clinic': [['appointments', 'changed'], ['tasks', 'unit', 'inbox'], rest],
  hospital: [
    ['ward', 'appointments'],
    ['referrals', 'inbox', 'tasks', 'unit', 'prescriptions'],
    ['results', 'sent', ...rest],
  ],
  specialist: [['appointments'], ['referrals', 'inbox', 'tasks', 'unit'], ['results', 'sent', ...rest]],
  'case-office': [['referrals'], ['tasks', 'unit', 'inbox'], ['sent', 'recent']],
};
const standard: Layout = [['appointments'], ['tasks', 'unit', 'inbox'], ['sent', ...rest]];

/** A secretary works with the unit's day and queue. */
const secretary: Layout = [['appointments'], ['unit', 'tasks'], ['inbox', 'sent', 'recent']];

/** Roles that answer for results and write notes; others are not shown cards that would always be empty. */
const unsigned: ReadonlySet<string> = new Set(['helsesekretaer', 'saksbehandler', 'koordinator', 'assistent']);

export function layoutOf(role: string | undefined, service: string | undefined): Layout {
  const layout = role === 'helsesekretaer' ? secretary : (byService[service ?? ''] ?? standard);
  if (!unsigned.has(role ?? '')) return layout;
  return layout.map((column) => column.filter((id) => id !== 'results'));
}

/** What a user has changed of it: what is left out, and the order within each column. */
export type Choice = { hidden: readonly CardId[]; order: readonly CardId[] };
export const noChoice: Choice = { hidden: [], order: [] };

/** The user's cards come in their order; a card that is new since they chose stands where it would have. */
export function chosen(layout: Layout, { hidden, order }: Choice): CardId[][] {
  const place = (id: CardId) => (order.includes(id) ? order.indexOf(id) : undefined);
  return layout.map((column) =>
    column
      .map((id, index) => ({ id, at: place(id) ?? index }))
      .sort((a, b) => a.at - b.at)
      .map(({ id }) => id)
      .filter((id) => !hidden.includes(id)),
  );
}

/** A card one place up or down in its column. */
export function moved(layout: Layout, choice: Choice, id: CardId, by: -1 | 1): Choice {
  const columns = chosen(layout, { ...choice, hidden: [] });
  const order = columns.flatMap((column) => {
    const at = column.indexOf(id);
    const to = at + by;
    if (at < 0 || to < 0 || to >= column.length) return column;
    const next = [...column];
    next.splice(at, 1);
    next.splice(to, 0, id);
    return next;
  });
  return { ...choice, order };
}
