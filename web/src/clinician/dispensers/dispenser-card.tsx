import '../prescriptions/prescriptions.css';
import './dispensers.css';
import { loadedIn } from '@enjournal/server/care/dispensers';
import { useTranslation } from 'react-i18next';
import type { Reference, Task } from '../../shared/fhir/types.ts';
import { shortDate, shortDateTime } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { medicineName } from '../../shared/resource/line.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { usePrescriber } from '../medication/use-prescriber.ts';
import { type Dispenser, dispenserName, isTask, type Load, lastsTo } from './contents.ts';
import { FillForm } from './fill-form.tsx';
import { HandIn, HandOutForm } from './hand-out.tsx';
import { ToldDoses } from './told-doses.tsx';
import { useDispensers } from './use-dispensers.ts';

/** Who may fill and confirm; the server decides all the same. @source care/delegation */
const fillers = new Set(['lege', 'kommuneoverlege', 'sykepleier', 'vernepleier', 'helsefagarbeider']);

/**
 * What lies in each dispenser that a citizen has at home, and what it told: filled and confirmed here.
 * @param offers whether one may be handed out here to who has none
 */
export default function DispenserCard({ id, offers = false }: { id: string; offers?: boolean }) {
  const { t } = useTranslation();
  const { query, devices, loads, told, tasks, unit } = useDispensers(id);
  const mayFill = fillers.has(usePrescriber().role);
  const [isHanding, setHanding] = useKept('handing out dispenser', false);
  if (isHanding && devices.length === 0) {
    return (
      <Card title={t('dispenser.handOut')}>
        <HandOutForm id={id} unit={unit} onClose={() => setHanding(false)} />
      </Card>
    );
  }
  if (devices.length === 0) {
    if (!offers || !mayFill || !query.isSuccess) return null;
    return (
      <p className="ej-noprint ej-dispenser-none">
        <button type="button" className="ej-link" onClick={() => setHanding(true)}>
          {t('dispenser.handOut')}
        </button>
      </p>
    );
  }
  return devices.map((device) => {
    const own = `Device/${device.id}`;
    return (
      <OneDispenser
        key={device.id}
        id={id}
        query={query}
        device={device}
        loads={loads.filter((one) => loadedIn(one as never) === own)}
        told={told.filter((one) => one.device?.[0]?.reference === own)}
        tasks={tasks}
        unit={unit}
        mayFill={mayFill}
      />
    );
  });
}

type Props = {
  id: string;
  query: ReturnType<typeof useDispensers>['query'];
  device: Dispenser;
  loads: readonly Load[];
  told: ReturnType<typeof useDispensers>['told'];
  tasks: readonly Task[];
  unit: Reference | undefined;
  mayFill: boolean;
};

function OneDispenser({ id, query, device, loads, told, tasks, unit, mayFill }: Props) {
  const { t } = useTranslation();
  const [isFilling, setFilling] = useKept(`filling ${device.id}`, false);
  const [isEnding, setEnding] = useKept(`handing in ${device.id}`, false);
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
              <FillForm id={id} device={device} loads={loads} refills={refills} onClose={() => setFilling(false)} />
            ) : (
              <Contents loads={loads} />
            )}
            <ToldDoses id={id} told={told} tasks={tasks} mayConfirm={mayFill} />
            <div className="ej-card-body ej-dispenser-foot">
              <p className="ej-meta">
                {unit?.display === undefined ? t('dispenser.tellsNone') : t('dispenser.tells', { unit: unit.display })}
              </p>
              {mayFill && !isFilling && !isEnding && (
                <button type="button" className="ej-link ej-noprint" onClick={() => setEnding(true)}>
                  {t('dispenser.handIn')}
                </button>
              )}
            </div>
            {isEnding && (
              <HandIn id={id} device={device} isEmpty={loads.length === 0} onClose={() => setEnding(false)} />
            )}
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
      <ul className="ej-dispenser-contents" aria-label={t('dispenser.contents')}>
        {loads.map((one) => (
          <li key={one.id}>
            <Voiced isWritten>{medicineName(one)}</Voiced>
          </li>
        ))}
      </ul>
    </div>
  );
}
