import {
  CalendarIcon,
  ChatIcon,
  CheckmarkCircleIcon,
  EyeIcon,
  FileExportIcon,
  FileTextIcon,
  HandHeartIcon,
  HeartIcon,
  HouseIcon,
  LineGraphIcon,
  PersonCircleIcon,
  PersonGroupIcon,
  PillCircleRectangleIcon,
  StethoscopeIcon,
  TasklistIcon,
  TestFlaskIcon,
  TimelineIcon,
  VirusIcon,
} from '@navikt/aksel-icons';
import type { ComponentType, SVGProps } from 'react';
import type { words } from '../words.ts';
import { FormsSaid, MeasureSaid, MessagesSaid } from './dialogue/said.tsx';
import { AppointmentsSaid, MedicinesSaid, SeenSaid } from './home/said.tsx';

/** A page of the citizen's application, as navigation and the first page name it. */
export type Place = {
  /** Its address; the route stands in `routes.tsx`. */
  to: string;
  label: keyof typeof words;
  /** In the bar of a phone, where there is room for one word. */
  short?: keyof typeof words;
  icon: ComponentType<SVGProps<SVGSVGElement>>;
  /** Stands in the bar at the foot of a phone (four have room), in the bar on top of a wide screen, and in the first page's list. */
  inFoot?: boolean;
  inBar?: boolean;
  inHome?: boolean;
  /** Is a part of the record, named beside the others there. */
  inJournal?: boolean;
  /** What the first page says of it, under its name; loads what it needs itself. */
  Said?: ComponentType;
};

/** All pages that can be gone to, in the order in which they are shown. */
export const places: readonly Place[] = [
  { to: '/', label: 'me.place.home', icon: HouseIcon, inFoot: true, inBar: true },
  {
    to: '/journal',
    label: 'me.place.journal',
    short: 'me.place.journal.short',
    icon: TimelineIcon,
    inFoot: true,
    inBar: true,
    inJournal: true,
    inHome: true,
  },
  {
    to: '/medisiner',
    label: 'me.place.medicines',
    icon: PillCircleRectangleIcon,
    inFoot: true,
    inBar: true,
    inHome: true,
    inJournal: true,
    Said: MedicinesSaid,
  },
  { to: '/provesvar', label: 'me.place.results', icon: TestFlaskIcon, inBar: true, inHome: true, inJournal: true },
  {
    to: '/timer',
    label: 'me.place.appointments',
    icon: CalendarIcon,
    inBar: true,
    inHome: true,
    Said: AppointmentsSaid,
  },
  {
    to: '/meldinger',
    label: 'me.place.messages',
    short: 'me.place.messages.short',
    icon: ChatIcon,
    inFoot: true,
    inBar: true,
    inHome: true,
    Said: MessagesSaid,
  },
  { to: '/skjema', label: 'me.place.forms', icon: TasklistIcon, inHome: true, Said: FormsSaid },
  {
    to: '/egne-malinger',
    label: 'me.place.measure',
    icon: LineGraphIcon,
    inHome: true,
    inJournal: true,
    Said: MeasureSaid,
  },
  { to: '/helse', label: 'me.place.health', icon: StethoscopeIcon, inJournal: true },
  { to: '/plan', label: 'me.place.plan', icon: HeartIcon, inHome: true, inJournal: true },
  { to: '/hjelp', label: 'me.place.help', icon: HandHeartIcon, inJournal: true },
  { to: '/kontakter', label: 'me.place.contacts', icon: PersonGroupIcon, inJournal: true },
  { to: '/dokumenter', label: 'me.place.documents', icon: FileTextIcon, inJournal: true },
  { to: '/vaksiner', label: 'me.place.vaccines', icon: VirusIcon, inJournal: true },
  { to: '/tilgang', label: 'me.place.access', icon: EyeIcon, inBar: true, inHome: true, Said: SeenSaid },
  { to: '/handle-for', label: 'me.place.acting', icon: PersonGroupIcon, inHome: true },
  { to: '/krets', label: 'me.place.circle', icon: HandHeartIcon, inHome: true },
  { to: '/deling', label: 'me.place.sharing', icon: FileExportIcon, inHome: true },
  { to: '/samtykker', label: 'me.place.consents', icon: CheckmarkCircleIcon, inHome: true },
  { to: '/meg', label: 'me.place.me', icon: PersonCircleIcon, inFoot: true },
];
