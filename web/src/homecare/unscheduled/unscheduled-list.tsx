import './unscheduled.css';
import { useTranslation } from 'react-i18next';
import { CheckedMark } from '../check/check-panel.tsx';
import type { Check } from '../check/use-check.ts';
import type { GivenTo } from '../doses/use-give.ts';
import { EffectAsk } from './effect-ask.tsx';
import { NeededRow } from './needed-row.tsx';
import { PumpRow } from './pump-row.tsx';
import { type Medicine, neededNow } from './unscheduled.ts';
import { useActs } from './use-acts.ts';

type Props = {
  medicines: readonly Medicine[];
  to: () => GivenTo;
  check: Check;
  hindranceOf: (of: { patient: string; order: string }) => string | undefined;
  label: string;
};

/** What one person may be given without a time of its own: what is asked of effects first, then pumps, then as needed. */
export function UnscheduledList({ medicines, to, check, hindranceOf, label }: Props) {
  const { t } = useTranslation();
  const acts = useActs(to);
  const now = Date.now();
  const needed = medicines.filter(({ kind }) => kind === 'as-needed');
  const pumps = medicines.filter(({ kind }) => kind === 'infusion');
  const asked = needed.flatMap((medicine) => neededNow(medicine, now).unknown.map((given) => ({ medicine, given })));
  const common = (medicine: Medicine) => ({
    key: medicine.reference,
    medicine,
    hindrance: check.isStopped
      ? t('check.hindrance')
      : hindranceOf({ patient: medicine.patient, order: medicine.reference }),
    mark: <CheckedMark check={check} order={medicine.reference} />,
  });
  const checkOf = ({ patient, reference }: Medicine) => {
    const found = check.of(patient, reference);
    check.used(reference);
    return found;
  };
  return (
    <ul className="ej-doses" aria-label={label}>
      {asked.map(({ medicine, given }) => (
        <EffectAsk
          key={given.id ?? given.identifier?.[0]?.value}
          medicine={medicine}
          given={given}
          onSay={(effect) => acts.effect(medicine, given, effect)}
        />
      ))}
      {pumps.map((medicine) => {
        const { key, ...rest } = common(medicine);
        return (
          <PumpRow
            key={key}
            {...rest}
            onStart={(filling) => acts.start(medicine, filling, checkOf(medicine))}
            onChange={(running, filling) => acts.change(medicine, running, filling)}
            onStop={(running, why) => acts.stop(medicine, running, why)}
          />
        );
      })}
      {needed
        .filter(({ isStanding }) => isStanding)
        .map((medicine) => {
          const { key, ...rest } = common(medicine);
          return (
            <NeededRow
              key={key}
              {...rest}
              onGive={(what) => acts.give(medicine, { ...what, check: checkOf(medicine) })}
              onUndo={(given) => acts.undo(medicine, given)}
            />
          );
        })}
    </ul>
  );
}

/** Whether there is anything of it to show. */
export const hasUnscheduled = (medicines: readonly Medicine[]): boolean =>
  medicines.some((one) => one.kind === 'infusion' || one.isStanding || neededNow(one, Date.now()).unknown.length > 0);
