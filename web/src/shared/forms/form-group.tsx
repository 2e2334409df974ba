import type { FormNode } from '@enjournal/server/care/forms';
import { PlusIcon, TrashIcon } from '@navikt/aksel-icons';
import { Button } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/use-language.ts';
import { useFormTools } from './form-context.ts';
import { FormNodes } from './form-nodes.tsx';
import { FieldMessages } from './messages.tsx';
import { SupportLinks } from './support-links.tsx';
import { TableGroup } from './table-group.tsx';

/** A part of the form under its heading; a repeating one as often as it is there. */
export function FormGroup({ node, level }: { node: FormNode; level: number }) {
  const language = useLanguage();
  const { idOf, conflicts } = useFormTools();
  const { item, key } = node;
  const id = `${idOf(key)}-title`;
  const title = item.text[language];
  const Heading = `h${Math.min(level, 6)}` as 'h3';
  // What the first field says too is not said twice to the eye.
  const first = item.repeats ? undefined : node.groups[0]?.find((one) => one.enabled && !one.item.hidden);
  const isSaid = first !== undefined && first.item.text[language] === title;
  return (
    <section
      className="ej-form-group ej-form-wide"
      aria-labelledby={title ? id : undefined}
      id={idOf(key)}
      data-level={level}
      data-control={item.control}
    >
      {title && (
        <Heading className={isSaid ? 'ej-sr' : 'ej-form-title'} id={id}>
          {item.prefix ? `${item.prefix} ` : ''}
          {title} <SupportLinks item={item} />
        </Heading>
      )}
      {item.repeats ? (
        <Repeated node={node} level={level} />
      ) : (
        <FormNodes nodes={node.groups[0] ?? []} level={level + 1} />
      )}
      <FieldMessages node={node} id={idOf(key)} />
      {conflicts.get([...node.path.map((step) => step.item.linkId), item.linkId].join('/'))}
    </section>
  );
}

function Repeated({ node, level }: { node: FormNode; level: number }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { addGroup, removeGroup, readOnly, idOf } = useFormTools();
  const { item, groups } = node;
  const what = item.text[language].toLocaleLowerCase('nb');
  const canAdd = !readOnly && !item.readOnly && (item.maxOccurs === undefined || groups.length < item.maxOccurs);
  const remove = (index: number) => {
    removeGroup(node, index);
    document.getElementById(`${idOf(node.key)}-add`)?.focus();
  };
  if (item.control === 'gtable') return <TableGroup node={node} canAdd={canAdd} onRemove={remove} />;
  return (
    <>
      {groups.map((group, index) => (
        <fieldset
          // biome-ignore lint/suspicious/noArrayIndexKey: the groups of a response have nothing else to tell them apart by
          key={index}
          className="ej-form-repeat"
        >
          <legend className="ej-meta">{t('form.nth', { what: item.text[language], n: index + 1 })}</legend>
          <FormNodes nodes={group} level={level + 1} />
          {!readOnly && (groups.length > 1 || group.some(({ answers }) => answers.length > 0)) && (
            <Button
              type="button"
              size="xsmall"
              variant="tertiary"
              data-color="neutral"
              icon={<TrashIcon aria-hidden />}
              aria-label={t('form.removeOf', { what, n: index + 1 })}
              onClick={() => remove(index)}
            >
              {t('form.remove')}
            </Button>
          )}
        </fieldset>
      ))}
      {canAdd && (
        <Button
          type="button"
          id={`${idOf(node.key)}-add`}
          className="ej-form-add"
          size="xsmall"
          variant="secondary"
          icon={<PlusIcon aria-hidden />}
          onClick={() => addGroup(node)}
        >
          {t('form.add', { what })}
        </Button>
      )}
    </>
  );
}
