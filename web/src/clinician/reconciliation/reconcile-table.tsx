import { ExclamationmarkTriangleIcon } from '@navikt/aksel-icons';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shortDate, shortDateTime } from '../../shared/format/date.ts';
import { quantityText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { dosageText } from '../../shared/resource/dosage.ts';
import { codeText } from '../../shared/resource/line.ts';
import type { Decided } from './decided.ts';
import { nameOf } from './decided.ts';
import { DecisionCell } from './decision-cell.tsx';
import { QuestionsOf } from './questions-of.tsx';
import { SaidForm } from './said-form.tsx';
import type { useQuestions } from './use-questions.ts';
import type { useReceivers } from './use-receivers.ts';
import { type Row, type SourceKind, type SourceLine, sourceKinds } from './use-sources.ts';

type Props = {
  id: string;
  rows: readonly Row[];
  decided: (key: string) => Decided;
  decide: (key: string, part: Partial<Decided>) => void;
  questions: ReturnType<typeof useQuestions>;
  receivers: ReturnType<typeof useReceivers>;
};

/** A row for each medicine, a column for each source that says something; on a phone each medicine is a block. */
export function ReconcileTable({ id, rows, decided, decide, questions, receivers }: Props) {
  const { t } = useTranslation();
  const [saying, setSaying] = useState<string>();
  const shown = sourceKinds.filter(
    (kind) =>
      kind === 'list' || kind === 'citizen' || rows.some(({ sources }) => sources.some((one) => one.kind === kind)),
  );
  return (
    <div className="ej-reconcile-scroll">
      <table className="ej-reconcile">
        <caption className="ej-sr">{t('reconcile.medicines')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('reconcile.medicine')}</th>
            {shown.map((kind) => (
              <th key={kind} scope="col">
                {t(`reconcile.source.${kind}`)}
              </th>
            ))}
            <th scope="col">{t('reconcile.decision')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Fragment key={row.key}>
              <tr data-differs={row.differences.length > 0}>
                <th scope="row">
                  <b>{nameOf(row)}</b>
                  {row.differences.map((one) => (
                    <span key={one} className="ej-differs">
                      <ExclamationmarkTriangleIcon aria-hidden /> {t(`reconcile.difference.${one}`)}
                    </span>
                  ))}
                </th>
                {shown.map((kind) => (
                  <td
                    key={kind}
                    data-label={t(`reconcile.source.${kind}`)}
                    data-empty={kind !== 'citizen' && !row.sources.some((one) => one.kind === kind)}
                  >
                    <SourceCell kind={kind} lines={row.sources.filter((one) => one.kind === kind)} row={row} />
                    {kind === 'citizen' && (
                      <button
                        type="button"
                        className="ej-link ej-noprint"
                        aria-expanded={saying === row.key}
                        onClick={() => setSaying(saying === row.key ? undefined : row.key)}
                      >
                        {t('reconcile.say')}
                        <span className="ej-sr"> {nameOf(row)}</span>
                      </button>
                    )}
                  </td>
                ))}
                <td data-label={t('reconcile.decision')}>
                  <DecisionCell row={row} decided={decided(row.key)} decide={(part) => decide(row.key, part)} />
                </td>
              </tr>
              {saying === row.key && (
                <tr>
                  <td colSpan={shown.length + 2}>
                    <SaidForm id={id} row={row} onClose={() => setSaying(undefined)} />
                  </td>
                </tr>
              )}
              {(decided(row.key).decision === 'ask' || questions.of(row).length > 0) && (
                <tr>
                  <td colSpan={shown.length + 2}>
                    <QuestionsOf
                      id={id}
                      row={row}
                      isAsking={decided(row.key).decision === 'ask'}
                      questions={questions}
                      receivers={receivers}
                    />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What one source says: how it is taken, or that it was handed over or given, and when. */
function SourceCell({ kind, lines, row }: { kind: SourceKind; lines: readonly SourceLine[]; row: Row }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (lines.length === 0) return <span className="ej-meta">{kind === 'citizen' ? t('reconcile.notAsked') : '–'}</span>;
  return lines.map((line) => {
    const isOther = line.name !== nameOf(row);
    return (
      <div key={line.reference}>
        {isOther && <div>{line.name}</div>}
        <div>{textOf(line)}</div>
        {line.text && <q>{line.text}</q>}
        <div className="ej-meta">
          {kind === 'given' ? shortDateTime(line.when, language) : shortDate(line.when, language)}
        </div>
      </div>
    );
  });

  function textOf({ status, dosage, amount }: SourceLine): string {
    if (status === 'not-taken') return t('reconcile.notTaken');
    const ended = status === 'stopped' || status === 'not-done' ? codeText(status, t) : '';
    const how = kind === 'dispensed' ? quantityText(amount, language) : dosageText(dosage, language, t);
    const given = kind === 'given' ? quantityText(amount, language) : '';
    return [ended, how || given || (kind === 'citizen' || kind === 'box' ? t('reconcile.known') : '')]
      .filter(Boolean)
      .join(', ');
  }
}
