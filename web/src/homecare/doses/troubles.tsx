import { ArrowsSquarepathIcon } from '@navikt/aksel-icons';
import { Button, TextField } from '@navikt/ds-react';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { matchesOf, search } from '../../shared/fhir/client.ts';
import { sourceOf } from '../../shared/fhir/source.ts';
import type { MedicationAdministration, Reference, Resource } from '../../shared/fhir/types.ts';
import { shortDateTime } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { outbox } from '../../shared/outbox/own-outbox.ts';
import type { Sending } from '../../shared/outbox/sending.ts';
import { useOutbox } from '../../shared/outbox/use-outbox.ts';
import { lineOf } from '../../shared/resource/line.ts';
import { useSay } from '../../shared/resource/use-say.ts';
import { asDeviation } from './record-dose.ts';

/** What the server did not take, of one record or of all: its user says what is true, and nothing is lost meanwhile. */
export function Troubles({ record }: { record?: string }) {
  const { waiting } = useOutbox();
  const all = waiting.filter((one) => one.trouble !== undefined && (record === undefined || one.record === record));
  return all.map((one) => <TroubleCard key={one.key} sending={one} isNamed={record === undefined} />);
}

/** What each rule's refusal is told as, when it was done all the same. @source the code list of `dose-deviation` */
const deviations: Readonly<Record<string, string>> = {
  'dose-already-recorded': 'given-twice',
  'order-not-active': 'after-stop',
  'over-max': 'over-max',
  'before-order': 'other-time',
  'too-soon': 'too-soon',
  'rate-not-ordered': 'other-rate',
  'missed-doses': 'after-missed',
  'check-wrong-medicine': 'wrong-medicine',
  'check-expired': 'expired',
};

type Side = { title: string; text: string; at?: string };
type Two = { theirs: Side; mine: Side; needsWhy: boolean; asMine: (why: string) => void };

