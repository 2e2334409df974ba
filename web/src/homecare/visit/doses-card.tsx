import { QrCodeScanningIcon } from '@navikt/aksel-icons';
import { Button } from '@navikt/ds-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { CheckedMark, CheckPanel } from '../check/check-panel.tsx';
import type { Check } from '../check/use-check.ts';
import { type Dose, isOpen, isToBeGiven } from '../doses/dose.ts';
import { DoseRow } from '../doses/dose-row.tsx';
import type { Giver } from '../doses/record-dose.ts';
import { useGive } from '../doses/use-give.ts';

type Props = {
  query: UseQueryResult<Dose[]>;
  giver: () => Giver;
  check: Check;
  hindranceOf: (dose: Dose) => string | undefined;
  /** Whose visit it is. */
  name: string;
};

/** The doses of this visit: one tap for each, or one for all that remain; and the barcodes of band and package before it. */
export function DosesCard({ query, giver, check, hindranceOf, name }: Props) {
  const { t } = useTranslation();
  const { record, undo } = useGive(check);
  const [isScanning, setScanning] = useKept('scanning', false);
  const whyNot = (dose: Dose) => (check.isStopped ? t('check.hindrance') : hindranceOf(dose));
  const remaining = (query.data ?? []).filter(
    (dose) => isToBeGiven(dose) && !dose.isObserved && dose.missed === undefined && whyNot(dose) === undefined,
  );
  const left = (query.data ?? []).filter((dose) => isOpen(dose) && hindranceOf(dose) === undefined);
  return (
    <Card
      title={t('visit.doses')}
      count={query.data && t('visit.doses.count', { count: left.length })}
      action={
        <Button
          size="small"
          variant="tertiary"
          className="ej-check-open"
          icon={<QrCodeScanningIcon aria-hidden />}
          aria-expanded={isScanning}
          onClick={() => setScanning(!isScanning)}
        >
          {t(isScanning ? 'check.close' : 'check.open')}
        </Button>
      }
    >
      {isScanning && <CheckPanel check={check} name={name} />}
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
                  hindrance={whyNot(dose)}
                  mark={<CheckedMark check={check} order={dose.order} />}
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
