import { type FormNode, isGroup } from '@enjournal/server/care/forms';
import { memo } from 'react';
import { useFormTools } from './form-context.ts';
import { FormField } from './form-field.tsx';
import { FormGroup } from './form-group.tsx';
import { FormText } from './form-text.tsx';

/** Items beside or under each other; those that are not asked, or hidden, are not there. */
export function FormNodes({ nodes, level }: { nodes: readonly FormNode[]; level: number }) {
  const { readOnly } = useFormTools();
  const shown = nodes.filter((node) => node.enabled && !node.item.hidden && (!readOnly || isFilled(node)));
  return (
    <div className="ej-form-items">
      {shown.map((node) => (
        <FormNodeView key={node.key} node={node} level={level} />
      ))}
    </div>
  );
}

/** Whether there is something to read in it: an answer, or words that the form says because of answers. */
function isFilled({ enabled, item, answers, groups }: FormNode): boolean {
  if (!enabled || item.hidden) return false;
  if (item.type === 'display') return item.enableWhen.length > 0 || item.enableExpression !== undefined;
  return answers.length > 0 || groups.some((group) => group.some(isFilled));
}

/** Nodes that nothing has changed in are the same objects: a key press lays out one field and what it stands in. */
const FormNodeView = memo(function FormNodeView({ node, level }: { node: FormNode; level: number }) {
  if (isGroup(node.item)) return <FormGroup node={node} level={level} />;
  if (node.item.type === 'display') return <FormText node={node} />;
  return <FormField node={node} level={level} />;
});
