import { type News2, urgencyOf } from '@enjournal/server/care/chart';

/** The score with the colour of what it asks for; a dash while a part is missing. */
export function News2Badge({ total, points }: { total: number | undefined; points: News2['points'] }) {
  const urgency = total === undefined ? 'none' : urgencyOf(total, points);
  return (
    <strong className="ej-news2 ej-num" data-urgency={urgency}>
      {total ?? '–'}
    </strong>
  );
}
