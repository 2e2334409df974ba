import { type Answer, extensions } from '@enjournal/server/care/forms';
import { useLayoutEffect, useRef } from 'react';
import { useFormTools } from '../form-context.ts';
import type { FieldProps } from '../types.ts';

/** Words, short or long. What is typed is the answer at once; an empty field is no answer. */
export function TextField({ node, id, describedBy, invalid }: FieldProps) {
  const { answer: put, autoFocus } = useFormTools();
  const { item, answers } = node;
  const member = item.type === 'url' ? 'valueUri' : 'valueString';
  const shared = {
    id,
    value: answers[0]?.[member] ?? '',
    'aria-invalid': invalid || undefined,
    'aria-describedby': describedBy,
    onChange: ({ target: { value } }: { target: { value: string } }) =>
      put(node, value === '' ? [] : [{ [member]: value, ...stillSaid(answers[0]) }]),
    autoFocus: autoFocus === item.linkId,
  };
  if (item.type === 'text') return <GrowingText {...shared} />;
  return (
    <input
      {...shared}
      type={item.type === 'url' ? 'url' : 'text'}
      className="aksel-text-field__input ej-form-input"
      autoComplete="off"
      placeholder={item.entryFormat}
    />
  );
}

/** What somebody writes is no longer what the record said; where the words that were put into it come from stays. */
function stillSaid(answer: Answer | undefined): Pick<Answer, 'extension'> {
  const kept = (answer?.extension ?? []).filter(({ url }) => url !== extensions.prefillSource);
  return kept.length === 0 ? {} : { extension: kept };
}

/** As high as what is written in it, so that nothing scrolls within the page. */
function GrowingText(props: React.ComponentProps<'textarea'>) {
  const area = useRef<HTMLTextAreaElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight + 2}px`;
  }, [props.value]);
  return <textarea {...props} ref={area} rows={2} className="aksel-textarea__input ej-form-input ej-form-area" />;
}
