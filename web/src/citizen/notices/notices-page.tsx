import '../dialogue/dialogue.css';
import {
  type Channel,
  type Choice,
  channels,
  choiceExtension,
  choiceIn,
  choiceIssues,
  choiceUrl,
  consentCategories,
  noticeText,
  noticeWords,
} from '@enjournal/server/care/notices';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { create, update } from '../../shared/fhir/client.ts';
import type { Consent, Extension } from '../../shared/fhir/types.ts';
import { toldWrong, type Wrong, WrongHere, Wrongs } from '../../shared/forms/wrongs.tsx';
import { ruleText } from '../../shared/i18n/rule-text.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Part } from '../../shared/ui/part.tsx';
import { Failed } from '../dialogue/failed.tsx';
import { Page } from '../frame/page.tsx';
import { useSubject } from '../subject.ts';

type Kept = Consent & { extension?: Extension[] };

/** How the citizen is told of news: by what, and when. */
export default function NoticesPage() {
  const { t } = useTranslation();
  const { patient } = useSubject();
  const found = useRecordSearch<Kept>(patient, 'Consent', {
    category: `${consentCategories}|notice-choice`,
    status: 'active',
  });
  return (
    <Page title={t('notif.title')} lead={t('notif.lead')}>
      <Part of={found} what={t('notif.what')} rows={4}>
        {({ resources }) => <ChoiceForm patient={patient} kept={resources[0]} />}
      </Part>
    </Page>
  );
}

const whens = ['now', 'quiet', 'digest'] as const;
type When = (typeof whens)[number];

function ChoiceForm({ patient, kept }: { patient: string; kept: Kept | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const id = useId();
  const was = choiceIn(kept as never);
  const [channel, setChannel] = useKept<Channel>('notice channel', was?.channel ?? 'none');
  const [address, setAddress] = useKept('notice address', was?.address ?? '');
  const [when, setWhen] = useKept<When>('notice when', was?.digestAt ? 'digest' : was?.quietFrom ? 'quiet' : 'now');
  const [from, setFrom] = useKept('notice from', shortTime(was?.quietFrom, '21:00'));
  const [until, setUntil] = useKept('notice until', shortTime(was?.quietTo, '08:00'));
  const [at, setAt] = useKept('notice at', shortTime(was?.digestAt, '16:00'));
  const [wrongs, setWrongs] = useState<readonly Wrong[]>([]);
  const saving = useMutation({
    mutationFn: (choice: Choice) => {
      const extension = [
        ...(kept?.extension ?? []).filter(({ url }) => url !== choiceUrl),
        choiceExtension(choice) as unknown as Extension,
      ];
      return kept?.id === undefined
        ? create(newChoice(patient, extension), { record: patient })
        : update({ ...kept, extension, dateTime: new Date().toISOString() } as Kept, { record: patient });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['record', patient] }),
  });
  const submit = () => {
    const choice: Choice = {
      channel,
      ...(channel === 'none' ? {} : { address: address.trim() }),
      ...(channel !== 'none' && when === 'quiet' ? { quietFrom: `${from}:00`, quietTo: `${until}:00` } : {}),
      ...(channel !== 'none' && when === 'digest' ? { digestAt: `${at}:00` } : {}),
    };
    const issues = choiceIssues(choice);
    const fieldOf = (key: string) => (/email|phone/.test(key) ? `${id}-address` : undefined);
    setWrongs(
      issues.map(({ key }) => ({ text: ruleText(noticeWords, String(key), language), field: fieldOf(String(key)) })),
    );
    if (issues.length === 0 && !saving.isPending) saving.mutate(choice);
  };
  const time = (name: 'from' | 'until' | 'at', value: string, onChange: (text: string) => void) => (
    <div className="ej-c-field">
      <label htmlFor={`${id}-${name}`}>{t(`notif.${name}`)}</label>
      <input id={`${id}-${name}`} type="time" value={value} onChange={(event) => onChange(event.target.value)} />
    </div>
  );
  return (
    <form
      className="ej-c-card ej-c-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <fieldset className="ej-c-set">
        <legend className="ej-c-legend">{t('notif.channel')}</legend>
        {channels.map((one) => (
          <label key={one} className="ej-c-radio">
            <input type="radio" name={`${id}-channel`} checked={channel === one} onChange={() => setChannel(one)} />
            {t(`notif.channel.${one}`)}
          </label>
        ))}
      </fieldset>
      {channel !== 'none' && (
        <>
          <div className="ej-c-field">
            <label htmlFor={`${id}-address`}>{t(`notif.address.${channel}`)}</label>
            <WrongHere of={wrongs} field={`${id}-address`} />
            <input
              id={`${id}-address`}
              {...toldWrong(wrongs, `${id}-address`)}
              type={channel === 'sms' ? 'tel' : 'email'}
              autoComplete={channel === 'sms' ? 'tel' : 'email'}
              value={address}
              onChange={(event) => setAddress(event.target.value)}
            />
          </div>
          <fieldset className="ej-c-set">
            <legend className="ej-c-legend">{t('notif.when')}</legend>
            {whens.map((one) => (
              <label key={one} className="ej-c-radio">
                <input type="radio" name={`${id}-when`} checked={when === one} onChange={() => setWhen(one)} />
                {t(`notif.when.${one}`)}
              </label>
            ))}
          </fieldset>
          {when === 'quiet' && (
            <>
              {time('from', from, setFrom)}
              {time('until', until, setUntil)}
            </>
          )}
          {when === 'digest' && time('at', at, setAt)}
          <div>
            <p>{t('notif.example')}</p>
            <p className="ej-c-said" lang="nb">
              {noticeText.text}
            </p>
          </div>
        </>
      )}
      <Wrongs of={wrongs} />
      <Failed error={saving.error} />
      <div role="status">{saving.isSuccess && <p className="ej-c-said">{t('notif.saved')}</p>}</div>
      <div className="ej-c-acts">
        <button type="submit" className="ej-c-button" data-kind="primary" aria-disabled={saving.isPending}>
          {t('notif.save')}
        </button>
      </div>
    </form>
  );
}

const shortTime = (time: string | undefined, otherwise: string): string => time?.slice(0, 5) ?? otherwise;

const newChoice = (patient: string, extension: Extension[]): Kept =>
  ({
    resourceType: 'Consent',
    status: 'active',
    scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
    category: [{ coding: [{ system: consentCategories, code: 'notice-choice' }] }],
    patient: { reference: `Patient/${patient}` },
    dateTime: new Date().toISOString(),
    policyRule: { text: 'Varsler' },
    extension,
  }) as unknown as Kept;
