import './prescriptions.css';
import type { PrescriptionState as State } from '@enjournal/server/care/prescribing';
import {
  CheckmarkCircleFillIcon,
  CircleSlashIcon,
  ClockDashedIcon,
  ExclamationmarkTriangleIcon,
  PaperplaneIcon,
  PencilIcon,
} from '@navikt/aksel-icons';
import { useTranslation } from 'react-i18next';
import type { MedicationRequest } from '../../shared/fhir/types.ts';
import { useStandings } from './use-prescriptions.ts';

const icons: Readonly<Record<State, typeof PencilIcon>> = {
  draft: PencilIcon,
  signed: ClockDashedIcon,
  sent: PaperplaneIcon,
  received: CheckmarkCircleFillIcon,
  dispensed: CheckmarkCircleFillIcon,
  recalling: ClockDashedIcon,
  recalled: CircleSlashIcon,
  failed: ExclamationmarkTriangleIcon,
  expired: CircleSlashIcon,
};

/** How the prescription of a line stands, by word, icon and colour; nothing where there never was one. */
export function PrescriptionState({ id, order }: { id: string; order: MedicationRequest }) {
  const { t } = useTranslation();
  const state = useStandings(id).of(order)?.state;
  if (state === undefined) return null;
  const Icon = icons[state];
  return (
    <span className="ej-prescription" data-state={state}>
      <Icon aria-hidden fontSize="1rem" />
      {t('prescription.state', { state: t(`prescription.state.${state}`) })}
    </span>
  );
}
