import { Button } from '@navikt/ds-react';
import { Link } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Dose, isOpen } from '../../homecare/doses/dose.ts';
import { DoseRow } from '../../homecare/doses/dose-row.tsx';
import { useGive } from '../../homecare/doses/use-give.ts';
import { PersonStrip } from '../../shared/banner/person-strip.tsx';
import { ageOf, fullDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import type { RoundPerson } from './by-room.ts';

type Props = {
  person: RoundPerson;
  doses: readonly Dose[];
  hindranceOf: (dose: Dose) => string | undefined;
};

/** One person on the round: who it is, where, and each dose around now. What is done folds away when all of it is. */
export function PersonCard({ person, doses, hindranceOf }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { record, undo } = useGive();
  const heading = useId();
  const { id, name, room, encounter } = person;
  const to = { id, who: name, encounter };
  const open = doses.filter(isOpen);
  const [isShown, setShown] = useState(false);
  const mine = open.filter((dose) => hindranceOf(dose) === undefined);
  const isDone = open.length === 0;
  const born = person.person?.birthDate;
  return (
    <li className="ej-card ej-round-person" aria-labelledby={heading} data-done={isDone}>
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
          {isDone ? t('round.done', { count: doses.length }) : t('round.left', { count: open.length })}
        </span>
      </div>
      {(!isDone || isShown) && (
        <ul className="ej-doses" aria-label={t('round.dosesOf', { name })}>
          {doses.map((dose) => (
            <DoseRow
              key={dose.planned.value}
              dose={dose}
              hindrance={hindranceOf(dose)}
              onRecord={(what) => record(dose, what, to)}
              onUndo={() => undo(dose, to)}
            />
          ))}
        </ul>
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
        {isDone && (
          <button type="button" className="ej-link" aria-expanded={isShown} onClick={() => setShown(!isShown)}>
            {t(isShown ? 'round.hide' : 'round.show', { name })}
          </button>
        )}
      </div>
    </li>
  );
}
