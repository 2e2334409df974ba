import { useTranslation } from 'react-i18next';
import { Sure } from '../frame/sure.tsx';
import { router } from '../routes.tsx';
import { useCircleAct, useCircles } from './use-circle.ts';

/** The way out of somebody else's circle, for who is in it. */
export function LeaveCard({ patient, name }: { patient: string; name: string }) {
  const { t } = useTranslation();
  const mine = useCircles().data?.find((one) => one.patient === patient);
  const act = useCircleAct(patient);
  if (mine === undefined) return null;
  const leave = () =>
    act.mutate(
      { name: 'circle-leave', given: [{ name: 'member', valueReference: { reference: mine.membership } }] },
      { onSuccess: () => void router.navigate({ to: '/handle-for' as never }) },
    );
  return (
    <section className="ej-c-card">
      <Sure
        label={t('circle.leave')}
        means={t('circle.leave.means', { name })}
        yes={t('circle.leave.yes')}
        no={t('circle.leave.no')}
        isPending={act.isPending}
        error={act.error}
        onYes={leave}
      />
    </section>
  );
}
