import { Textarea } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import type { Sending, Step } from '../../shared/outbox/sending.ts';
import { Card } from '../../shared/ui/card.tsx';
import { actSystem, type Giver, sendingFor, stepFor } from '../doses/record-dose.ts';
import type { Own } from './use-own.ts';

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

/** A report as the note of a visit, to be signed as soon as it has been sent. */
export function reportSending(now: Giver, text: string, own: Own, what: string): Sending {
  const reference = now.encounter ?? now.visit?.url;
  const draft = {
    resourceType: 'QuestionnaireResponse',
    identifier: { system: actSystem, value: crypto.randomUUID() },
    questionnaire: templateOf(own.accessRole),
    status: 'in-progress',
    subject: { reference: `Patient/${now.id}` },
    ...(reference === undefined ? {} : { encounter: { reference } }),
    author: { reference: own.person, display: own.name },
    authored: new Date(now.now).toISOString(),
    item: [{ linkId: 'course', item: [{ linkId: 'report', answer: [{ valueString: text.trim() }] }] }],
  };
  const sign: Step = {
    method: 'POST',
    path: '{{0}}/$sign',
    body: { resourceType: 'Parameters' },
    doneWhen: { read: '{{0}}', status: 'completed' },
  };
  return sendingFor(now, 'report', what, [stepFor(now, draft), sign], ['Composition', 'QuestionnaireResponse']);
}
