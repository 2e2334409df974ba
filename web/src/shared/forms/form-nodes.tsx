import { type FormNode, isGroup } from '@enjournal/server/care/forms';
import { memo } from 'react';
import { FormField } from './form-field.tsx';
import { FormGroup } from './form-group.tsx';
import { FormText } from './form-text.tsx';

/** Items beside or under each other; those that are not asked, or hidden, are not there. */
export function FormNodes({ nodes, level }: { nodes: readonly FormNode[]; level: number }) {
  const shown = nodes.filter(({ enabled, item }) => enabled && !item.hidden);
  return (
    <div className="ej-form-items">
      {shown.map((node) => (
        <FormNodeView key={node.key} node={node} level={level} />
      ))}
    </div>
  );
}

/** Nodes that nothing has changed in are the same objects: a key press lays out one field and what it stands in. */
const FormNodeView = memo(function FormNodeView({ node, level }: { node: FormNode; level: number }) {
  if (isGroup(node.item)) return <FormGroup node={node} level={level} />;
  if (node.item.type === 'display') return <FormText node={node} />;
  return <FormField node={node} level={level} />;
});
