import { Button } from '@navikt/ds-react';
import { Link } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckedMark } from '../../homecare/check/check-panel.tsx';
import type { Check } from '../../homecare/check/use-check.ts';
import { type Dose, isOpen, isToBeGiven } from '../../homecare/doses/dose.ts';
import { DoseRow } from '../../homecare/doses/dose-row.tsx';
import { useGive } from '../../homecare/doses/use-give.ts';
import { type Medicine, neededNow, pumpNow } from '../../homecare/unscheduled/unscheduled.ts';
import { hasUnscheduled, UnscheduledList } from '../../homecare/unscheduled/unscheduled-list.tsx';
import { PersonStrip } from '../../shared/banner/person-strip.tsx';
import { ageOf, fullDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import type { RoundPerson } from './by-room.ts';

type Props = {
  person: RoundPerson;
  doses: readonly Dose[];
  /** What may be given as needed, and pumps. */
  medicines: readonly Medicine[];
  check: Check;
  hindranceOf: (of: { patient: string; order: string }) => string | undefined;
};

/** One person on the round: who it is, where, and each dose around now. What is done folds away when all of it is. */
export function PersonCard({ person, doses, medicines, check, hindranceOf }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { record, undo } = useGive(check);
  const heading = useId();
  const { id, name, room, encounter } = person;
  const to = { id, who: name, encounter };
  const open = doses.filter(isOpen);
  const [isShown, setShown] = useState(false);
  const whyNot = (dose: Dose) => (check.isStopped ? t('check.hindrance') : hindranceOf(dose));
  const mine = open.filter(
    (dose) => isToBeGiven(dose) && whyNot(dose) === undefined && !dose.isObserved && dose.missed === undefined,
  );
  const [isMore, setMore] = useState(false);
  const isRead = check.personId === id;
  const asks = medicines.some((one) => {
    const now = Date.now();
    return one.kind === 'infusion' ? pumpNow(one, now).running !== undefined : neededNow(one, now).unknown.length > 0;
  });
  const isDone = open.length === 0;
  const born = person.person?.birthDate;
  return (
    <li
      id={`person-${id}`}
      className="ej-card ej-round-person"
      aria-labelledby={heading}
      data-done={isDone}
      data-read={isRead}
    >
      <PersonStrip id={id} />
      <div className="ej-round-who">
        <div>
          <h2 id={heading}>
            {room !== undefined && <span className="ej-round-room">{room}</span>}
            <Link className="ej-round-name" to="/pasient/$id/{-$section}" params={{ id, section: 'legemidler' }}>
              {[name, ageOf(born, language)].filter(Boolean).join(', ')}
            </Link>
          </h2>
          {born !== undefined && (
            <div className="ej-meta ej-num">{t('round.born', { date: fullDate(born, language) })}</div>
          )}
        </div>
        <span className="ej-meta ej-num">
          {isRead && <span className="ej-check-mark">{t('round.read')} · </span>}
          {doses.length === 0
            ? t('round.none')
            : isDone
              ? t('round.done', { count: doses.length })
              : t('round.left', { count: open.length })}
        </span>
      </div>
      {(!isDone || isShown) && (
        <ul className="ej-doses" aria-label={t('round.dosesOf', { name })}>
          {doses.map((dose) => (
            <DoseRow
              key={dose.planned.value}
              dose={dose}
              hindrance={whyNot(dose)}
              mark={<CheckedMark check={check} order={dose.order} />}
              onRecord={(what) => record(dose, what, to)}
              onUndo={() => undo(dose, to)}
            />
          ))}
        </ul>
      )}
      {(isMore || asks) && (
        <UnscheduledList
          medicines={medicines}
          to={() => to}
          check={check}
          hindranceOf={hindranceOf}
          label={t('needed.of', { name })}
        />
      )}
      <div className="ej-round-foot">
        {mine.length > 1 && (
          <Button
            aria-label={t('round.giveAllTo', { count: mine.length, name })}
            onClick={() => {
              for (const dose of mine) record(dose, { kind: 'given' }, to);
            }}
          >
            {t('round.giveAll', { count: mine.length })}
          </Button>
        )}
        {hasUnscheduled(medicines) && !asks && (
          <button
            type="button"
            className="ej-link"
            aria-expanded={isMore}
            aria-label={t('needed.showOf', { name, count: medicines.length })}
            onClick={() => setMore(!isMore)}
          >
            {t('needed.show', { count: medicines.length })}
          </button>
        )}
        {isDone && doses.length > 0 && (
          <button type="button" className="ej-link" aria-expanded={isShown} onClick={() => setShown(!isShown)}>
            {t(isShown ? 'round.hide' : 'round.show', { name })}
          </button>
        )}
      </div>
    </li>
  );
}
