import { CloudSlashIcon, ExclamationmarkTriangleIcon, InformationSquareIcon } from '@navikt/aksel-icons';
import { useTranslation } from 'react-i18next';
import { timeOf } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { type DraftKeeper, isOtherRecord } from './draft-keeper.ts';
import { useDraft } from './use-draft.ts';

/** Why what is written is not saved, what is done about it, and that none of it is lost. */
export function DraftNotice({ keeper }: { keeper: DraftKeeper }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { saving, failure, mergedAt } = useDraft(keeper);
  if (saving === 'offline')
    return (
      <p className="ej-notice" data-kind="neutral" role="status">
        <CloudSlashIcon aria-hidden /> {t('saving.offline.why')}
      </p>
    );
  if (saving === 'rejected' || saving === 'refused' || saving === 'closed') {
    const issue = failure?.outcome?.issue?.[0];
    const why = issue?.details?.text ?? issue?.diagnostics ?? '';
    const isOther = failure !== undefined && isOtherRecord(failure);
    return (
      <p className="ej-notice" role="alert">
        <ExclamationmarkTriangleIcon aria-hidden />
        {isOther ? t('saving.otherRecord') : t(`saving.${saving}.why`, { why })}
      </p>
    );
  }
  if (mergedAt === undefined || saving === 'conflict') return null;
  return (
    <p className="ej-notice" data-kind="neutral" role="status">
      <InformationSquareIcon aria-hidden />
      {t('saving.merged', { time: timeOf(new Date(mergedAt).toISOString(), language) ?? '' })}
    </p>
  );
}
