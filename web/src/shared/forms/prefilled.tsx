import { type Answer, extensions, extensionValue, type FormNode, type Reference } from '@enjournal/server/care/forms';
import { CheckmarkIcon } from '@navikt/aksel-icons';
import { useTranslation } from 'react-i18next';
import { shortDate } from '../format/date.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { useFormTools } from './form-context.ts';

/** Where a value that nobody typed comes from, and when it was true; the one who fills in says whether it still is. */
export function Prefilled({ node }: { node: FormNode }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { answer, readOnly } = useFormTools();
  const first = node.answers.find((one) => sourceIn(one) !== undefined);
  const source = first && sourceIn(first);
  if (!source) return null;
  const name = extensionValue<Reference>(source, 'source')?.display ?? t('form.theRecord');
  const at = extensionValue<string>(source, 'at');
  const isConfirmed = extensionValue<boolean>(source, 'confirmed') === true;
  const field = node.item.text[language];
  return (
    <p className="ej-meta ej-form-prefilled">
      {at
        ? t('form.prefilled', { source: name, when: shortDate(at, language) })
        : t('form.prefilledUndated', { source: name })}{' '}
      {isConfirmed ? (
        <span className="ej-form-confirmed">
          <CheckmarkIcon aria-hidden /> {t('form.confirmed')}
        </span>
      ) : (
        !readOnly && (
          <>
            {t('form.stillRight')}{' '}
            <button
              type="button"
              className="ej-link"
              aria-label={t('form.confirmOf', { field })}
              onClick={() => answer(node, node.answers.map(confirmed))}
            >
              {t('form.confirm')}
            </button>
          </>
        )
      )}
    </p>
  );
}

const sourceIn = (answer: Answer) => answer.extension?.find(({ url }) => url === extensions.prefillSource);

const confirmed = (answer: Answer): Answer => ({
  ...answer,
  extension: (answer.extension ?? []).map((one) =>
    one.url === extensions.prefillSource
      ? { ...one, extension: [...(one.extension ?? []), { url: 'confirmed', valueBoolean: true }] }
      : one,
  ),
});
