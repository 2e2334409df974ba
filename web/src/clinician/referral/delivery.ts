import { localReference } from '../../shared/fhir/references.ts';
import type { ServiceRequest, Task } from '../../shared/fhir/types.ts';
import { instantOf } from '../../shared/format/date.ts';
import { hasCode } from '../../shared/format/quantity.ts';

/** What has become of something that was sent: always one of these words, and the orange one without looking for it. */
export type Delivery = 'sent' | 'opened' | 'received' | 'unconfirmed' | 'declined';

/** How long a receiver may be silent before the sender is told. */
const silentMs = { stat: 3_600_000, urgent: 24 * 3_600_000, asap: 24 * 3_600_000, routine: 5 * 24 * 3_600_000 };

const referral = '3457005';

export const isReferral = ({ category }: ServiceRequest): boolean => hasCode(category, referral);

/** The state of a referral, from the task that its receiver has with it. */
export function deliveryOf(request: ServiceRequest, tasks: readonly Task[], now = Date.now()): Delivery {
  const own = tasks.filter(({ focus }) => localReference(focus) === `ServiceRequest/${request.id}`);
  const task = own.find(({ status }) => status !== 'cancelled' && status !== 'entered-in-error');
  switch (task?.status) {
    case 'accepted':
    case 'in-progress':
    case 'on-hold':
    case 'ready':
    case 'completed':
      return 'received';
    case 'rejected':
    case 'failed':
      return 'declined';
    case 'received':
      return 'opened';
    default: {
      const limit = silentMs[request.priority as keyof typeof silentMs] ?? silentMs.routine;
      return now - instantOf(request.authoredOn) > limit ? 'unconfirmed' : 'sent';
    }
  }
}
