import { FunnelIcon, MagnifyingGlassIcon } from '@navikt/aksel-icons';
import { useTranslation } from 'react-i18next';
import { dayOf } from '../../shared/format/date.ts';
import { usePatient } from '../../shared/record/record-queries.ts';
import { useKept } from '../../shared/session/kept.ts';
import { useSubject } from '../subject.ts';
import { everything, type Group, groups, type HappeningFilter } from './happenings.ts';

const services = [
  ...['gp', 'hospital', 'specialist', 'legevakt', 'home-care', 'nursing-home', 'case-office', 'coordinating-unit'],
  ...['mental-health', 'physio', 'health-station', 'school-health', 'youth-clinic', 'response-centre', 'private-care'],
] as const;

type Props = {
  filter: HappeningFilter;
  onFilter: (filter: HappeningFilter) => void;
  typed: string;
  onTyped: (typed: string) => void;
};

/** What is looked for, of which kind, from whom, and when. */
export function JournalFilter({ filter, onFilter, typed, onTyped }: Props) {
  const { t } = useTranslation();
  const [isShown, setShown] = useKept('journal filter shown', false);
  const years = useYears();
  const isFiltered = filter.group !== undefined || filter.service !== undefined || filter.year !== undefined;
  return (
    <search className="ej-c-filter ej-noprint" data-shown={isShown || isFiltered}>
      <label className="ej-c-search">
        <span className="ej-sr">{t('journal.search')}</span>
        <MagnifyingGlassIcon aria-hidden />
        <input
          type="search"
          placeholder={t('journal.search')}
          value={typed}
          onChange={({ target }) => onTyped(target.value)}
        />
      </label>
      <button
        type="button"
        className="ej-c-plain ej-c-filter-open"
        aria-expanded={isShown || isFiltered}
        onClick={() => setShown(!isShown)}
      >
        <FunnelIcon aria-hidden />
        {t('journal.filter')}
      </button>
      <label className="ej-c-pick">
        <span>{t('journal.group')}</span>
        <select
          value={filter.group ?? ''}
          onChange={({ target }) => onFilter({ ...filter, group: (target.value || undefined) as Group | undefined })}
        >
          <option value="">{t('journal.group.all')}</option>
          {(Object.keys(groups) as Group[]).map((one) => (
            <option key={one} value={one}>
              {t(`journal.group.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label className="ej-c-pick">
        <span>{t('journal.service')}</span>
        <select
          value={filter.service ?? ''}
          onChange={({ target }) => onFilter({ ...filter, service: target.value || undefined })}
        >
          <option value="">{t('journal.service.all')}</option>
          {services.map((one) => (
            <option key={one} value={one}>
              {t(`service.${one as 'gp'}`)}
            </option>
          ))}
        </select>
      </label>
      <label className="ej-c-pick">
        <span>{t('journal.year')}</span>
        <select
          value={filter.year ?? ''}
          onChange={({ target }) => onFilter({ ...filter, year: target.value || undefined })}
        >
          <option value="">{t('journal.year.all')}</option>
          {years.map((year) => (
            <option key={year}>{year}</option>
          ))}
        </select>
      </label>
      {isFiltered && (
        <button
          type="button"
          className="ej-c-plain"
          onClick={({ currentTarget }) => {
            onFilter(everything);
            currentTarget.parentElement?.querySelector('select')?.focus(); // the button goes away
          }}
        >
          {t('journal.reset')}
        </button>
      )}
    </search>
  );
}

/** Every year of the citizen's life, the newest first. */
function useYears(): string[] {
  const { patient } = useSubject();
  const born = Number(usePatient(patient).data?.birthDate?.slice(0, 4));
  const now = Number(dayOf(Date.now()).slice(0, 4));
  const count = Number.isNaN(born) ? 10 : now - born + 1;
  return Array.from({ length: count }, (_, back) => String(now - back));
}
