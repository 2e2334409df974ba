import type { FormItem } from '@enjournal/server/care/forms';
import { ExternalLinkIcon } from '@navikt/aksel-icons';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/use-language.ts';

/** Where the questionnaire says there is more to read: the source of a score, a guideline. */
export function SupportLinks({ item }: { item: FormItem }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const links = item.supportLinks.filter((address) => /^https?:\/\//.test(address));
  return links.map((address) => (
    <a key={address} className="ej-link ej-noprint" href={address} target="_blank" rel="noreferrer noopener">
      {t('form.moreAbout', { field: item.text[language] })} <ExternalLinkIcon aria-hidden />
    </a>
  ));
}
