import { useTranslation } from 'react-i18next';
import { extensionUrl } from '../fhir/systems.ts';
import type {
  AllergyIntolerance,
  CodeableConcept,
  Condition,
  Encounter,
  Flag,
  Immunization,
  MedicationRequest,
  MedicationStatement,
  Reference,
  Resource,
} from '../fhir/types.ts';
import { periodText, shortDate, shortDateTime } from '../format/date.ts';
import { conceptText, quantityText } from '../format/quantity.ts';
import { written } from '../i18n/written.ts';
import { Facts } from '../ui/facts.tsx';
import { dosageText } from './dosage.ts';
import { codeText, medicineName } from './line.ts';
import { useSay } from './use-say.ts';

const list = (values: readonly (string | undefined)[] | undefined) => (values ?? []).filter(Boolean).join(', ');
export const names = (references: readonly (Reference | undefined)[] | undefined) =>
  list(references?.map((reference) => reference?.display ?? reference?.reference));

export function EncounterFacts({ contact }: { contact: Encounter }) {
  const { t } = useTranslation();
  const { language } = useSay();
  const { start, end } = contact.period ?? {};
  return (
    <Facts
      rows={[
        [
          t('resource.when'),
          [shortDateTime(start, language), end && end !== start ? shortDateTime(end, language) : '']
            .filter(Boolean)
            .join(' – '),
        ],
        [t('resource.reason'), written(list(contact.reasonCode?.map(conceptText)))],
        [t('resource.diagnoses'), written(names(contact.diagnosis?.map(({ condition }) => condition)))],
        [t('resource.participants'), names(contact.participant?.map(({ individual }) => individual))],
        [t('resource.place'), written(names(contact.location?.map(({ location }) => location)))],
        [t('resource.status'), contact.status === 'finished' ? '' : codeText(contact.status, t)],
      ]}
    />
  );
}

export function ConditionFacts({ condition }: { condition: Condition }) {
  const { t } = useTranslation();
  const { language } = useSay();
  const coding = condition.code?.coding?.find(({ code }) => code);
  return (
    <Facts
      rows={[
        [t('resource.code'), written([coding?.code, coding?.display].filter(Boolean).join(' '))],
        [
          t('resource.from'),
          (condition.onsetString && written(condition.onsetString)) ??
            shortDate(condition.onsetDateTime ?? condition.onsetPeriod?.start, language),
        ],
        [t('resource.to'), shortDate(condition.abatementDateTime ?? condition.onsetPeriod?.end, language)],
        [
          t('resource.status'),
          list([codeText(statusOf(condition.clinicalStatus), t), codeText(statusOf(condition.verificationStatus), t)]),
        ],
        [t('resource.severity'), written(conceptText(condition.severity))],
        [t('resource.note'), written(list(condition.note?.map(({ text }) => text)))],
      ]}
    />
  );
}

export function AllergyFacts({ allergy }: { allergy: AllergyIntolerance }) {
  const { t } = useTranslation();
  const { language } = useSay();
  const reactions = allergy.reaction?.map(({ manifestation, severity, onset }) =>
    [written(list(manifestation?.map(conceptText))), codeText(severity, t), shortDate(onset, language)]
      .filter(Boolean)
      .join(', '),
  );
  return (
    <Facts
      rows={[
        [t('resource.reaction'), list(reactions)],
        [t('resource.criticality'), codeText(allergy.criticality, t)],
        [t('resource.from'), shortDate(allergy.onsetDateTime, language)],
        [
          t('resource.status'),
          list([codeText(statusOf(allergy.clinicalStatus), t), codeText(statusOf(allergy.verificationStatus), t)]),
        ],
      ]}
    />
  );
}

const saidIn = (resource: Resource, name: string) =>
  (resource.extension ?? []).filter(({ url }) => url === extensionUrl(name));

/** A warning of the banner: what of it was agreed with whom, and until when. */
export function FlagFacts({ flag }: { flag: Flag }) {
  const { t } = useTranslation();
  const { language } = useSay();
  const status = saidIn(flag, 'status-reason')[0]?.extension?.find(({ url }) => url === 'reason')?.valueString;
  return (
    <Facts
      rows={[
        [t('resource.content'), written(conceptText(flag.code))],
        [t('resource.clarified'), shortDate(flag.period?.start, language)],
        [t('resource.review'), flag.status === 'active' ? shortDate(flag.period?.end, language) : ''],
        [
          t('resource.talkedWith'),
          names(saidIn(flag, 'talked-with').map(({ valueReference }) => valueReference as Reference)),
        ],
        [t('resource.basis'), written(list(saidIn(flag, 'basis').map(({ valueString }) => valueString as string)))],
        [
          t('resource.source'),
          written(
            list(
              saidIn(flag, 'information-source').map(({ valueCodeableConcept }) =>
                conceptText(valueCodeableConcept as CodeableConcept),
              ),
            ),
          ),
        ],
        [t('resource.status'), flag.status === 'active' ? '' : codeText(flag.status, t)],
        [t('resource.because'), written((status as string | undefined) ?? '')],
      ]}
    />
  );
}

export function MedicationFacts({ order }: { order: MedicationRequest | MedicationStatement }) {
  const { t } = useTranslation();
  const { language } = useSay();
  const dosages = order.resourceType === 'MedicationRequest' ? order.dosageInstruction : order.dosage;
  const period =
    order.resourceType === 'MedicationRequest' ? order.dispenseRequest?.validityPeriod : order.effectivePeriod;
  const stopped = [order.statusReason].flat().filter((reason) => reason !== undefined);
  const dispense = order.resourceType === 'MedicationRequest' ? order.dispenseRequest : undefined;
  return (
    <Facts
      rows={[
        [t('type.MedicationRequest'), written(medicineName(order))],
        [t('resource.dosage'), dosageText(dosages, language, t)],
        [
          t('resource.reason'),
          written(
            list([...(order.reasonCode?.map(conceptText) ?? []), names((order as MedicationRequest).reasonReference)]),
          ),
        ],
        [t('resource.status'), codeText(order.status, t)],
        [t('resource.stopReason'), written(list(stopped.map(conceptText)))],
        [t('resource.validity'), periodText(period, language)],
        [t('resource.quantity'), quantityText(dispense?.quantity, language)],
        [t('resource.repeats'), dispense?.numberOfRepeatsAllowed || ''],
        [t('resource.note'), written(list(order.note?.map(({ text }) => text)))],
      ]}
    />
  );
}

export function ImmunizationFacts({ vaccine }: { vaccine: Immunization }) {
  const { t } = useTranslation();
  return (
    <Facts
      rows={[
        [t('type.Immunization'), written(conceptText(vaccine.vaccineCode))],
        [t('resource.lot'), vaccine.lotNumber],
        [t('resource.status'), vaccine.status === 'completed' ? '' : codeText(vaccine.status, t)],
      ]}
    />
  );
}

function statusOf(concept: { coding?: { code?: string }[] } | undefined): string | undefined {
  return concept?.coding?.[0]?.code;
}
