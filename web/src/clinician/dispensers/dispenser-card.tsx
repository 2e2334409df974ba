import '../prescriptions/prescriptions.css';
import { loadedIn } from '@enjournal/server/care/dispensers';
import { useTranslation } from 'react-i18next';
import type { MedicationRequest, Task } from '../../shared/fhir/types.ts';
import { shortDate, shortDateTime } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { medicineName } from '../../shared/resource/line.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { usePrescriber } from '../medication/use-prescriber.ts';
import { type Dispenser, dispenserName, isTask, type Load, lastsTo } from './contents.ts';
import { FillForm } from './fill-form.tsx';
import { ToldDoses } from './told-doses.tsx';
import { useDispensers } from './use-dispensers.ts';

/** Who may fill and confirm; the server decides all the same. @source care/delegation */
const fillers = new Set(['lege', 'kommuneoverlege', 'sykepleier', 'vernepleier', 'helsefagarbeider']);

/** What lies in each dispenser that a citizen has at home, and what it told: filled and confirmed here. */
export default function DispenserCard({ id, orders }: { id: string; orders: readonly MedicationRequest[] }) {
  const { query, devices, loads, told, tasks } = useDispensers(id);
  return devices.map((device) => {
    const own = `Device/${device.id}`;
    return (
      <OneDispenser
        key={device.id}
        id={id}
        query={query}
        device={device}
        orders={orders}
        loads={loads.filter((one) => loadedIn(one as never) === own)}
        told={told.filter((one) => one.device?.[0]?.reference === own)}
        tasks={tasks}
      />
    );
  });
}

type Props = {
  id: string;
  query: ReturnType<typeof useDispensers>['query'];
  device: Dispenser;
  orders: readonly MedicationRequest[];
  loads: readonly Load[];
  told: ReturnType<typeof useDispensers>['told'];
  tasks: readonly Task[];
};

function OneDispenser({ id, query, device, orders, loads, told, tasks }: Props) {
  const { t } = useTranslation();
  const mayFill = fillers.has(usePrescriber().role);
  const [isFilling, setFilling] = useKept(`filling ${device.id}`, false);
  const refills = tasks.filter((task) => isTask(task, 'refill-dispenser'));
  return (
    <Card
      title={t('dispenser.title')}
      count={dispenserName(device)}
      action={
        mayFill &&
        !isFilling && (
          <button type="button" className="ej-link ej-noprint" onClick={() => setFilling(true)}>
            {t('dispenser.fill')}
          </button>
        )
      }
    >
      <Part of={query} what={t('dispenser.what')} rows={2}>
        {() => (
          <>
            {refills.map((task) => (
              <p key={task.id} className="ej-notice" data-kind="warning">
                {task.description}
              </p>
            ))}
            {isFilling ? (
              <FillForm
                id={id}
                device={device}
                orders={orders}
                loads={loads}
                refills={refills}
                onClose={() => setFilling(false)}
              />
            ) : (
              <Contents loads={loads} />
            )}
            <ToldDoses id={id} told={told} tasks={tasks} mayConfirm={mayFill} />
          </>
        )}
      </Part>
    </Card>
  );
}

function Contents({ loads }: { loads: readonly Load[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [newest] = [...loads].sort((a, b) => (b.whenPrepared ?? '').localeCompare(a.whenPrepared ?? ''));
  if (newest === undefined) return <p className="ej-card-body ej-meta">{t('dispenser.empty')}</p>;
  const to = lastsTo(newest);
  return (
    <div className="ej-card-body">
      {newest.whenPrepared !== undefined && (
        <p className="ej-meta">
          {[
            t('dispenser.filled', {
              when: shortDateTime(newest.whenPrepared, language),
              who: newest.performer?.[0]?.actor.display ?? '',
            }),
            to && t('dispenser.lasts', { day: shortDate(to, language) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      )}
      <ul aria-label={t('dispenser.contents')}>
        {loads.map((one) => (
          <li key={one.id}>{medicineName(one)}</li>
        ))}
      </ul>
    </div>
  );
}
