import type { Answer, FormNode } from '@enjournal/server/care/forms';
import { PlusIcon, TrashIcon } from '@navikt/aksel-icons';
import { Button } from '@navikt/ds-react';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FormTools, FormToolsProvider, useFormTools } from './form-context.ts';
import type { FieldProps } from './types.ts';

type Props = FieldProps & { render: (props: FieldProps) => ReactNode };

/** A question that may have several answers of a kind that is written: a field for each, and one to write the next in. */
export function ManyFields(props: Props) {
  const { t } = useTranslation();
  const { answer: put } = useFormTools();
  const { node, label, id } = props;
  const [isNew, setNew] = useState(false);
  const count = node.answers.length === 0 ? 1 : node.answers.length + (isNew ? 1 : 0);
  const canAdd = node.item.maxOccurs === undefined || node.answers.length < node.item.maxOccurs;
  return (
    <div className="ej-form-many">
      {Array.from({ length: count }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: answers have nothing else to tell them apart by
        <div key={at} className="ej-form-inline">
          <div className="ej-form-one">
            {at > 0 && (
              <label className="ej-sr" htmlFor={`${id}-${at}`}>
                {t('form.nth', { what: label, n: at + 1 })}
              </label>
            )}
            <OneOfMany {...props} at={at} onFilled={() => setNew(false)} />
          </div>
          {node.answers.length > 0 && (
            <Button
              type="button"
              size="xsmall"
              variant="tertiary"
              data-color="neutral"
              icon={<TrashIcon title={t('form.removeOf', { what: label, n: at + 1 })} />}
              onClick={() => {
                setNew(false);
                put(node, without(node.answers, at));
                document.getElementById(id)?.focus();
              }}
            />
          )}
        </div>
      ))}
      {node.answers.length > 0 && !isNew && canAdd && (
        <Button
          type="button"
          className="ej-form-add"
          size="xsmall"
          variant="secondary"
          icon={<PlusIcon aria-hidden />}
          onClick={() => setNew(true)}
        >
          {t('form.addMore')}
        </Button>
      )}
    </div>
  );
}

/** One of the answers, to a field that knows of no others. */
function OneOfMany({ render, at, onFilled, ...props }: Props & { at: number; onFilled: () => void }) {
  const tools = useFormTools();
  const { node, id } = props;
  const own = useMemo<FormTools>(
    () => ({
      ...tools,
      answer: (_one, answers) => {
        if (at >= node.answers.length) onFilled();
        const next = [...node.answers];
        next.splice(at, 1, ...answers);
        tools.answer(node, next);
      },
    }),
    [tools, node, at, onFilled],
  );
  const alone: FormNode = { ...node, key: `${node.key}#${at}`, answers: node.answers.slice(at, at + 1) };
  return (
    <FormToolsProvider value={own}>
      {render({ ...props, node: alone, id: at === 0 ? id : `${id}-${at}` })}
    </FormToolsProvider>
  );
}

const without = (answers: readonly Answer[], at: number): Answer[] => answers.filter((_one, index) => index !== at);
