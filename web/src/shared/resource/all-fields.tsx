import { useTranslation } from 'react-i18next';
import { keyOf } from '../fhir/references.ts';
import type { Resource } from '../fhir/types.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { useKept } from '../session/kept.ts';
import { Voiced } from '../ui/voiced.tsx';
import { fieldWords } from './field.words.ts';
import { type Field, fieldsOf } from './fields.ts';
import { codeText } from './line.ts';

/** Everything in a resource, labelled; folded away where a better reading stands above it. */
export function AllFields({ of, folded = false }: { of: Resource; folded?: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [open, setOpen] = useKept(`fields of ${keyOf(of)}`, false);
  if (!folded) return <FieldList fields={fieldsOf(of, language)} />;
  return (
    <details className="ej-all" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('resource.allFields')}</summary>
      {open && <FieldList fields={fieldsOf(of, language)} />}
    </details>
  );
}

function FieldList({ fields }: { fields: readonly Field[] }) {
  const { t } = useTranslation();
  return (
    <dl className="ej-facts">
      {Object.entries(fields).map(([place, field]) => {
        const key = `field.${field.name}`;
        const named = key in fieldWords;
        return (
          <div key={place}>
            <dt {...(named ? {} : { lang: /\s|[æøå]/.test(field.name) ? 'nb' : 'en' })}>
              {named ? t(key as keyof typeof fieldWords) : humanised(field.name)}
            </dt>
            <dd>{'text' in field ? <FieldText of={field.text} /> : <FieldList fields={field.fields} />}</dd>
          </div>
        );
      })}
    </dl>
  );
}

/** Codes of FHIR in the reader's words, dates and numbers; what else has words in it was written by somebody. */
function FieldText({ of }: { of: string }) {
  const { t } = useTranslation();
  const said = codeText(of, t);
  return <Voiced isWritten={said === of && /^\D*\p{L}{3}/u.test(of)}>{said}</Voiced>;
}

/** `lensSpecification` → `Lens specification`. */
function humanised(name: string): string {
  const words = name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ').replace(/[-_]/g, ' ');
  return /\s/.test(name) ? name : words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
}
