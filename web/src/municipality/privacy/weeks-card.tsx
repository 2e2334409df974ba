import { useTranslation } from 'react-i18next';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { openingsPerWeek, type Review } from './reviews.ts';

const WEEKS = 12;
const HEIGHT = 56;

/** Emergency openings in each of the last twelve weeks, as bars or as a table. */
export function WeeksCard({ reviews }: { reviews: readonly Review[] }) {
  const { t } = useTranslation();
  const [isTable, setTable] = useKept('weeks as table', false);
  const weeks = openingsPerWeek(reviews, WEEKS);
  const before = weeks.slice(0, -1).map(({ count }) => count);
  const [low, high] = [Math.min(...before), Math.max(...before)];
  const finding = t('privacy.weeksFinding', {
    last: weeks.at(-1)?.count ?? 0,
    weeks: before.length,
    usual: low === high ? low : `${low}–${high}`,
  });
  const most = Math.max(1, ...weeks.map(({ count }) => count));
  return (
    <Card
      title={t('privacy.weeks')}
      count={t('privacy.weeksSpan')}
      action={
        <button type="button" className="ej-link" onClick={() => setTable(!isTable)}>
          {isTable ? t('privacy.asChart') : t('privacy.asTable')}
        </button>
      }
    >
      {isTable ? (
        <table className="ej-mun-weeks-table">
          <caption className="ej-sr">{finding}</caption>
          <thead>
            <tr>
              <th scope="col">{t('privacy.week')}</th>
              <th scope="col">{t('privacy.count')}</th>
            </tr>
          </thead>
          <tbody>
            {weeks.map(({ week, count }) => (
              <tr key={week}>
                <th scope="row">{week}</th>
                <td>{count}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <div className="ej-card-body ej-mun-weeks">
          <div className="ej-mun-bars" role="img" aria-label={`${t('privacy.weeks')}. ${finding}`}>
            {weeks.map(({ week, count }, n) => (
              <div key={week} data-last={n === weeks.length - 1}>
                <span>{count}</span>
                <i style={{ height: `${Math.round((count / most) * HEIGHT)}px` }} />
                <span>{week}</span>
              </div>
            ))}
          </div>
          <p>{finding}</p>
        </div>
      )}
    </Card>
  );
}
