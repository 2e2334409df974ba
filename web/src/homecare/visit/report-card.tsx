import { Textarea } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { send } from '../../shared/fhir/client.ts';
import type { Encounter } from '../../shared/fhir/types.ts';
import { Card } from '../../shared/ui/card.tsx';
import type { Own } from './use-own.ts';
import { json } from './use-visit.ts';

/** Those who read plans and not notes report what they did of the plan; nurses what they saw. `content/questionnaires`. */
const helpers = new Set(['helsefagarbeider', 'assistent', 'student']);
const templateOf = (role: string | undefined): string =>
  `https://enjournal.no/fhir/Questionnaire/${helpers.has(role ?? '') ? 'care-report' : 'daily-report'}`;

/** What is worth telling the next one; signed when the visit is finished. */
export function ReportCard({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const { t } = useTranslation();
  return (
    <Card title={t('visit.report')}>
      <div className="ej-card-body">
        <Textarea
          label={t('visit.report.label')}
          hideLabel
          description={t('visit.report.help')}
          minRows={3}
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      </div>
    </Card>
  );
}

/** Signs a report as the note of a visit. @throws FhirFailure, with the report kept as a draft */
export async function signReport(id: string, encounter: Encounter, text: string, own: Own): Promise<void> {
  const draft = {
    resourceType: 'QuestionnaireResponse',
    questionnaire: templateOf(own.accessRole),
    status: 'in-progress',
    subject: { reference: `Patient/${id}` },
    encounter: { reference: `Encounter/${encounter.id}` },
    author: { reference: own.person, display: own.name },
    authored: new Date().toISOString(),
    item: [{ linkId: 'course', item: [{ linkId: 'report', answer: [{ valueString: text.trim() }] }] }],
  };
  const made = await send('QuestionnaireResponse', { method: 'POST', headers: json, body: JSON.stringify(draft) });
  const { id: response } = (await made.json()) as { id: string };
  const parameters = JSON.stringify({ resourceType: 'Parameters' });
  await send(`QuestionnaireResponse/${response}/$sign`, { method: 'POST', headers: json, body: parameters });
}
