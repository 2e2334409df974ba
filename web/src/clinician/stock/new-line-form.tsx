import { Button, Select, TextField } from '@navikt/ds-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { matchesOf, search } from '../../shared/fhir/client.ts';
import type { CodeableConcept, Coding, Resource } from '../../shared/fhir/types.ts';
import { saidOf } from '../../shared/fhir/write.ts';
import { useKept } from '../../shared/session/kept.ts';
import { tellDone } from '../../shared/ui/done.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { amountIn } from './amount.ts';
import { useNewLine, usePlace } from './use-stock.ts';

type Medicine = Resource & {
  code?: CodeableConcept;
  regulatory?: { schedule?: { schedule?: CodeableConcept }[] }[];
};

/** Prescription groups that are accounted for. @source Volven 7421 */
const CONTROLLED = new Set(['A', 'B']);
const doseUnit = 'https://enjournal.no/fhir/StructureDefinition/dose-unit';

/** A medicine that the unit begins to keep: found in the catalogue, with what comes first. */
export function NewLineForm({ unit, onClose }: { unit: string; onClose: () => void }) {
  const { t } = useTranslation();
  const { self } = usePlace();
  const beginning = useNewLine(unit, self);
  const [typed, setTyped] = useKept('stock medicine typed', '');
  const [chosen, setChosen] = useKept('stock medicine', '');
  const [amount, setAmount] = useKept('stock medicine amount', '');
  const [said, setSaid] = useState<{ medicine?: string; amount?: string }>({});
  const found = useQuery({
    queryKey: ['stock', 'find', typed.trim()],
    enabled: typed.trim().length > 1,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) =>
      matchesOf(
        await search<Medicine>('MedicationKnowledge/$find', { text: typed.trim(), type: 'brand', count: '50' }, signal),
      ).filter(isControlled),
  });
  const medicines = found.data ?? [];
  const medicine = medicines.find(({ id }) => id === chosen) ?? (medicines.length === 1 ? medicines[0] : undefined);
  const counted = unitOf(medicine);
  const save = (event: FormEvent) => {
    event.preventDefault();
    const value = amountIn(amount);
    if (medicine?.code === undefined) return setSaid({ medicine: t('stock.chooseMedicine') });
    if (value === undefined || value === 0) return setSaid({ amount: t('stock.amountWrong') });
    beginning.mutate(
      { medicine: medicine.code, counted, amount: value },
      {
        onError: (error) => setSaid({ amount: saidOf(error, [])[0]?.text ?? '' }),
        onSuccess() {
          tellDone(t('stock.done'));
          onClose();
        },
      },
    );
  };
  return (
    <form className="ej-form" noValidate onSubmit={save}>
      <div className="ej-form-pair">
        <TextField
          label={t('stock.search')}
          size="small"
          autoFocus
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setSaid({});
          }}
        />
        <Select
          label={t('stock.medicine')}
          size="small"
          value={medicine?.id ?? ''}
          onChange={(event) => {
            setChosen(event.target.value);
            setSaid({});
          }}
          error={said.medicine}
        >
          <option value="">
            {t(typed.trim().length > 1 && medicines.length === 0 ? 'stock.noMedicine' : 'stock.chooseMedicine')}
          </option>
          {medicines.map(({ id, code }) => (
            <option key={id} value={id}>
              {code?.text}
            </option>
          ))}
        </Select>
        <TextField
          label={t('stock.received', { unit: counted })}
          size="small"
          inputMode="decimal"
          maxLength={11}
          value={amount}
          onChange={(event) => {
            setAmount(event.target.value);
            setSaid({});
          }}
          error={said.amount}
        />
      </div>
      {beginning.error && !said.amount && <FailureNotice error={beginning.error} />}
      <div className="ej-acts">
        <Button type="submit" size="small" loading={beginning.isPending}>
          {t('stock.sign.receive')}
        </Button>
        <Button type="button" size="small" variant="tertiary" onClick={onClose}>
          {t('problems.cancel')}
        </Button>
      </div>
    </form>
  );
}

const isControlled = ({ regulatory = [] }: Medicine): boolean =>
  regulatory.some(({ schedule = [] }) =>
    schedule.some(({ schedule: group }) => group?.coding?.some(({ code = '' }) => CONTROLLED.has(code))),
  );

/** What a dose of it is counted in by the catalogue, or pieces. */
function unitOf(medicine: Medicine | undefined): string {
  const coding = medicine?.extension?.find(({ url }) => url === doseUnit)?.valueCoding as Coding | undefined;
  return coding?.display ?? 'stk';
}
