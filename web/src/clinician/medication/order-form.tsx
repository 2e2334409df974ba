import '../problems/problems.css';
import './medication.css';
import { Button, TextField } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { withLaterTexts } from '../../i18n.ts';
import { ConceptSearch } from '../../shared/coding/concept-search.tsx';
import type { MedicationRequest } from '../../shared/fhir/types.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { medicineName } from '../../shared/resource/line.ts';
import { later } from '../../shared/ui/later.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { problemsOf, useConditions } from '../record/record-data.ts';
import { AdvicePlace } from './advice-place.tsx';
import { DoseBuilder } from './dose-builder.tsx';
import { FieldError } from './field-error.tsx';
import { FirstWeek } from './first-week.tsx';
import { useMedicines } from './use-medicines.ts';
import { useOrderForm } from './use-order-form.ts';

const CatalogueCard = later(() => withLaterTexts(import('./catalogue-card.tsx')));

type Props = {
  id: string;
  /** The order that is changed; a new one when left out. */
  changes?: MedicationRequest;
  onClose: () => void;
};

/** A medicine ordered, or changed: what, how much and when, what for. Who may not order proposes. */
export default function OrderForm({ id, changes, onClose }: Props) {
  const { t } = useTranslation();
  const form = useOrderForm(id, changes, onClose);
  const { draft, change, order, errorOf } = form;
  const conditions = useConditions(id);
  const own = problemsOf(conditions.data?.resources ?? []).flatMap(({ code }) => code ?? []);
  // what may be said of a medicine is said when it is chosen, before there is a dose
  const chosen: MedicationRequest | undefined = draft.medicine && {
    resourceType: 'MedicationRequest',
    status: 'draft',
    intent: 'order',
    medicationCodeableConcept: draft.medicine,
    ...(changes?.id === undefined ? {} : { priorPrescription: { reference: `MedicationRequest/${changes.id}` } }),
  };
  const doing = changes === undefined ? (form.isPrescriber ? 'order.sign' : 'order.propose') : 'order.signChange';
  return (
    <form
      className="ej-form ej-order"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.submit();
      }}
    >
      {changes !== undefined && <p className="ej-meta">{t('order.changes', { what: medicineName(changes) })}</p>}
      <ConceptSearch
        label={t('order.medicine')}
        description={t('order.medicineHelp')}
        useFound={useMedicines}
        value={draft.medicine}
        onChange={(medicine) =>
          change({ ...(medicine ? { medicine } : { medicine: undefined as never }), dose: { ...draft.dose, unit: '' } })
        }
        autoFocus={changes === undefined}
        error={errorOf(/\.medication/)}
      />
      <CatalogueCard concept={draft.medicine} />
      {form.isSubstance && (
        <TextField
          label={t('order.strength')}
          description={t('order.strengthHelp')}
          size="small"
          maxLength={60}
          value={draft.strength}
          onChange={(event) => change({ strength: event.target.value })}
          error={errorOf(/^strength/)}
        />
      )}
      <DoseBuilder
        id={id}
        dose={draft.dose}
        onChange={(dose) => change({ dose })}
        units={form.units}
        texts={form.texts}
        error={errorOf(/\.dosageInstruction(?!.*bounds)/)}
      />
      <div className="ej-form-pair">
        <TextField
          label={t('order.start')}
          description={t('order.startHelp')}
          size="small"
          value={draft.start}
          onChange={(event) => change({ start: event.target.value })}
          error={errorOf(/^start|bounds/)}
        />
        <TextField
          label={t(changes === undefined ? 'order.plan' : 'order.why')}
          description={t(changes === undefined ? 'order.planHelp' : 'order.whyHelp')}
          size="small"
          maxLength={500}
          value={draft.plan}
          onChange={(event) => change({ plan: event.target.value })}
        />
      </div>
      <ConceptSearch
        label={t('order.indication')}
        valueSet="https://enjournal.no/fhir/ValueSet/problem-codes"
        value={draft.indication}
        own={own}
        onChange={(indication) => change(indication ? { indication } : { indication: undefined as never })}
        allowsWords
      />
      {own.length > 0 && draft.indication === undefined && (
        <div className="ej-quick">
          {own.slice(0, 8).map((one) => (
            <button
              key={conceptText(one)}
              type="button"
              className="ej-pill"
              onClick={() => change({ indication: one })}
            >
              <Voiced isWritten>{conceptText(one)}</Voiced>
            </button>
          ))}
        </div>
      )}
      {order && <FirstWeek order={order} from={form.now} />}
      {/* from the beginning, so that it is fetched when the medicine is chosen */}
      <AdvicePlace patient={id} drafts={[order ?? chosen].filter((one) => one !== undefined)} />
      <FieldError>{errorOf(/^(?!start|strength)(?!.*\.(?:medication|dosageInstruction))/)}</FieldError>
      {form.failure && <FailureNotice error={form.failure} />}
      <div className="ej-acts">
        <Button type="submit" size="small" loading={form.isPending}>
          {t(doing)}
        </Button>
        <Button type="button" size="small" variant="tertiary" onClick={onClose}>
          {t('medication.cancel')}
        </Button>
      </div>
    </form>
  );
}
