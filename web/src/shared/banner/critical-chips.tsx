import { ExclamationmarkTriangleFillIcon, EyeSlashIcon, HeartIcon } from '@navikt/aksel-icons';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess } from '../access/use-access.ts';
import { keyOf } from '../fhir/references.ts';
import type { AllergyIntolerance, Condition, Consent, Flag, Patient, Resource } from '../fhir/types.ts';
import { instantOf, shortDate } from '../format/date.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { written } from '../i18n/written.ts';
import { useRecordSearch } from '../record/record-queries.ts';
import { ResourceDetail } from '../resource/resource-detail.tsx';
import { useKept } from '../session/kept.ts';
import { Voiced } from '../ui/voiced.tsx';
import { allergyKnowledge, type CriticalItem, criticalOf } from './critical.ts';

/** From this age the question of treatment limits is asked of everyone, so that "not clarified" is worth saying. */
const limitsAskedFrom = 75;

type ChipsProps = {
  id: string;
  patient: Patient | undefined;
  /** What can be done with an item that is opened, for who may. */
  acts?: ((of: Resource) => ReactNode) | undefined;
  /** The way to where all of it is written. */
  edit?: ReactNode;
};

/** Critical information in words, in a fixed order, never behind "+3". Each chip opens its source below. */
export function CriticalChips({ id, patient, acts, edit }: ChipsProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const panel = useId();
  const [open, setOpen] = useKept<string | undefined>('critical open', undefined);
  const enabled = patient !== undefined;
  const allergies = useRecordSearch<AllergyIntolerance>(id, 'AllergyIntolerance', {}, { limit: 100, enabled });
  const flags = useRecordSearch<Flag>(id, 'Flag', {}, { limit: 100, enabled });
  const consents = useRecordSearch<Consent>(id, 'Consent', { status: 'active' }, { limit: 100, enabled });
  const conditions = useRecordSearch<Condition>(
    id,
    'Condition',
    { 'clinical-status': 'active,recurrence,relapse' },
    { enabled },
  );
  const access = useAccess(id);
  // Nothing is said not to be there before it is known that all of the record is shown.
  const isWhole = access.data?.isPart === false;
  const isSeen = access.data?.unseen.has('critical-info') === false;
  const all = [allergies, flags, consents, conditions, access];
  const items = criticalOf({
    allergies: allergies.data?.resources ?? [],
    flags: flags.data?.resources ?? [],
    consents: consents.data?.resources ?? [],
    conditions: conditions.data?.resources ?? [],
  });
  const opened = items.find(({ of }) => keyOf(of) === open);
  const toggle = (of: Resource) => setOpen(keyOf(of) === open ? undefined : keyOf(of));
  const age = patient?.birthDate ? (Date.now() - instantOf(patient.birthDate)) / 31_557_600_000 : 0;
  const knowledge = isWhole && isSeen && allergies.data ? allergyKnowledge(allergies.data.resources) : undefined;
  const limitsUnknown =
    isWhole &&
    isSeen &&
    flags.data &&
    consents.data &&
    age >= limitsAskedFrom &&
    !items.some(({ kind }) => kind === 'limits');
  const first = items.findIndex((item) => item.kind !== 'allergy' || !item.severe);
  const severe = first < 0 ? items : items.slice(0, first);
  const rest = first < 0 ? [] : items.slice(first);

  const chip = (item: CriticalItem): ReactNode => (
    <Chip
      key={keyOf(item.of)}
      item={item}
      language={language}
      open={item === opened}
      panel={panel}
      onToggle={() => toggle(item.of)}
    />
  );
  return (
    <div className="ej-critical" id="critical" tabIndex={-1}>
      <ul className="ej-chips" aria-label={t('banner.critical')}>
        {severe.map(chip)}
        {knowledge === 'unknown' && (
          <li className="ej-chip" data-kind="asked">
            {t('chip.allergyUnknown')}
          </li>
        )}
        {limitsUnknown && (
          <li className="ej-chip" data-kind="asked">
            {t('chip.limitsUnknown')}
          </li>
        )}
        {rest.map(chip)}
        {knowledge === 'none' && (
          <li className="ej-chip" data-kind="fact">
            {t('chip.allergyNone')}
          </li>
        )}
        {access.data && !isSeen && (
          <li className="ej-chip" data-kind="asked">
            {t('chip.unseen')}
          </li>
        )}
        {access.data?.isPart && (
          <li className="ej-chip" data-kind="asked">
            {t('chip.part')}
          </li>
        )}
        {access.data?.isSuppressed && (
          <li className="ej-chip" data-kind="agreed">
            <EyeSlashIcon aria-hidden /> {t('chip.block')}
          </li>
        )}
        {access.data?.holdsBlocked && (
          <li className="ej-chip" data-kind="agreed">
            <EyeSlashIcon aria-hidden /> {t('chip.holdsBlock')}
          </li>
        )}
        {all.some(({ isError }) => isError) && (
          <li className="ej-chip" data-kind="failed">
            <ExclamationmarkTriangleFillIcon aria-hidden /> {t('chip.failed')}{' '}
            <button
              type="button"
              className="ej-link"
              onClick={() => all.forEach((one) => void (one.isError && one.refetch()))}
            >
              {t('ui.retry')}
            </button>
          </li>
        )}
        {edit && isWhole && isSeen && <li className="ej-chip-edit ej-noprint">{edit}</li>}
      </ul>
      {opened && (
        <div className="ej-critical-open" id={panel}>
          <ResourceDetail of={opened.of} />
          {acts?.(opened.of)}
        </div>
      )}
    </div>
  );
}

