import type { Standing } from '@enjournal/server/care/plan';
import {
  CheckmarkCircleFillIcon,
  CircleSlashIcon,
  ClockDashedIcon,
  ExclamationmarkTriangleIcon,
  HourglassTopFilledIcon,
} from '@navikt/aksel-icons';
import { useTranslation } from 'react-i18next';

const icons = {
  'on-time': CheckmarkCircleFillIcon,
  done: CheckmarkCircleFillIcon,
  waiting: ClockDashedIcon,
  late: HourglassTopFilledIcon,
  deviating: ExclamationmarkTriangleIcon,
} as const;

/** How a pathway goes, by word, icon and colour. */
export function StandingChip({ standing }: { standing: Standing }) {
  const { t } = useTranslation();
  const Icon = icons[standing] ?? CircleSlashIcon;
  return (
    <span className="ej-pathway-standing" data-standing={standing}>
      <Icon aria-hidden fontSize="1.125rem" />
      {t(`pathway.standing.${standing}`)}
    </span>
  );
}
