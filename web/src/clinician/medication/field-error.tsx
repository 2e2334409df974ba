import { ExclamationmarkTriangleFillIcon } from '@navikt/aksel-icons';

/** What is wrong with a group of fields, told when it becomes so. */
export function FieldError({ children }: { children: string | undefined }) {
  return (
    <div aria-live="polite">
      {children !== undefined && (
        <p className="ej-field-error">
          <ExclamationmarkTriangleFillIcon aria-hidden /> {children}
        </p>
      )}
    </div>
  );
}