/** When it was clarified, and by whom. */
function clarifiedText({ clarified, of }: Extract<CriticalItem, { kind: 'limits' }>, language: ChipProps['language']) {
  const by = of.resourceType === 'Flag' ? of.author?.display : of.performer?.[0]?.display;
  return [shortDate(clarified, language), by].filter(Boolean).join(' ');
}

type ChipProps = {
  item: CriticalItem;
  language: ReturnType<typeof useLanguage>;
  open: boolean;
  panel: string;
  onToggle: () => void;
};

function Chip({ item, language, open, panel, onToggle }: ChipProps) {
  const { t } = useTranslation();
  const kind =
    item.kind === 'allergy' ? (item.severe ? 'critical' : 'fact') : item.kind === 'limits' ? 'agreed' : 'fact';
  const said =
    item.kind === 'limits'
      ? [
          written(item.what),
          item.clarified && t('chip.clarified', { date: clarifiedText(item, language) }),
          item.renewed && t('chip.renewed', { date: shortDate(item.renewed, language) }),
        ]
          .filter(Boolean)
          .join(' · ')
      : item.kind === 'allergy'
        ? [
            written(item.how ? t('chip.allergy', { what: item.what, how: item.how }) : item.what),
            item.since?.slice(0, 4),
          ]
            .filter(Boolean)
            .join(' ')
        : written(item.what);
  return (
    <li>
      <button
        type="button"
        className="ej-chip"
        data-kind={kind}
        aria-expanded={open}
        {...(open ? { 'aria-controls': panel } : {})}
        onClick={onToggle}
      >
        {kind === 'critical' && <ExclamationmarkTriangleFillIcon aria-hidden />}
        {kind === 'agreed' && <HeartIcon aria-hidden />}
        <Voiced>{said}</Voiced>
      </button>
    </li>
  );
}

/** The allergies that can kill, in the fewest words: for the two lines that stay when the banner is scrolled away. */
export function SevereAllergies({ id }: { id: string }) {
  const { data } = useRecordSearch<AllergyIntolerance>(id, 'AllergyIntolerance', {}, { limit: 100 });
  const items = criticalOf({ allergies: data?.resources ?? [], flags: [], consents: [], conditions: [] });
  return items.map(
    (item) =>
      item.kind === 'allergy' &&
      item.severe && (
        <span key={keyOf(item.of)} className="ej-chip" data-kind="critical">
          <ExclamationmarkTriangleFillIcon aria-hidden />{' '}
          <Voiced isWritten>{[item.what, item.how].filter(Boolean).join(': ')}</Voiced>
        </span>
      ),
  );
}
