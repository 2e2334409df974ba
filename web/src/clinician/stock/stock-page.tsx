import '../start/start.css';
import '../problems/problems.css';
import './stock.css';
import { PlusIcon } from '@navikt/aksel-icons';
import { Button } from '@navikt/ds-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { DoneNotice } from '../../shared/ui/done.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { RowList } from '../../shared/ui/row-list.tsx';
import { useUnits } from '../work/use-work.ts';
import { countedText } from './amount.ts';
import { NewLineForm } from './new-line-form.tsx';
import { StockLineDetail } from './stock-line-detail.tsx';
import { useLines, usePlace, useWaiting } from './use-stock.ts';
import { WaitingMovement } from './waiting-movement.tsx';

/** The stock of controlled drugs of the unit: what waits for a second person, and the book of each medicine. */
export function StockPage() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { unit } = usePlace();
  const units = useUnits();
  const lines = useLines(units);
  const waiting = useWaiting(units);
  const [isAdding, setAdding] = useKept('new stock line', false);
  useEffect(() => {
    document.title = `${t('stock.title')} – ${t('bar.label')}`;
  }, [t]);
  return (
    <main id="content" className="ej-page ej-start-page" tabIndex={-1}>
      <div className="ej-start-lead">
        <h1 className="ej-title">{t('stock.title')}</h1>
        <span className="ej-meta">{t('stock.lead')}</span>
        {!isAdding && (
          <Button
            type="button"
            size="small"
            className="ej-xs ej-noprint"
            icon={<PlusIcon aria-hidden />}
            onClick={() => setAdding(true)}
          >
            {t('stock.new')}
          </Button>
        )}
      </div>
      {isAdding && (
        <Card title={t('stock.new')}>
          <NewLineForm unit={unit} onClose={() => setAdding(false)} />
        </Card>
      )}
      {waiting.data !== undefined && waiting.data.length > 0 && (
        <Card title={t('stock.waiting')} count={waiting.data.length}>
          <ul className="ej-rows">
            {waiting.data.map((one) => {
              const line = lines.data?.find(({ resource }) => `Basic/${resource.id}` === one.movement.line);
              return line && <WaitingMovement key={one.resource.id} of={one} line={line} />;
            })}
          </ul>
        </Card>
      )}
      <Card title={t('stock.lines')} count={lines.data?.length}>
        <Part of={lines} what={t('stock.what')} rows={5}>
          {(all) =>
            all.length === 0 ? (
              <p className="ej-card-body">{t('stock.none')}</p>
            ) : (
              <RowList
                label={t('stock.lines')}
                columns="minmax(0, 1fr) max-content"
                rows={all.map((one) => ({
                  key: one.resource.id ?? '',
                  cells: (
                    <>
                      <span className="ej-strong">{one.medicine.text}</span>
                      <span className="ej-row-end ej-num">{countedText(one.line.balance, language)}</span>
                    </>
                  ),
                  detail: () => <StockLineDetail of={one} />,
                }))}
              />
            )
          }
        </Part>
      </Card>
      <DoneNotice />
    </main>
  );
}
