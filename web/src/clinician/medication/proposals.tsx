import { Button } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { sourceOf } from '../../shared/fhir/source.ts';
import type { MedicationRequest } from '../../shared/fhir/types.ts';
import { shortDateTime } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useRecordWrite } from '../../shared/record/use-record-write.ts';
import { dosageText } from '../../shared/resource/dosage.ts';
import { medicineName } from '../../shared/resource/line.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { type Prescriber, usePrescriber } from './use-prescriber.ts';

/** What others have proposed: ordered or declined by a doctor where it stands, and taken by nobody before that. */
export function Proposals({ id, proposals }: { id: string; proposals: readonly MedicationRequest[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const prescriber = usePrescriber();
  const writing = useRecordWrite(id);
  if (proposals.length === 0) return null;
  return (
    <Card title={t('medication.proposed')} count={proposals.length}>
      <ul className="ej-day-list">
        {proposals.map((proposal) => {
          const { author, organization } = sourceOf(proposal);
          return (
            <li key={proposal.id}>
              <b>
                <Voiced isWritten>{medicineName(proposal)}</Voiced>
              </b>
              <span>
                <Voiced>{dosageText(proposal.dosageInstruction, language, t)}</Voiced>
              </span>
              <span className="ej-meta">
                {[author?.display, organization, shortDateTime(proposal.authoredOn, language)]
                  .filter(Boolean)
                  .join(', ')}
              </span>
              {prescriber.isPrescriber && (
                <span className="ej-acts ej-noprint">
                  <Button
                    size="small"
                    className="ej-xs"
                    loading={writing.isPending}
                    onClick={() =>
                      writing.mutate([
                        orderOf(proposal, prescriber),
                        { ...proposal, status: 'completed' } as MedicationRequest,
                      ])
                    }
                  >
                    {t('medication.accept')}
                    <span className="ej-sr">
                      {' '}
                      <Voiced isWritten>{medicineName(proposal)}</Voiced>
                    </span>
                  </Button>
                  <Button
                    size="small"
                    variant="tertiary"
                    className="ej-xs"
                    disabled={writing.isPending}
                    onClick={() =>
                      writing.mutate([
                        {
                          ...proposal,
                          status: 'cancelled',
                          statusReason: { text: t('medication.declined') },
                        } as MedicationRequest,
                      ])
                    }
                  >
                    {t('medication.decline')}
                    <span className="ej-sr">
                      {' '}
                      <Voiced isWritten>{medicineName(proposal)}</Voiced>
                    </span>
                  </Button>
                </span>
              )}
            </li>
          );
        })}
      </ul>
      {writing.error && <FailureNotice error={writing.error} />}
    </Card>
  );
}

/** The order that a doctor makes of a proposal, and answers for. */
function orderOf({ id, meta, ...proposal }: MedicationRequest, { self }: Prescriber): MedicationRequest {
  return {
    ...proposal,
    intent: 'order',
    authoredOn: new Date().toISOString(),
    requester: self,
    ...({ basedOn: [{ reference: `MedicationRequest/${id}` }] } as object),
  };
}
