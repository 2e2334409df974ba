import { useTranslation } from 'react-i18next';
import type { Parameter } from '../../shared/fhir/parameters.ts';
import { dayHeading, dayOf, timeOf } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { FailureNotice } from '../../shared/ui/failure-notice.tsx';
import { type Told, useCircleAct, type Visit } from './use-circle.ts';

type Act = 'take' | 'done' | 'cannot' | 'cancel';
type Props = { patient: string; visits: readonly Visit[]; place: Told['place'] };

/** Visits and chores with time, place and tip; who comes, and what one may say of it. */
export function VisitList({ patient, visits, place }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const act = useCircleAct(patient);
  const say = (name: Act, { task }: Visit) =>
    act.mutate({
      name: 'circle-act',
      given: [
        { name: 'act', valueCode: name },
        { name: 'task', valueReference: { reference: task } },
      ] satisfies Parameter[],
    });
  return (
    <>
      <ul className="ej-c-lines">
        {visits.map((one) => {
          const { state, isMine, start, end, where, tip, who } = one;
          const day = start === undefined ? '' : dayHeading(dayOf(start), language);
          const acts: Act[] = [
            state === 'open' && place !== 'volunteer' && ('take' as const),
            state === 'taken' && isMine && ('done' as const),
            state === 'taken' && isMine && ('cannot' as const),
            (state === 'open' || state === 'taken') && place === 'owner' && ('cancel' as const),
          ].filter((name) => name !== false);
          return (
            <li key={one.task}>
              <div className="ej-c-visit">
                <div>
                  <b>
                    {day} {t('circle.time', { from: timeOf(start, language), to: timeOf(end, language) })}
                  </b>
                  {where !== undefined && <div>{where}</div>}
                  <div>{tip}</div>
                  <div className="ej-meta">
                    {state === 'open'
                      ? t('circle.nobody')
                      : state === 'taken'
                        ? isMine
                          ? t('circle.you')
                          : t('circle.comes', { name: who ?? '' })
                        : t(`circle.state.${state}`)}
                  </div>
                </div>
                {acts.length > 0 && (
                  <div className="ej-c-acts-row">
                    {acts.map((name) => (
                      <button
                        key={name}
                        type="button"
                        className="ej-c-button"
                        aria-disabled={act.isPending}
                        onClick={() => !act.isPending && say(name, one)}
                      >
                        {t(`circle.act.${name}`)}
                        <span className="ej-sr">
                          : {day} {timeOf(start, language)}
                        </span>
                      </button>
                    ))}
                  </div>
                )}
              </div>
            </li>
          );
        })}
      </ul>
      {act.isError && <FailureNotice error={act.error} />}
    </>
  );
}
