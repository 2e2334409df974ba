import {
  BandageIcon,
  CalendarIcon,
  ChatIcon,
  CompassIcon,
  FileTextIcon,
  GavelIcon,
  HospitalIcon,
  HouseIcon,
  LineGraphIcon,
  PaperplaneIcon,
  PillCircleRectangleIcon,
  StethoscopeIcon,
  TagIcon,
  TestFlaskIcon,
} from '@navikt/aksel-icons';
import { type ComponentType, memo, type SVGProps, useId } from 'react';
import { sourceOf } from '../../shared/fhir/source.ts';
import type { Resource } from '../../shared/fhir/types.ts';
import { timeOf } from '../../shared/format/date.ts';
import { plainOf } from '../../shared/i18n/written.ts';
import { lineOf } from '../../shared/resource/line.ts';
import { useSay } from '../../shared/resource/use-say.ts';
import type { Entry } from '../../shared/timeline/entries.ts';
import type { Kind } from '../../shared/timeline/kinds.ts';
import { standingOfNote } from '../../shared/timeline/note-standing.ts';
import { NewMark } from '../../shared/ui/row-list.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { EntryContent } from './entry-content.tsx';
import { StandingTag } from './standing-tag.tsx';

type Icon = ComponentType<SVGProps<SVGSVGElement>>;

const icons: Record<Kind, Icon> = {
  note: StethoscopeIcon,
  contact: StethoscopeIcon,
  result: TestFlaskIcon,
  measurement: LineGraphIcon,
  medication: PillCircleRectangleIcon,
  diagnosis: TagIcon,
  procedure: BandageIcon,
  referral: PaperplaneIcon,
  plan: CompassIcon,
  appointment: CalendarIcon,
  document: FileTextIcon,
  message: ChatIcon,
  other: FileTextIcon,
};
/** Contacts and notes show where they were, which tells more than what they are. */
const iconOfService: Record<string, Icon> = { hospital: HospitalIcon, 'home-care': HouseIcon };

type Props = {
  entry: Entry;
  /** Its place in the list. */
  index: number;
  open: boolean;
  reachable: boolean;
  isNew: boolean;
  onToggle: (key: string) => void;
  onFocus: (index: number) => void;
};

/** One line of the timeline; opened, the whole of it in the same place. Drawn again only when it is another: the list is, as it is measured. */
export const TimelineEntry = memo(function TimelineEntry(props: Props) {
  const { entry, index, open, reachable, isNew, onToggle, onFocus } = props;
  const say = useSay();
  const id = useId();
  const { label, text } = lineOf(entry.lead, entry.parts, say);
  const { author, organization, service } = sourceOf(entry.lead);
  const placed = entry.kind === 'note' || entry.kind === 'contact';
  const decided = service === 'case-office' && (entry.kind === 'referral' || /^vedtak/i.test(plainOf(label)));
  const standing = standingOfNote(entry.lead);
  const Icon = decided ? GavelIcon : (placed && iconOfService[service ?? '']) || icons[entry.kind];
  return (
    <article className="ej-entry" data-open={open} data-standing={standing}>
      <button
        type="button"
        className="ej-entry-line"
        data-row
        tabIndex={reachable ? 0 : -1}
        aria-expanded={open}
        {...(open ? { 'aria-controls': id } : {})}
        onClick={() => onToggle(entry.key)}
        onFocus={() => onFocus(index)}
      >
        <span className="ej-entry-time ej-num">{timeOf(entry.at, say.language)}</span>
        <Icon aria-hidden fontSize="1.125rem" />
        <span className="ej-entry-label">
          <NewMark shown={isNew}>
            <Voiced>{label}</Voiced>
          </NewMark>
        </span>
        <span className="ej-entry-text">
          {!open && <StandingTag of={entry.lead} />}
          <Voiced isWritten={open}>{open ? titleOf(entry.lead) : text}</Voiced>
        </span>
        <span className="ej-entry-source">{[author?.display, organization].filter(Boolean).join(' · ')}</span>
      </button>
      {open && (
        <div className="ej-entry-body" id={id}>
          <EntryContent lead={entry.lead} parts={entry.parts} />
        </div>
      )}
    </article>
  );
});

/** Opened, the line is a heading: the words themselves stand below it. */
function titleOf(resource: Resource): string {
  const { title, description } = resource as { title?: unknown; description?: unknown };
  return typeof title === 'string' ? title : typeof description === 'string' ? description : '';
}
