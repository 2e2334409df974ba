import { useTranslation } from 'react-i18next';
import { type BlockDraft, offered } from './block.ts';

/** What a kind of information is called to the citizen. */
export function useKindText(): (kind: string) => string {
  const { t } = useTranslation();
  return (kind) =>
    (offered as readonly string[]).includes(kind)
      ? t(`own.kind.${kind}` as 'own.kind.psych-note')
      : t('own.kind.other');
}

/** From whom: by name when it is one, by their number when they are several. */
export function useWhomText(): (draft: Pick<BlockDraft, 'everybody' | 'whom'>) => string {
  const { t } = useTranslation();
  return ({ everybody, whom }) => {
    if (everybody === true) return t('own.block.everybody');
    const [only, ...others] = whom;
    if (only !== undefined && others.length === 0) return only.display || t('own.block.these', { count: 1 });
    return t('own.block.these', { count: whom.length });
  };
}
