import { useTranslation } from 'react-i18next';
import { useKept } from '../../session/kept.ts';
import { useFormTools } from '../form-context.ts';
import { timeFrom } from '../typed.ts';
import type { FieldProps } from '../types.ts';

/** A time of day, with a point or a colon or neither. */
export function TimeField({ node, id, describedBy, invalid }: FieldProps) {
  const { t } = useTranslation();
  const { answer: put } = useFormTools();
  const [typed, setTyped] = useKept<string | undefined>(`typed ${node.key}`, undefined);
  const stands = node.answers[0]?.valueTime;
  const isNone = Boolean(typed?.trim()) && timeFrom(typed ?? '') === undefined;
  return (
    <>
      <input
        id={id}
        className="aksel-text-field__input ej-form-input ej-form-time ej-num"
        autoComplete="off"
        value={typed ?? stands?.slice(0, 5).replace(':', '.') ?? ''}
        aria-invalid={invalid || isNone || undefined}
        aria-describedby={[describedBy, isNone && `${id}-typed`].filter(Boolean).join(' ') || undefined}
        onChange={({ target }) => {
          setTyped(target.value);
          const time = timeFrom(target.value);
          put(node, time === undefined ? [] : [{ valueTime: time }]);
        }}
        onBlur={() => !isNone && setTyped(undefined)}
      />
      {isNone && (
        <p id={`${id}-typed`} className="ej-form-errors" role="alert">
          {t('form.notTime')}
        </p>
      )}
    </>
  );
}
