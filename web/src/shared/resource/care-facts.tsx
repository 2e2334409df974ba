import { useTranslation } from 'react-i18next';
import type { Appointment, CarePlan, Goal, ServiceRequest } from '../fhir/types.ts';
import { periodText, shortDate, shortDateTime, timeOf } from '../format/date.ts';
import { conceptText, quantityText, rangeText } from '../format/quantity.ts';
import type { Language } from '../i18n/words.ts';
import { written } from '../i18n/written.ts';
import { Facts } from '../ui/facts.tsx';
import { Voiced } from '../ui/voiced.tsx';
import { names } from './clinical-facts.tsx';
import { appointmentText, codeText } from './line.ts';
import { useSay } from './use-say.ts';

export function CarePlanFacts({ plan }: { plan: CarePlan }) {
  const { t } = useTranslation();
  const { language } = useSay();
  const activities = (plan.activity ?? []).flatMap(({ detail, reference }) => {
    const what = detail?.description ?? (conceptText(detail?.code) || reference?.display);
    if (!what) return [];
    const more = [
      names(detail?.performer),
      detail?.scheduledString ?? periodText(detail?.scheduledPeriod, language),
      codeText(detail?.status, t),
    ];
    return [{ what, more: more.filter(Boolean).join(', ') }];
  });
  const goals = [...new Set((plan.goal ?? []).flatMap(({ display }) => (display ? [display] : [])))];
  return (
    <>
      {plan.description && (
        <p className="ej-prose">
          <Voiced isWritten>{plan.description}</Voiced>
        </p>
      )}
      <Facts
        rows={[
          [t('resource.status'), codeText(plan.status, t)],
          [t('resource.validity'), periodText(plan.period, language)],
          [
            t('resource.goals'),
            goals.length > 0 && (
              <ul className="ej-plain">
                {goals.map((goal) => (
                  <li key={goal}>
                    <Voiced isWritten>{goal}</Voiced>
                  </li>
                ))}
              </ul>
            ),
          ],
          [
            t('resource.activities'),
            activities.length > 0 && (
              <ul className="ej-plain">
                {activities.map(({ what, more }) => (
                  <li key={what}>
                    <Voiced isWritten>{what}</Voiced> {more && <span className="ej-meta">{more}</span>}
                  </li>
                ))}
              </ul>
            ),
          ],
          [t('resource.note'), written(plan.note?.map(({ text }) => text).join(' ') ?? '')],
        ]}
      />
    </>
  );
}

export function GoalFacts({ goal }: { goal: Goal }) {
  const { t } = useTranslation();
  const { language } = useSay();
  const targets = goal.target?.map((target) =>
    [
      written(conceptText(target.measure)),
      target.detailString
        ? written(target.detailString)
        : quantityText(target.detailQuantity, language) || rangeText(target.detailRange, language),
      target.dueDate ? `${t('resource.due').toLowerCase()} ${shortDate(target.dueDate, language)}` : '',
    ]
      .filter(Boolean)
      .join(' '),
  );
  return (
    <Facts
      rows={[
        [t('resource.goals'), written(conceptText(goal.description))],
        [
          t('resource.status'),
          [codeText(goal.lifecycleStatus, t), codeText(conceptText(goal.achievementStatus), t)]
            .filter(Boolean)
            .join(', '),
        ],
        [t('resource.target'), targets?.filter(Boolean).join(', ')],
        [t('resource.from'), shortDate(goal.startDate, language)],
        [t('resource.note'), written(goal.note?.map(({ text }) => text).join(' ') ?? '')],
      ]}
    />
  );
}

export function AppointmentFacts({ appointment }: { appointment: Appointment }) {
  const { t } = useTranslation();
  const { language } = useSay();
  const end = timeOf(appointment.end, language);
  return (
    <Facts
      rows={[
        [t('resource.when'), `${shortDateTime(appointment.start, language)}${end ? `–${end}` : ''}`],
        [t('resource.reason'), written(appointmentText(appointment))],
        [
          t('resource.participants'),
          names(appointment.participant?.map(({ actor }) => actor).filter((actor) => actor?.display)),
        ],
        [t('resource.status'), codeText(appointment.status, t)],
        [t('resource.note'), written([appointment.comment, appointment.patientInstruction].filter(Boolean).join(' '))],
      ]}
    />
  );
}

/** How much of a service: `4 besøk/døgn`. */
export function extentText({ quantityQuantity, quantityRatio }: ServiceRequest, language: Language): string {
  if (quantityQuantity) return quantityText(quantityQuantity, language);
  const { numerator, denominator } = quantityRatio ?? {};
  if (!numerator) return '';
  const per = denominator?.value === 1 ? (denominator.unit ?? '') : quantityText(denominator, language);
  return [quantityText(numerator, language), per].filter(Boolean).join('/');
}

export function ServiceRequestFacts({ request }: { request: ServiceRequest }) {
  const { t } = useTranslation();
  const { language } = useSay();
  return (
    <Facts
      rows={[
        [written(conceptText(request.category?.[0])) || t('type.ServiceRequest'), written(conceptText(request.code))],
        [t('resource.reason'), written((request.reasonCode ?? []).map(conceptText).filter(Boolean).join(', '))],
        [t('resource.performer'), written(names(request.performer) || conceptText(request.performerType))],
        [
          t('resource.validity'),
          shortDate(request.occurrenceDateTime, language) || periodText(request.occurrencePeriod, language),
        ],
        [t('resource.quantity'), written(extentText(request, language))],
        [
          t('resource.priority'),
          request.priority && request.priority !== 'routine' ? codeText(request.priority, t) : '',
        ],
        [t('resource.status'), codeText(request.status, t)],
        [
          t('resource.note'),
          written(
            [...(request.note?.map(({ text }) => text) ?? []), request.patientInstruction].filter(Boolean).join(' '),
          ),
        ],
      ]}
    />
  );
}
