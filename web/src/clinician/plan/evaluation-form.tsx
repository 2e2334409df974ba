import { useTranslation } from 'react-i18next';
import { useKept } from '../../shared/session/kept.ts';
import { PickField } from './pick-field.tsx';
import { SmallForm } from './small-form.tsx';
import { signed, usePlanAct, useWriter } from './use-plan-act.ts';
import { WrittenField } from './written-field.tsx';

type Props = {
  id: string;
  /** What is evaluated, unique on the page. */
  name: string;
  label: string;
  choices: readonly (readonly [value: string, text: string])[];
  /** How it goes until now. */
  standing: string;
  store: (chosen: string, note: ReturnType<typeof signed>) => Promise<unknown>;
  onDone: () => void;
};

/** How it goes and why, signed with name and time. */
export function EvaluationForm({ id, name, label, choices, standing, store, onDone }: Props) {
  const { t } = useTranslation();
  const writer = useWriter();
  const [chosen, setChosen] = useKept(`plan how ${name}`, standing);
  const [text, setText] = useKept(`plan why ${name}`, '');
  const save = usePlanAct(id, () => store(chosen, signed(writer!, text)), onDone);
  return (
    <SmallForm
      label={t('plan.evaluate')}
      submit={t('plan.evaluate.sign')}
      act={save}
      isFilled={text.trim() !== ''}
      onCancel={onDone}
    >
      <PickField label={label} choices={choices} value={chosen} onChange={setChosen} />
      <WrittenField label={t('plan.evaluate.label')} value={text} onChange={setText} />
    </SmallForm>
  );
}
