import { PrinterSmallIcon } from '@navikt/aksel-icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { TextContext } from '../../shared/ui/text-context.ts';
import { Page } from '../frame/page.tsx';
import { explained } from '../words/explained-text.tsx';
import { JournalNav } from './journal-nav.tsx';

/** A page of the record: the way to its other parts, its content with difficult words explained, and the way to paper. */
export function RecordPart({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Page title={title} lead={lead}>
      <div className="ej-c-record">
        <JournalNav />
        <TextContext value={explained}>
          <div className="ej-c-stack">
            {children}
            <p className="ej-c-end ej-noprint">
              <span className="ej-meta">{t('me.words')}</span>
              <button type="button" className="ej-c-plain" onClick={() => window.print()}>
                <PrinterSmallIcon aria-hidden />
                {t('me.print')}
              </button>
            </p>
          </div>
        </TextContext>
      </div>
    </Page>
  );
}
