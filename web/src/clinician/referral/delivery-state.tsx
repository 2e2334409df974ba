import './referral.css';
import { CheckmarkIcon, ExclamationmarkTriangleIcon } from '@navikt/aksel-icons';
import { useTranslation } from 'react-i18next';
import type { Delivery } from './delivery.ts';

/** One of the words for what has become of something that was sent. */
export function DeliveryState({ of }: { of: Delivery }) {
  const { t } = useTranslation();
  return (
    <span className="ej-delivery" data-state={of}>
      {(of === 'received' || of === 'opened') && <CheckmarkIcon aria-hidden />}
      {(of === 'unconfirmed' || of === 'declined') && <ExclamationmarkTriangleIcon aria-hidden />}
      {t(`refer.state.${of}`)}
    </span>
  );
}
