import type { FormNode } from '@enjournal/server/care/forms';
import { PlusIcon, TrashIcon } from '@navikt/aksel-icons';
import { Button, Table } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/use-language.ts';
import { useFormTools } from './form-context.ts';
import { Input } from './form-field.tsx';
import { FieldMessages } from './messages.tsx';

/** A repeating group as a table: a row for each group, a column for each item. */
export function TableGroup({
  node,
  canAdd,
  onRemove,
}: {
  node: FormNode;
  canAdd: boolean;
  onRemove: (index: number) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { addGroup, readOnly, idOf } = useFormTools();
  const { item, groups } = node;
  const columns = item.items.filter(({ hidden, type }) => !hidden && type !== 'display');
  const what = item.text[language].toLocaleLowerCase('nb');
  return (
    <>
      <div className="ej-form-table">
        <Table className="ej-dense" size="small">
          <Table.Header>
            <Table.Row>
              {columns.map((column) => (
                <Table.HeaderCell key={column.linkId} scope="col">
                  {column.text[language]}
                </Table.HeaderCell>
              ))}
              {!readOnly && <Table.HeaderCell aria-label={t('form.remove')} />}
            </Table.Row>
          </Table.Header>
          <Table.Body>
            {groups.map((group, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the groups of a response have nothing else to tell them apart by
              <Table.Row key={index}>
                {columns.map(({ linkId }) => {
                  const cell = group.find((one) => one.item.linkId === linkId);
                  return (
                    <Table.DataCell key={linkId}>
                      {cell?.enabled && (
                        <>
                          <Input node={cell} isLabelled={false} />
                          <FieldMessages node={cell} id={idOf(cell.key)} />
                        </>
                      )}
                    </Table.DataCell>
                  );
                })}
                {!readOnly && (
                  <Table.DataCell>
                    <Button
                      type="button"
                      size="xsmall"
                      variant="tertiary"
                      data-color="neutral"
                      icon={<TrashIcon title={t('form.removeOf', { what, n: index + 1 })} />}
                      onClick={() => onRemove(index)}
                    />
                  </Table.DataCell>
                )}
              </Table.Row>
            ))}
          </Table.Body>
        </Table>
      </div>
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
