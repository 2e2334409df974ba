import { CheckmarkIcon, CloudSlashIcon, CloudUpIcon, ExclamationmarkTriangleIcon } from '@navikt/aksel-icons';
import { useTranslation } from 'react-i18next';
import { timeOf } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import type { Saving } from './draft-keeper.ts';

type Props = { saving: Saving; savedAt: number | undefined };

/** When the last of it was saved, or why it is not. Calm while it works; in words when somebody must do something. */
export function SavingState({ saving, savedAt }: Props) {
  const text = useSavingText({ saving, savedAt });
  const Icon =
    saving === 'offline'
      ? CloudSlashIcon
      : saving === 'saved' && savedAt !== undefined
        ? CheckmarkIcon
        : saving === 'saved' || saving === 'saving' || saving === 'unsaved'
          ? CloudUpIcon
          : ExclamationmarkTriangleIcon;
  return (
    <span className="ej-saving ej-meta ej-num" data-saving={saving}>
      <Icon aria-hidden /> {text}
    </span>
  );
}

export function useSavingText({ saving, savedAt }: Props): string {
  const { t } = useTranslation();
  const language = useLanguage();
  if (saving !== 'saved' && saving !== 'saving') return t(`saving.${saving}`);
  // "Saving" for a blink each time would only be unrest: the time of the last save is what there is to know.
  if (savedAt === undefined) return t(saving === 'saved' ? 'saving.empty' : 'saving.unsaved');
  return t('saving.saved', { time: timeOf(new Date(savedAt).toISOString(), language) ?? '' });
}
