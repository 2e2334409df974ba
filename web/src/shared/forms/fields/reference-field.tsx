import { useTranslation } from 'react-i18next';
import type { Resource } from '../../fhir/types.ts';
import { plainOf } from '../../i18n/written.ts';
import { useRecordSearch } from '../../record/record-queries.ts';
import { lineOf } from '../../resource/line.ts';
import { useSay } from '../../resource/use-say.ts';
import { useFormTools } from '../form-context.ts';
import type { FieldProps } from '../types.ts';

const resourceType = 'http://hl7.org/fhir/StructureDefinition/questionnaire-referenceResource';

/** Something else in the same record that the answer points to, of the types that the form asks for. */
export function ReferenceField({ node, id, describedBy, invalid }: FieldProps) {
  const { t } = useTranslation();
  const say = useSay();
  const { answer: put, subject } = useFormTools();
  const type = node.item.raw.extension?.find(({ url }) => url === resourceType)?.valueCode as string | undefined;
  const found = useRecordSearch<Resource>(
    subject ?? '',
    type ?? 'Condition',
    { _count: '100' },
    {
      limit: 100,
      enabled: subject !== undefined && type !== undefined,
    },
  );
  const stands = node.answers[0]?.valueReference;
  const options = (found.data?.resources ?? []).map((one) => {
    const { label, text } = lineOf(one, [], say);
    return { reference: `${one.resourceType}/${one.id}`, display: plainOf([label, text].filter(Boolean).join(' – ')) };
  });
  const isKnown = stands === undefined || options.some(({ reference }) => reference === stands.reference);
  return (
    <select
      id={id}
      className="aksel-select__input ej-form-input"
      aria-describedby={describedBy}
      aria-invalid={invalid || undefined}
      value={stands?.reference ?? ''}
      onChange={({ target }) => {
        const chosen = options.find(({ reference }) => reference === target.value);
        put(node, chosen ? [{ valueReference: chosen }] : []);
      }}
    >
      <option value="">{t('form.choose')}</option>
      {!isKnown && <option value={stands?.reference}>{stands?.display ?? stands?.reference}</option>}
      {options.map(({ reference, display }) => (
        <option key={reference} value={reference}>
          {display}
        </option>
      ))}
    </select>
  );
}
