import '../acting/acting.css';
import { Checkbox, CheckboxGroup, Radio, RadioGroup, TextField } from '@navikt/ds-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { longDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { focusFirstWrong } from '../../shared/keyboard/focus.ts';
import { useKept } from '../../shared/session/kept.ts';
import { FailureNotice } from '../../shared/ui/failure-notice.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { groupsOf, type PowerGroup, powerGroups } from '../acting/acting-page.tsx';
import { Page } from '../frame/page.tsx';
import { useSubject } from '../subject.ts';
import { inYears, type Power, powerOf, usePowerAct, usePowers } from './use-powers.ts';

/** Who may act for me, for what and until when; giving and withdrawing. Only the citizen does either. */
export default function PowersPage() {
  const { t } = useTranslation();
  const { patient, isSelf, name } = useSubject();
  const found = usePowers(patient);
  const [isGiving, setGiving] = useKept('giving a power', false);
  const [given, setGiven] = useState('');
  return (
    <Page
      title={t('me.place.powers')}
      lead={isSelf ? t('powers.lead') : t('powers.leadOther', { name })}
      action={
        isSelf &&
        !isGiving && (
          <button type="button" className="ej-c-button" data-kind="primary" onClick={() => setGiving(true)}>
            {t('powers.give')}
          </button>
        )
      }
    >
      <p role="status">{given}</p>
      {isSelf && isGiving && (
        <section className="ej-c-card" aria-labelledby="give-power">
          <h2 id="give-power">{t('powers.give')}</h2>
          <GiveForm
            patient={patient}
            onClose={(said) => {
              setGiving(false);
              setGiven(said);
            }}
          />
        </section>
      )}
      <section className="ej-c-card" aria-labelledby="powers-now">
        <h2 id="powers-now">{t('powers.now')}</h2>
        <Part of={found} what={t('powers.what')} rows={2}>
          {({ resources }) => {
            const all = resources.map((one) => powerOf(one, Date.now()));
            const now = all.filter(({ isActive }) => isActive);
            const over = all.filter(({ isActive }) => !isActive);
            return (
              <>
                {now.length === 0 ? <p>{t('powers.none')}</p> : <PowerList patient={patient} powers={now} />}
                {over.length > 0 && (
                  <details>
                    <summary className="ej-c-more">{t('powers.over')}</summary>
                    <PowerList patient={patient} powers={over} />
                  </details>
                )}
              </>
            );
          }}
        </Part>
      </section>
    </Page>
  );
}

function PowerList({ patient, powers }: { patient: string; powers: readonly Power[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { isSelf } = useSubject();
  const act = usePowerAct(patient);
  return (
    <>
      <ul className="ej-c-lines">
        {powers.map((one) => {
          const what =
            one.categories.length === 0
              ? t('powers.all')
              : groupsOf(one.categories)
                  .map((group) => t(`powers.group.${group}`))
                  .join(', ');
          return (
            <li key={one.id}>
              <div className="ej-c-person">
                <div>
                  <b>{one.name}</b>
                  <div>{what}</div>
                  <div className="ej-meta">
                    {one.isGuardian ? `${t('others.ground.guardian')}. ` : ''}
                    {t('powers.period', {
                      from: longDate(one.from, language),
                      until: one.until === undefined ? t('powers.noEnd') : longDate(one.until, language),
                    })}
                  </div>
                </div>
                {one.isActive && isSelf && !one.isGuardian && (
                  <button
                    type="button"
                    className="ej-c-button"
                    aria-disabled={act.isPending}
                    onClick={() =>
                      !act.isPending &&
                      act.mutate({
                        name: 'withdraw-power',
                        given: [{ name: 'power', valueReference: { reference: `Consent/${one.id}` } }],
                      })
                    }
                  >
                    {t('powers.withdraw', { name: one.name.split(' ')[0] })}
                  </button>
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

type Draft = { number: string; family: string; isAll: boolean; groups: PowerGroup[]; years: string };
const empty: Draft = { number: '', family: '', isAll: true, groups: [], years: '1' };

function GiveForm({ patient, onClose }: { patient: string; onClose: (said: string) => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [draft, setDraft] = useKept<Draft>('power draft', empty);
  const [isAsked, setAsked] = useState(false);
  const act = usePowerAct(patient);
  const change = (some: Partial<Draft>) => setDraft({ ...draft, ...some });
  const digits = draft.number.replaceAll(/\s/g, '');
  const missing = {
    number: !/^\d{11}$/.test(digits),
    family: draft.family.trim() === '',
    groups: !draft.isAll && draft.groups.length === 0,
  };
  const until = inYears(Number(draft.years));
  const give = () => {
    setAsked(true);
    if (missing.number || missing.family || missing.groups || act.isPending) return;
    const categories = draft.isAll ? [] : draft.groups.flatMap((group) => [...powerGroups[group]]);
    act.mutate(
      {
        name: 'give-power',
        given: [
          { name: 'number', valueString: digits },
          { name: 'family', valueString: draft.family.trim() },
          { name: 'until', valueDate: until },
          ...categories.map((code) => ({ name: 'category', valueCode: code })),
        ],
      },
      {
        onSuccess: () => {
          setDraft(empty);
          onClose(t('powers.given'));
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
        give();
        focusFirstWrong(event.currentTarget);
      }}
    >
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
      </div>
      <RadioGroup
        legend={t('powers.for')}
        value={String(draft.isAll)}
        onChange={(value: string) => change({ isAll: value === 'true' })}
      >
        <Radio value="true">{t('powers.all')}</Radio>
        <Radio value="false">{t('powers.some')}</Radio>
      </RadioGroup>
      {!draft.isAll && (
        <CheckboxGroup
          legend={t('powers.some')}
          hideLegend
          value={draft.groups}
          onChange={(groups: PowerGroup[]) => change({ groups })}
          error={isAsked && missing.groups ? t('powers.some.missing') : undefined}
        >
          {(Object.keys(powerGroups) as PowerGroup[]).map((group) => (
            <Checkbox key={group} value={group}>
              {t(`powers.group.${group}`)}
            </Checkbox>
          ))}
        </CheckboxGroup>
      )}
      <RadioGroup legend={t('powers.long')} value={draft.years} onChange={(years: string) => change({ years })}>
        {['1', '2', '5'].map((years) => (
          <Radio key={years} value={years}>
            {t('powers.long.years', { count: Number(years), date: longDate(inYears(Number(years)), language) })}
          </Radio>
        ))}
      </RadioGroup>
      <p className="ej-c-said">{t('powers.means')}</p>
      {act.isError && <FailureNotice error={act.error} />}
      <div className="ej-c-acts-row">
        <button type="submit" className="ej-c-button" data-kind="primary" aria-disabled={act.isPending}>
          {t('powers.do')}
        </button>
        <button type="button" className="ej-c-button" onClick={() => onClose('')}>
          {t('rights.cancel')}
        </button>
      </div>
    </form>
  );
}
