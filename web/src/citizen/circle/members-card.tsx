import { Radio, RadioGroup, TextField } from '@navikt/ds-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { longDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { focusFirstWrong } from '../../shared/keyboard/focus.ts';
import { useKept } from '../../shared/session/kept.ts';
import { FailureNotice } from '../../shared/ui/failure-notice.tsx';
import { DayField } from '../acting/day-field.tsx';
import { type Member, useCircleAct } from './use-circle.ts';

type Props = { patient: string; members: readonly Member[]; mayDecide: boolean };

/** Who is in the circle and until when; the citizen, or who decides for them, lets in and takes out. */
export function MembersCard({ patient, members, mayDecide }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [isInviting, setInviting] = useKept('inviting to the circle', false);
  const act = useCircleAct(patient);
  const active = members.filter(({ isActive }) => isActive);
  return (
    <section className="ej-c-card" aria-labelledby="circle-members">
      <h2 id="circle-members">{t('circle.members')}</h2>
      {active.length === 0 && <p>{t('circle.members.none')}</p>}
      <ul className="ej-c-lines">
        {active.map(({ consent, name, role, until }) => (
          <li key={consent}>
            <div className="ej-c-person">
              <div>
                <b>{name}</b>
                <div className="ej-meta">
                  {t(`circle.role.${role}`)}, {t('others.until', { date: longDate(until, language) })}
                </div>
              </div>
              {mayDecide && (
                <button
                  type="button"
                  className="ej-c-button"
                  aria-disabled={act.isPending}
                  onClick={() =>
                    !act.isPending &&
                    act.mutate({
                      name: 'circle-leave',
                      given: [{ name: 'member', valueReference: { reference: consent } }],
                    })
                  }
                >
                  {t('circle.remove', { name: name.split(' ')[0] })}
                </button>
              )}
            </div>
          </li>
        ))}
      </ul>
      {act.isError && <FailureNotice error={act.error} />}
      {mayDecide &&
        (isInviting ? (
          <InviteForm patient={patient} onClose={() => setInviting(false)} />
        ) : (
          <button type="button" className="ej-c-button" onClick={() => setInviting(true)}>
            {t('circle.invite')}
          </button>
        ))}
    </section>
  );
}

type Draft = { number: string; family: string; role: string; until: string };
const inHalfAYear = () => new Date(Date.now() + 183 * 86_400_000).toISOString().slice(0, 10);

function InviteForm({ patient, onClose }: { patient: string; onClose: () => void }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useKept<Draft>('circle invitation', () => ({
    number: '',
    family: '',
    role: '',
    until: inHalfAYear(),
  }));
  const [isAsked, setAsked] = useState(false);
  const act = useCircleAct(patient);
  const change = (some: Partial<Draft>) => setDraft({ ...draft, ...some });
  const digits = draft.number.replaceAll(/\s/g, '');
  const missing = {
    number: !/^\d{11}$/.test(digits),
    family: draft.family.trim() === '',
    role: draft.role === '',
    until: draft.until === '',
  };
  const invite = () => {
    setAsked(true);
    if (Object.values(missing).some(Boolean) || act.isPending) return;
    act.mutate(
      {
        name: 'circle-invite',
        given: [
          { name: 'number', valueString: digits },
          { name: 'family', valueString: draft.family.trim() },
          { name: 'role', valueCode: draft.role },
          { name: 'until', valueDate: draft.until },
        ],
      },
      {
        onSuccess: () => {
          setDraft({ number: '', family: '', role: '', until: inHalfAYear() });
          onClose();
        },
      },
    );
  };
  return (
    <form
      className="ej-c-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        invite();
        focusFirstWrong(event.currentTarget);
      }}
    >
      <RadioGroup
        legend={t('circle.as')}
        value={draft.role}
        onChange={(role: string) => change({ role })}
        error={isAsked && missing.role ? t('circle.as.missing') : undefined}
      >
        <Radio value="kin">{t('circle.as.kin')}</Radio>
        <Radio value="volunteer">{t('circle.as.volunteer')}</Radio>
      </RadioGroup>
      <div className="ej-c-pair">
        <TextField
          label={t('powers.number')}
          inputMode="numeric"
          autoComplete="off"
          value={draft.number}
          onChange={({ target }) => change({ number: target.value })}
          error={isAsked && missing.number ? t('powers.number.missing') : undefined}
        />
        <TextField
          label={t('powers.family')}
          autoComplete="off"
          value={draft.family}
          onChange={({ target }) => change({ family: target.value })}
          error={isAsked && missing.family ? t('powers.family.missing') : undefined}
        />
        <DayField label={t('circle.until')} value={draft.until} onChange={(until) => change({ until })} />
      </div>
      <p className="ej-c-said">{t('circle.invite.means')}</p>
      {act.isError && <FailureNotice error={act.error} />}
      <div className="ej-c-acts-row">
        <button type="submit" className="ej-c-button" data-kind="primary" aria-disabled={act.isPending}>
          {t('circle.invite.do')}
        </button>
        <button type="button" className="ej-c-button" onClick={onClose}>
          {t('rights.cancel')}
        </button>
      </div>
    </form>
  );
}
