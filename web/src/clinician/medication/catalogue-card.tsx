import { useTranslation } from 'react-i18next';
import type { CodeableConcept } from '../../shared/fhir/types.ts';
import { dayOf } from '../../shared/format/date.ts';
import { factsOf, type Refund } from './catalogue-facts.ts';
import { useMedicine } from './use-medicines.ts';

/** What the catalogue says of a medicine that is about to be ordered: its prescription group, exchange, refund and conditions. */
export default function CatalogueCard({ concept }: { concept: CodeableConcept | undefined }) {
  const { t } = useTranslation();
  const facts = factsOf(useMedicine(concept).data, dayOf(Date.now()));
  if (facts === undefined) return null;
  const { group, exchange, refunds, conditions } = facts;
  const rows: [string, readonly string[]][] = [
    [t('catalogue.group'), group === undefined ? [] : [group]],
    [
      t('catalogue.exchange'),
      exchange === undefined
        ? []
        : [exchange === '' ? t('catalogue.exchanged') : t('catalogue.exchangedIn', { group: exchange })],
    ],
    [t('catalogue.refund'), refunds.map((one) => refundText(one, t('catalogue.codes')))],
    [t('catalogue.condition'), conditions],
  ];
  return (
    <dl className="ej-catalogue-facts">
      {rows
        .filter(([, values]) => values.length > 0)
        .map(([name, values]) => (
          <div key={name}>
            <dt>{name}</dt>
            {values.map((one) => (
              <dd key={one}>{one}</dd>
            ))}
          </div>
        ))}
    </dl>
  );
}

function refundText({ provision, use, codes, conditions }: Refund, words: string): string {
  const what = [provision, use].filter(Boolean).join(': ');
  return [what, codes.length > 0 && `${words} ${codes.join(', ')}`, ...conditions].filter(Boolean).join('. ');
}
