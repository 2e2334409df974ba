import './reconciliation.css';
import '../medication/medication.css';
import { Button, Select } from '@navikt/ds-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { withLaterTexts } from '../../i18n.ts';
import { ConceptSearch } from '../../shared/coding/concept-search.tsx';
import { callOperation } from '../../shared/fhir/parameters.ts';
import { shortDateTime, timeOf } from '../../shared/format/date.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { tellDone } from '../../shared/ui/done.tsx';
import { later } from '../../shared/ui/later.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { useMedicines } from '../medication/use-medicines.ts';
import { usePrescriber } from '../medication/use-prescriber.ts';
import { SectionPage } from '../record/section-page.tsx';
import { Consequences } from './consequences.tsx';
import { isWhole, linesOf } from './decided.ts';
import { ReadyForDoctor } from './ready-for-doctor.tsx';
import { ReconcileTable } from './reconcile-table.tsx';
import { useDraft } from './use-draft.ts';
import { useQuestions } from './use-questions.ts';
import { useReceivers } from './use-receivers.ts';
import { type Row, useSources } from './use-sources.ts';

const SfmCard = later(() => withLaterTexts(import('../medication/sfm-card.tsx')));

const transitions = ['admission', 'discharge', 'moving-in', 'after-discharge'] as const;

/** The medicines of all sources side by side, decided line by line, and signed at once. */
export default function ReconcilePage({ id }: { id: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const sources = useSources(id);
  return (
    <SectionPage title={t('section.samstemming')}>
      <SfmCard id={id} />
      <Part of={sources} what={t('reconcile.what')} rows={8}>
        {({ rows, at }) => (
          <div className="ej-reconciling">
            <p className="ej-meta">{t('reconcile.fetched', { when: shortDateTime(at, language) })}</p>
            <Reconciling id={id} found={rows} />
          </div>
        )}
      </Part>
    </SectionPage>
  );
}

function Reconciling({ id, found }: { id: string; found: readonly Row[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const draft = useDraft(id, found);
  const questions = useQuestions(id);
  const receivers = useReceivers(id);
  const { isPrescriber } = usePrescriber();
  const [isOnlyDeviating, setOnlyDeviating] = useKept('reconciliation deviating', false);
  const [isAdding, setAdding] = useState(false);
  const [told, setTold] = useKept<string[] | undefined>('reconciliation told', undefined);
  const rows = [...found, ...draft.added.filter(({ key }) => !found.some((row) => row.key === key))];
  const isDone = (row: Row) => isWhole(row, draft.decided(row.key));
  const done = rows.filter(isDone).length;
  const deviating = rows.filter(({ differences }) => differences.length > 0);
  const plain = rows.filter(
    (row) => row.order && row.differences.length === 0 && draft.decided(row.key).decision === undefined,
  );
  const units = receivers.units;
  const notify = told ?? units.map(({ reference = '' }) => reference);
  const parameters = [
    { name: 'transition', valueCode: draft.transition },
    ...linesOf(rows, draft.decided),
    ...units
      .filter(({ reference = '' }) => notify.includes(reference))
      .map((valueReference) => ({ name: 'notify', valueReference })),
  ];
  const sign = useMutation({
    mutationFn: async () => {
      const list = await draft.settle();
      const kept = list?.id ? [{ name: 'draft', valueReference: { reference: `List/${list.id}` } }] : [];
      return callOperation(`Patient/${id}/$reconcile`, [...parameters, ...kept]);
    },
    async onSuccess() {
      await draft.forget();
      await queries.invalidateQueries({
        predicate: ({ queryKey: [scope, record] }) => scope === 'record' && record === id,
      });
      tellDone(t('reconcile.signed'));
      void navigate({ to: '/pasient/$id/{-$section}', params: { id, section: 'legemidler' } });
    },
  });
  return (
    <>
      <div className="ej-reconcile-head">
        <Select
          label={t('reconcile.transition')}
          size="small"
          value={draft.transition}
          onChange={(event) => draft.setTransition(event.target.value)}
        >
          {transitions.map((one) => (
            <option key={one} value={one}>
              {t(`reconcile.transition.${one}`)}
            </option>
          ))}
        </Select>
        <p role="status">
          <b className="ej-num">{t('reconcile.progress', { done, count: rows.length })}</b>
        </p>
        <progress className="ej-progress" aria-label={t('reconcile.progressBar')} max={rows.length} value={done} />
        <span className="ej-acts">
          <button
            type="button"
            className="ej-pill"
            aria-pressed={isOnlyDeviating}
            onClick={() => setOnlyDeviating(true)}
          >
            {t('reconcile.deviating', { count: deviating.length })}
          </button>
          <button
            type="button"
            className="ej-pill"
            aria-pressed={!isOnlyDeviating}
            onClick={() => setOnlyDeviating(false)}
          >
            {t('reconcile.all', { count: rows.length })}
          </button>
          {plain.length > 0 && (
            <button
              type="button"
              className="ej-pill"
              onClick={() =>
                draft.decideAll(
                  plain.map(({ key }) => key),
                  { decision: 'keep' },
                )
              }
            >
              {t('reconcile.keepPlain', { count: plain.length })}
            </button>
          )}
        </span>
      </div>
      <Card title={t('reconcile.medicines')} count={rows.length}>
        {rows.length === 0 ? (
          <p className="ej-card-body">{t('reconcile.none')}</p>
        ) : (
          <ReconcileTable
            id={id}
            rows={isOnlyDeviating ? deviating : rows}
            decided={draft.decided}
            decide={draft.decide}
            questions={questions}
            receivers={receivers}
          />
        )}
        <div className="ej-card-body">
          {isAdding ? (
            <ConceptSearch
              label={t('reconcile.addMedicine')}
              useFound={useMedicines}
              value={undefined}
              autoFocus
              onChange={(medication) => {
                if (medication === undefined) return;
                draft.decide(`+ ${conceptText(medication)}`, { decision: 'add', medication });
                setAdding(false);
              }}
            />
          ) : (
            <Button type="button" size="small" variant="secondary" className="ej-xs" onClick={() => setAdding(true)}>
              {t('reconcile.addMedicine')}
            </Button>
          )}
        </div>
      </Card>
      <Consequences
        id={id}
        parameters={parameters}
        done={done}
        left={rows.length - done}
        units={units}
        notify={notify}
        onNotify={setTold}
        isOpen={sign.isIdle || sign.isError}
        sign={
          <>
            <span className="ej-meta" role="status">
              {draft.saved.failed
                ? t('reconcile.notSaved')
                : draft.saved.isWaiting
                  ? t('reconcile.saving')
                  : draft.saved.at
                    ? t('reconcile.saved', { when: timeOf(draft.saved.at, language) })
                    : ''}
            </span>
            {isPrescriber ? (
              <Button size="small" loading={sign.isPending} disabled={done < rows.length} onClick={() => sign.mutate()}>
                {t('reconcile.sign')}
              </Button>
            ) : (
              <ReadyForDoctor id={id} settle={draft.settle} />
            )}
          </>
        }
      />
      {sign.error && <FailureNotice error={sign.error} />}
    </>
  );
}
