import { type FormNode, type FormState, issueText } from '@enjournal/server/care/forms';
import { ErrorSummary } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/use-language.ts';

type Props = { state: FormState; refused: ReadonlyMap<string, readonly string[]>; idOf: (key: string) => string };

/** Everything that is wrong, above the form; each line leads to its field. */
export function ErrorList({ state, refused, idOf }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const lines = linesOf(state.nodes, refused, language);
  if (lines.length === 0) return null;
  return (
    <ErrorSummary size="small" heading={t('form.missing', { count: lines.length })}>
      {lines.map(({ node, text, isField }) => (
        <ErrorSummary.Item
          key={`${node.key} ${text}`}
          href={`#${idOf(node.key)}`}
          onClick={(event) => {
            event.preventDefault(); // the address stays the record's
            const field = document.getElementById(idOf(node.key));
            field?.scrollIntoView({ block: 'center' });
            (field?.matches('input, textarea, select, button') ? field : field?.querySelector('input'))?.focus();
          }}
        >
          {isField
            ? text
            : `${node.item.text[language] || node.item.linkId}: ${text.charAt(0).toLocaleLowerCase('nb')}${text.slice(1)}`}
        </ErrorSummary.Item>
      ))}
    </ErrorSummary>
  );
}

type Line = { node: FormNode; text: string /** The text names its field itself. */; isField: boolean };

function linesOf(
  nodes: readonly FormNode[],
  refused: Props['refused'],
  language: Parameters<typeof issueText>[1],
): Line[] {
  return nodes.flatMap((node) => {
    if (!node.enabled || node.item.hidden) return [];
    const own = node.issues.map((issue) => ({ node, text: issueText(issue, language), isField: false }));
    const server = own.length > 0 ? [] : (refused.get(node.key) ?? []).map((text) => ({ node, text, isField: true }));
    return [...own, ...server, ...node.groups.flatMap((group) => linesOf(group, refused, language))];
  });
}
