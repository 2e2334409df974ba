import { Button } from '@navikt/ds-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { isOpen } from '../doses/dose.ts';
import { DoseRow } from '../doses/dose-row.tsx';
import type { Giver } from '../doses/record-dose.ts';
import { useDueDoses } from '../doses/use-due-doses.ts';
import { useGive } from '../doses/use-give.ts';
import { useHindrance } from '../doses/use-hindrance.ts';

/** The doses of this visit: one tap for each, or one for all that remain. */
export function DosesCard({ id, giver }: { id: string; giver: () => Giver }) {
  const { t } = useTranslation();
  const query = useDueDoses(id);
  const { record, undo } = useGive();
  const ids = useMemo(() => [id], [id]);
  const hindranceOf = useHindrance(ids);
  const remaining = (query.data ?? []).filter((dose) => isOpen(dose) && hindranceOf(dose) === undefined);
  return (
    <Card title={t('visit.doses')} count={query.data && t('visit.doses.count', { count: remaining.length })}>
      <Part of={query} what={t('visit.doses.what')}>
        {(doses) =>
          doses.length === 0 ? (
            <p className="ej-card-body ej-meta">{t('visit.doses.none')}</p>
          ) : (
            <ul className="ej-doses">
              {doses.map((dose) => (
                <DoseRow
                  key={dose.planned.value}
                  dose={dose}
                  hindrance={hindranceOf(dose)}
                  onRecord={(what) => record(dose, what, giver())}
                  onUndo={() => undo(dose, giver())}
                />
              ))}
            </ul>
          )
        }
      </Part>
      {remaining.length > 1 && (
        <div className="ej-card-body">
          <Button
            className="ej-visit-wide"
            onClick={() => {
              const to = giver();
              for (const dose of remaining) record(dose, { kind: 'given' }, to);
            }}
          >
            {t('visit.doses.rest', { count: remaining.length })}
          </Button>
        </div>
      )}
    </Card>
  );
}
