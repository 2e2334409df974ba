import type { ReasonKey } from '@enjournal/server/access/reasons';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Party, type SystemReader, useSystemReaders } from '../../shared/access/parties.ts';
import { reasonText } from '../../shared/access/reason-text.ts';
import { longDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { roleName } from '../../shared/staff/roles.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { useSubject } from '../subject.ts';
import { groundTold } from './ground-told.ts';

/** Units and persons who could open the record now, each with why. */
export function CanSeeCard({ parties }: { parties: UseQueryResult<Party[]> }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { isSelf, patient } = useSubject();
  const systems = useSystemReaders(patient).data ?? [];
  const said = (ground: ReasonKey) =>
    ground.startsWith('relation:') ? groundTold(ground, language, isSelf) : reasonText(ground, language);
  return (
    <Card title={t('own.can')}>
      <Part of={parties} what={t('own.can.what')}>
        {(found) =>
          found.length === 0 ? (
            <p className="ej-card-body">{t('own.can.none')}</p>
          ) : (
            <ul className="ej-plain ej-own-parties">
              {[...Map.groupBy(found, ({ unit }) => unit)].map(([unit, some]) => (
                <li key={unit}>
                  <b>{unit}</b>
                  {some.map((one) => (
                    <div key={one.key}>
                      {one.person || `${roleName(one.role, language)}, ${t('own.can.people', { count: one.people })}`}
                      <div className="ej-meta">
                        {[
                          said(one.ground),
                          one.until && t('own.can.until', { date: longDate(one.until, language) }),
                          one.isBlocked && t('own.can.some'),
                        ]
                          .filter(Boolean)
                          .join(' · ')}
                      </div>
                    </div>
                  ))}
                </li>
              ))}
            </ul>
          )
        }
      </Part>
      {systems.length > 0 && <Systems systems={systems} />}
    </Card>
  );
}

const purposes = ['TREAT', 'COC', 'HQUALIMP', 'HRESCH', 'HOPERAT', 'AUDIT', 'SYSADMIN'] as const;
const registers = ['quality-registers', 'kjernejournal'] as const;

/** Systems that read by themselves, each with what it is for; those that the citizen has said no to are not among them. */
function Systems({ systems }: { systems: readonly SystemReader[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const purposeOf = ({ purpose }: SystemReader) => purposes.find((one) => one === purpose);
  const registerOf = ({ register }: SystemReader) => registers.find((one) => one === register);
  return (
    <>
      <h3 className="ej-own-systems">{t('own.systems')}</h3>
      <ul className="ej-plain ej-own-parties">
        {systems.map((one) => {
          const [purpose, register] = [purposeOf(one), registerOf(one)];
          return (
            <li key={`${one.name} ${one.organization}`}>
              <b>{one.name}</b>
              {one.organization !== undefined && <div>{one.organization}</div>}
              <div className="ej-meta">
                {[
                  register !== undefined && t(`consents.${register}`),
                  purpose !== undefined && t(`own.systems.${purpose}`),
                  one.ground === 'system' ? t('own.systems.task') : reasonText(one.ground, language),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </div>
            </li>
          );
        })}
      </ul>
    </>
  );
}
