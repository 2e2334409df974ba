import { type FormNode, type FormState, issueText } from '@enjournal/server/care/forms';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/use-language.ts';
import { WrongList } from './wrongs.tsx';

type Props = { state: FormState; refused: ReadonlyMap<string, readonly string[]>; idOf: (key: string) => string };

/** Everything that is wrong, above the form; each line leads to its field. */
export function ErrorList({ state, refused, idOf }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const lines = linesOf(state.nodes, refused, language);
  const list = useRef<HTMLDivElement>(null);
  // one thing is read at its field, which has the focus then
  const isList = lines.length > 1;
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each answer of the server, not for each key that is pressed
  useEffect(() => {
    if (isList) list.current?.focus();
  }, [refused]);
  return (
    <WrongList
      list={list}
      title={t('form.missing', { count: lines.length })}
      of={lines.map(({ node, text, isField }) => ({
        field: idOf(node.key),
        text: isField
          ? text
          : `${node.item.text[language] || node.item.linkId}: ${text.charAt(0).toLocaleLowerCase('nb')}${text.slice(1)}`,
      }))}
    />
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
