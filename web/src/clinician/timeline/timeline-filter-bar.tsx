import { ChevronDownIcon, MagnifyingGlassIcon, XMarkIcon } from '@navikt/aksel-icons';
import { ActionMenu } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { shortDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { serviceWords } from '../../shared/resource/resource.words.ts';
import { type Kind, kinds } from '../../shared/timeline/kinds.ts';
import { everything, isFiltered, type PeriodChoice, periods, type TimelineFilter } from './timeline-filter.ts';

type ServiceKey = keyof typeof serviceWords;
const services = (Object.keys(serviceWords) as ServiceKey[]).map((key) => ({
  key,
  code: key.slice('service.'.length),
}));

type Props = {
  filter: TimelineFilter;
  onFilter: (filter: TimelineFilter) => void;
  typed: string;
  onTyped: (typed: string) => void;
  shown: number;
};

/** Service, period, kind and free words. The same choices for every reader: a list that varied would tell what is hidden. */
export function TimelineFilterBar({ filter, onFilter, typed, onTyped, shown }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const chosen = services.filter(({ code }) => filter.services.has(code));
  const first = chosen[0];
  return (
    <div className="ej-filter ej-noprint">
      <div className="ej-filter-head">
        <h2 className="ej-title">{t('timeline.title')}</h2>
        <span className="ej-meta ej-num">{shown > 0 && t('timeline.shown', { shown })}</span>
        <ActionMenu>
          <ActionMenu.Trigger>
            <button type="button" className="ej-toggle" data-on={chosen.length > 0}>
              {chosen.length === 0 && t('timeline.allServices')}
              {chosen.length === 1 && first && t(first.key)}
              {chosen.length > 1 && t('timeline.someServices', { count: chosen.length })}
              <ChevronDownIcon aria-hidden />
            </button>
          </ActionMenu.Trigger>
          <ActionMenu.Content className="ej-menu" align="start">
            <ActionMenu.Group label={t('timeline.services')}>
              {services.map(({ key, code }) => (
                <ActionMenu.CheckboxItem
                  key={code}
                  checked={filter.services.has(code)}
                  onCheckedChange={() => onFilter({ ...filter, services: toggled(filter.services, code) })}
                >
                  {t(key)}
                </ActionMenu.CheckboxItem>
              ))}
            </ActionMenu.Group>
          </ActionMenu.Content>
        </ActionMenu>
        <PeriodSelect filter={filter} onFilter={onFilter} />
        <label className="ej-filter-search">
          <MagnifyingGlassIcon aria-hidden fontSize="1.125rem" />
          <span className="ej-sr">{t('timeline.search')}</span>
          <input
            type="search"
            value={typed}
            placeholder={t('timeline.search')}
            autoComplete="off"
            onChange={(event) => onTyped(event.target.value)}
          />
        </label>
      </div>
      <div className="ej-filter-row">
        {filter.until && (
          <button
            type="button"
            className="ej-toggle"
            data-on
            aria-label={t('timeline.removeUntil', { date: shortDate(filter.until, language) })}
            onClick={() => onFilter({ ...filter, until: undefined })}
          >
            {t('timeline.until', { date: shortDate(filter.until, language) })}
            <XMarkIcon aria-hidden />
          </button>
        )}
        <fieldset className="ej-filter-kinds">
          <legend className="ej-sr">{t('timeline.kinds')}</legend>
          {kinds
            .filter((kind): kind is Exclude<Kind, 'other'> => kind !== 'other')
            .map((kind) => (
              <button
                key={kind}
                type="button"
                className="ej-toggle"
                aria-pressed={filter.kinds.has(kind)}
                data-on={filter.kinds.has(kind)}
                onClick={() => onFilter({ ...filter, kinds: toggled(filter.kinds, kind) })}
              >
                {t(`kind.${kind}`)}
              </button>
            ))}
        </fieldset>
        {isFiltered(filter) && (
          <button type="button" className="ej-link" onClick={() => onFilter(everything)}>
            {t('timeline.clear')}
          </button>
        )}
      </div>
    </div>
  );
}

function PeriodSelect({ filter, onFilter }: Pick<Props, 'filter' | 'onFilter'>) {
  const { t } = useTranslation();
  const thisYear = new Date().getFullYear();
  return (
    <label className="ej-select" data-on={filter.period !== 'all'}>
      <span className="ej-sr">{t('timeline.period')}</span>
      <select
        value={filter.period}
        onChange={(event) => onFilter({ ...filter, period: event.target.value as PeriodChoice })}
      >
        {periods.map((period) => (
          <option key={period} value={period}>
            {t(`timeline.period.${period}`)}
          </option>
        ))}
        <optgroup label={t('timeline.years')}>
          {Array.from({ length: 30 }, (_, back) => String(thisYear - back)).map((year) => (
            <option key={year} value={year}>
              {year}
            </option>
          ))}
        </optgroup>
      </select>
      <ChevronDownIcon aria-hidden className="ej-select-mark" />
    </label>
  );
}

function toggled<T>(set: ReadonlySet<T>, one: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(one)) next.add(one);
  return next;
}