function TroubleCard({ sending, isNamed }: { sending: Sending; isNamed: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [whose, setWhose] = useState<'theirs' | 'mine'>('theirs');
  const [why, setWhy] = useState('');
  const [isTold, setTold] = useState(false);
  const name = useId();
  const two = useTwo(sending);
  const said = sending.trouble?.issues.map(({ text }) => text).filter(Boolean) ?? [];
  const needsWhy = whose === 'mine' && two.needsWhy;
  const use = () => {
    setTold(true);
    if (whose === 'theirs') outbox.drop(sending.key);
    else if (!needsWhy || why.trim() !== '') two.asMine(why.trim());
  };
  return (
    <section className="ej-trouble" aria-label={sending.what}>
      <div className="ej-trouble-lead" role="alert">
        <ArrowsSquarepathIcon aria-hidden />
        <div>
          <span className="ej-strong">{t(isLate(sending) ? 'trouble.title' : 'trouble.title.online')}</span>{' '}
          {said.length > 0 ? said.join(' ') : t('trouble.both')}
        </div>
      </div>
      {isNamed && <div>{t('outbox.whose', { who: sending.who })}</div>}
      <fieldset>
        <legend>{sending.what}</legend>
        {(['theirs', 'mine'] as const).map((side) => (
          <label key={side} className="ej-trouble-choice">
            <input type="radio" name={name} checked={whose === side} onChange={() => setWhose(side)} />
            <span>
              <span className="ej-strong">{two[side].title}</span>
              <br />
              <span className="ej-meta">{two[side].text}</span>
              {side === 'mine' && (
                <span className="ej-meta"> {shortDateTime(new Date(sending.at).toISOString(), language)}</span>
              )}
            </span>
          </label>
        ))}
      </fieldset>
      {sending.trouble?.kind === 'stale' && <p className="ej-meta">{t('trouble.history')}</p>}
      {needsWhy && (
        <TextField
          label={t('trouble.why')}
          value={why}
          autoComplete="off"
          error={isTold && why.trim() === '' ? t('trouble.whyNeeded') : undefined}
          onChange={(event) => setWhy(event.target.value)}
        />
      )}
      <Button onClick={use}>{t('trouble.use', { what: two[whose].title })}</Button>
    </section>
  );
}

/** Sent so long after it was done that somebody else may have been first. */
const isLate = ({ at }: Sending): boolean => Date.now() - at > 10_000;

/** The two ways out, in words of what happened. */
function useTwo(sending: Sending): Two {
  const { t } = useTranslation();
  const language = useLanguage();
  const say = useSay();
  const key = sending.trouble?.issues.map((issue) => issue.key).find((one) => one in deviations);
  const recorded = useRecorded(sending, key === 'dose-already-recorded');
  const time = shortDateTime(new Date(sending.at).toISOString(), language);
  if (key !== undefined) {
    const asMine = (why: string) =>
      void outbox.change(sending.key, (one) => asDeviation(one, deviations[key] as string, why));
    if (key === 'dose-already-recorded') {
      const who = recorded?.who ?? t('trouble.somebody');
      const when = shortDateTime(recorded?.at, language);
      return {
        theirs: { title: t('trouble.once.theirs'), text: t('trouble.once.theirs.text', { who, time: when }) },
        mine: { title: t('trouble.once.mine'), text: t('trouble.once.mine.text', { time }) },
        needsWhy: true,
        asMine,
      };
    }
    return {
      theirs: { title: t('trouble.not.theirs'), text: t('trouble.not.theirs.text') },
      mine: { title: t('trouble.not.mine'), text: t('trouble.not.mine.text', { time }) },
      needsWhy: true,
      asMine,
    };
  }
  const { theirs } = sending.trouble ?? {};
  const author = theirs && sourceOf(theirs).author?.display;
  const when = shortDateTime(theirs?.meta?.lastUpdated, language);
  const line = theirs && lineOf(theirs, [], say);
  return {
    theirs: {
      title: line ? [line.label, line.text].filter(Boolean).join(': ') : t('trouble.stale.theirs'),
      text: theirs
        ? t('trouble.theirs', { who: author ?? t('trouble.somebody'), time: when })
        : t('trouble.not.theirs.text'),
    },
    mine: { title: sending.what, text: t('trouble.mine', { time: '' }).replace(/[·\s]+$/, ' ·') },
    needsWhy: false,
    asMine: () => void outbox.change(sending.key, (one) => onTopOf(one, theirs)),
  };
}

/** Sent again over what stands there now. */
function onTopOf(sending: Sending, theirs: Resource | undefined): Sending {
  const version = theirs?.meta?.versionId;
  const at = sending.became.length;
  const steps = sending.steps.map((step, n) =>
    n !== at || version === undefined ? step : { ...step, headers: { ...step.headers, 'if-match': `W/"${version}"` } },
  );
  return { ...sending, steps };
}

type Given = MedicationAdministration & {
  effectiveDateTime?: string;
  performer?: { actor?: Reference }[];
};

/** Who recorded the same dose, and when it was given. */
function useRecorded(
  sending: Sending,
  enabled: boolean,
): { who: string | undefined; at: string | undefined } | undefined {
  const { planned } = sending.about ?? {};
  const query = useQuery({
    queryKey: ['record', sending.record, ['MedicationAdministration'], 'recorded', planned],
    enabled: enabled && planned !== undefined,
    queryFn: async ({ signal }) => {
      const identifier = `https://enjournal.no/fhir/NamingSystem/planned-dose|${planned}`;
      const found = await search<Given>(
        'MedicationAdministration',
        { identifier, 'status:not': 'entered-in-error', patient: sending.record },
        signal,
      );
      return matchesOf(found)[0] ?? null;
    },
  });
  const given = query.data;
  if (!given) return undefined;
  return { who: given.performer?.[0]?.actor?.display ?? sourceOf(given).author?.display, at: given.effectiveDateTime };
}
