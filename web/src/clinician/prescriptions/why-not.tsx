import { useTranslation } from 'react-i18next';
import type { Task } from '../../shared/fhir/types.ts';

const known = ['not-reached', 'no-receipt', 'refused', 'message-wrong', 'recall-signer', 'list-signer'] as const;

/** Why a prescription did not arrive, in words; what the receiver said, as they said it. */
export function WhyNot({ task }: { task: Task }) {
  const { t } = useTranslation();
  const code = known.find((one) => one === task.statusReason?.coding?.[0]?.code) ?? 'not-reached';
  return (
    <>
      {t(`prescription.failure.${code}`)} {task.statusReason?.text}
    </>
  );
}
