import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chooseEmployment, type Employment, logOut, SessionFailure } from '../shared/session/session.ts';
import { DoorFrame } from './door-frame.tsx';

type Props = { name: string; employments: readonly Employment[]; onChosen: () => void };

/** Who works at several places says first where they work now. */
export function ChooseEmployment({ name, employments, onChosen }: Props) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string>();
  const [failure, setFailure] = useState<'choose.failed' | 'door.why.organisation'>();
  const choose = async (id: string) => {
    setChosen(id);
    setFailure(undefined);
    try {
      await chooseEmployment(id);
      onChosen();
    } catch (cause) {
      const isRefused = cause instanceof SessionFailure && cause.status === 403;
      setFailure(isRefused ? 'door.why.organisation' : 'choose.failed');
      setChosen(undefined);
    }
  };
  const entities = Map.groupBy(employments, ({ legalEntity }) => legalEntity.display);
  return (
    <DoorFrame title={t('choose.title')}>
      <h1>{t('choose.title')}</h1>
      <p>{t('choose.text')}</p>
      {[...entities].map(([entity, members]) => (
        <section key={entity} className="ej-door-places" aria-label={entity}>
          {members.some(({ unit }) => unit.display !== entity) && <h2>{entity}</h2>}
          <ul>
            {members.map(({ id, title, unit }) => (
              <li key={id}>
                <button type="button" disabled={chosen !== undefined} onClick={() => void choose(id)}>
                  <span className="ej-strong">{unit.display}</span>
                  <span className="ej-meta">{title}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <div role="status">{failure && <p className="ej-notice">{t(failure)}</p>}</div>
      <p className="ej-door-who">
        {t('choose.hello', { name })}{' '}
        <button type="button" className="ej-link" onClick={() => void logOut().catch(() => undefined)}>
          {t('bar.signOut')}
        </button>
      </p>
    </DoorFrame>
  );
}
