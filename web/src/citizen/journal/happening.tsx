import {
  BandageIcon,
  ChatIcon,
  CompassIcon,
  FileTextIcon,
  HandHeartIcon,
  HospitalIcon,
  HouseHeartIcon,
  LineGraphIcon,
  PillCircleRectangleIcon,
  StethoscopeIcon,
  TagIcon,
  TestFlaskIcon,
} from '@navikt/aksel-icons';
import type { ComponentType, SVGProps } from 'react';
import { useTranslation } from 'react-i18next';
import { sourceOf } from '../../shared/fhir/source.ts';
import { localeOf } from '../../shared/i18n/extra.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import type { Entry } from '../../shared/timeline/entries.ts';
import type { Kind } from '../../shared/timeline/kinds.ts';
import { later } from '../../shared/ui/later.tsx';
import { Waiting } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { OpenRow } from '../frame/open-row.tsx';
import { toldOf } from './told.ts';

const HappeningDetail = later(() => import('./happening-detail.tsx'));

type Icon = ComponentType<SVGProps<SVGSVGElement>>;
const icons: Record<Kind, Icon> = {
  note: StethoscopeIcon,
  contact: StethoscopeIcon,
  result: TestFlaskIcon,
  measurement: LineGraphIcon,
  medication: PillCircleRectangleIcon,
  diagnosis: TagIcon,
  procedure: BandageIcon,
  referral: HandHeartIcon,
  plan: CompassIcon,
  appointment: StethoscopeIcon,
  document: FileTextIcon,
  message: ChatIcon,
  other: FileTextIcon,
};
const iconOfService: Record<string, Icon> = { hospital: HospitalIcon, 'home-care': HouseHeartIcon };

/**
 * One thing that happened: when, what in everyday words, and where; opened, the whole of it with who wrote it.
 * @param isPreview it is drawn for somebody else than the citizen, who can do nothing with it
 */
export function Happening({ entry, isPreview = false }: { entry: Entry; isPreview?: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { title, text, place } = toldOf(entry, { t, language });
  const isContact = entry.kind === 'note' || entry.kind === 'contact';
  const Icon = (isContact && iconOfService[sourceOf(entry.lead).service ?? '']) || icons[entry.kind];
  return (
    <li>
      <OpenRow
        name={isPreview ? `preview ${entry.key}` : entry.key}
        startsOpen={isPreview}
        start={
          <>
            <Day day={entry.day} />
            <Icon aria-hidden className="ej-c-row-icon" />
          </>
        }
        detail={() => (
          <HappeningDetail
            entry={entry}
            isPreview={isPreview}
            waiting={<Waiting what={t('me.details.what')} rows={3} />}
          />
        )}
      >
        <b>
          <Voiced>{title}</Voiced>
        </b>
        {text && (
          <span className="ej-c-cut">
            <Voiced>{text}</Voiced>
          </span>
        )}
        {place && (
          <span className="ej-meta">
            <Voiced>{place}</Voiced>
          </span>
        )}
      </OpenRow>
    </li>
  );
}

/** The day of the month and of the week; vague dates have none. */
function Day({ day }: { day: string }) {
  const language = useLanguage();
  if (day.length < 10) return <span className="ej-c-day" />;
  const weekday = new Intl.DateTimeFormat(localeOf(language), {
    weekday: 'short',
    timeZone: 'UTC',
  }).format(new Date(`${day}T12:00:00Z`));
  return (
    <span className="ej-c-day">
      <b className="ej-num">{Number(day.slice(8))}.</b>
      <span className="ej-meta">{weekday.replace('.', '')}</span>
    </span>
  );
}
