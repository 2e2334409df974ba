import './resource.css';
import { ExclamationmarkTriangleIcon } from '@navikt/aksel-icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  AllergyIntolerance,
  Appointment,
  CarePlan,
  Composition,
  Condition,
  DiagnosticReport,
  DocumentReference,
  Encounter,
  Flag,
  Goal,
  ImagingStudy,
  Immunization,
  MedicationRequest,
  MedicationStatement,
  Observation,
  QuestionnaireResponse,
  Resource,
  ServiceRequest,
} from '../fhir/types.ts';
import { ResponseView } from '../forms/response-view.tsx';
import { Voiced } from '../ui/voiced.tsx';
import { AllFields } from './all-fields.tsx';
import { AppointmentFacts, CarePlanFacts, GoalFacts, ServiceRequestFacts } from './care-facts.tsx';
import {
  AllergyFacts,
  ConditionFacts,
  EncounterFacts,
  FlagFacts,
  ImmunizationFacts,
  MedicationFacts,
} from './clinical-facts.tsx';
import { DocumentContent } from './document-content.tsx';
import { ReportImages, StudyFacts } from './imaging.tsx';
import { NoteSections } from './note-sections.tsx';
import { SourceLine } from './source-line.tsx';
import { ValueTable } from './value-table.tsx';

type Detail = (resource: never) => ReactNode;

/** How each type is read in full. A type that is not here is shown by all its fields. */
const details: Record<string, Detail> = {
  Composition: (note: Composition) => <NoteSections sections={note.section ?? []} language={note.language} />,
  Encounter: (contact: Encounter) => <EncounterFacts contact={contact} />,
  Condition: (condition: Condition) => <ConditionFacts condition={condition} />,
  AllergyIntolerance: (allergy: AllergyIntolerance) => <AllergyFacts allergy={allergy} />,
  Flag: (flag: Flag) => <FlagFacts flag={flag} />,
  MedicationRequest: (order: MedicationRequest) => <MedicationFacts order={order} />,
  MedicationStatement: (order: MedicationStatement) => <MedicationFacts order={order} />,
  Immunization: (vaccine: Immunization) => <ImmunizationFacts vaccine={vaccine} />,
  Observation: (observation: Observation) => <ValueTable observations={[observation]} />,
  DiagnosticReport: (report: DiagnosticReport) => <ReportText report={report} />,
  ImagingStudy: (study: ImagingStudy) => <StudyFacts study={study} />,
  DocumentReference: (document: DocumentReference) => <DocumentContent document={document} />,
  CarePlan: (plan: CarePlan) => <CarePlanFacts plan={plan} />,
  Goal: (goal: Goal) => <GoalFacts goal={goal} />,
  Appointment: (appointment: Appointment) => <AppointmentFacts appointment={appointment} />,
  QuestionnaireResponse: (response: QuestionnaireResponse) => <ResponseView response={response} />,
  ServiceRequest: (request: ServiceRequest) => <ServiceRequestFacts request={request} />,
};

/** One resource in full, with its source. `bare` leaves the source to whoever shows several of the same source together. */
export function ResourceDetail({ of, bare = false }: { of: Resource; bare?: boolean }) {
  const detail = details[of.resourceType] as ((resource: Resource) => ReactNode) | undefined;
  return (
    <div className="ej-detail">
      <Warnings of={of} />
      {detail ? detail(of) : <AllFields of={of} />}
      {!bare && <SourceLine of={of} />}
      {detail && <AllFields of={of} folded />}
    </div>
  );
}

/** A withdrawn or unfinished entry says so before its content. */
function Warnings({ of }: { of: Resource }) {
  const { t } = useTranslation();
  const { status, verificationStatus } = of as {
    status?: string;
    verificationStatus?: Condition['verificationStatus'];
  };
  const inError =
    status === 'entered-in-error' || verificationStatus?.coding?.some(({ code }) => code === 'entered-in-error');
  if (inError) {
    return (
      <p className="ej-notice" data-kind="warning">
        <ExclamationmarkTriangleIcon aria-hidden /> {t('resource.inError')}
      </p>
    );
  }
  if (status !== 'preliminary' && status !== 'amended' && status !== 'corrected') return null;
  return <p className="ej-tag">{t(status === 'preliminary' ? 'resource.preliminary' : 'resource.amended')}</p>;
}

function ReportText({ report }: { report: DiagnosticReport }) {
  return (
    <>
      {report.conclusion && (
        <p className="ej-prose">
          <Voiced isWritten language={report.language}>
            {report.conclusion}
          </Voiced>
        </p>
      )}
      <ReportImages report={report} />
      {Object.entries(report.presentedForm ?? []).map(([key, form]) => (
        <DocumentContent key={key} document={{ resourceType: 'DocumentReference', content: [{ attachment: form }] }} />
      ))}
    </>
  );
}
