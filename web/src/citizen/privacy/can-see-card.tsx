import type { ReasonKey } from '@enjournal/server/access/reasons';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Party } from '../../shared/access/parties.ts';
import { reasonText } from '../../shared/access/reason-text.ts';
import { fullDate } from '../../shared/format/date.ts';
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
  const { isSelf } = useSubject();
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
                          one.until && t('own.can.until', { date: fullDate(one.until, language) }),
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
    </Card>
  );
}
