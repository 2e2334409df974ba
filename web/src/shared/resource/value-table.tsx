import { isSelfReported } from '@enjournal/server/care/contributions';
import { isUnverified } from '@enjournal/server/care/devices';
import { Table } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import type { Observation, ObservationComponent } from '../fhir/types.ts';
import { conceptText, rangeText, valueText } from '../format/quantity.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { written } from '../i18n/written.ts';
import { Value } from '../ui/value.tsx';
import { Voiced } from '../ui/voiced.tsx';

type Row = {
  key: string;
  name: string;
  of: Observation | ObservationComponent;
  mark: 'resource.unverified' | 'resource.selfReported' | undefined;
};

/** Measured values under each other with what is usual; panels by their parts. */
export function ValueTable({ observations, caption }: { observations: readonly Observation[]; caption?: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const rows = observations.flatMap((observation): Row[] => rowsOf(observation, valueText(observation, language)));
  const ranged = rows.some(({ of }) => rangeText(of.referenceRange?.[0], language));
  return (
    <Table size="small" className="ej-dense ej-values">
      <caption className="ej-sr">{caption ?? t('resource.measurements')}</caption>
      <Table.Header>
        <Table.Row>
          <Table.HeaderCell scope="col">{t('resource.analysis')}</Table.HeaderCell>
          <Table.HeaderCell scope="col">{t('resource.value')}</Table.HeaderCell>
          {ranged && <Table.HeaderCell scope="col">{t('resource.reference')}</Table.HeaderCell>}
        </Table.Row>
      </Table.Header>
      <Table.Body>
        {rows.map(({ key, name, of, mark }) => (
          <Table.Row key={key} shadeOnHover={false}>
            <Table.HeaderCell scope="row">
              <Voiced isWritten>{name}</Voiced>
            </Table.HeaderCell>
            <Table.DataCell>
              <Value of={of} />
              {mark && <span className="ej-tag ej-tag-inline">{t(mark)}</span>}
            </Table.DataCell>
            {ranged && (
              <Table.DataCell className="ej-num">
                <Voiced>
                  {rangeText(of.referenceRange?.[0], language) || written(of.referenceRange?.[0]?.text ?? '')}
                </Voiced>
              </Table.DataCell>
            )}
          </Table.Row>
        ))}
      </Table.Body>
    </Table>
  );
}

/** Who has answered for it, where that is not personnel. */
const markOf = (observation: Observation): Row['mark'] =>
  isUnverified(observation as never)
    ? 'resource.unverified'
    : isSelfReported(observation as never)
      ? 'resource.selfReported'
      : undefined;

/** A pair written as one value (blood pressure) stays one row; other panels are a row for each part. */
function rowsOf(observation: Observation, whole: string): Row[] {
  const name = conceptText(observation.code);
  const key = observation.id ?? name;
  const components = observation.component ?? [];
  const own =
    observation.valueQuantity || observation.valueCodeableConcept || observation.valueString || /\d\/\d/.test(whole);
  const parts = own && components.length <= 2 ? [] : components;
  const mark = markOf(observation);
  const first: Row[] = own || parts.length === 0 ? [{ key, name, of: observation, mark }] : [];
  return [
    ...first,
    ...parts.map((part, index) => ({ key: `${key}.${index}`, name: conceptText(part.code), of: part, mark })),
  ];
}
