import { vaccineWords } from '@enjournal/server/care/immunization';
import { Button, TextField } from '@navikt/ds-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Immunization } from '../../shared/fhir/types.ts';
import { saidOf } from '../../shared/fhir/write.ts';
import { shortDate, shortDateTime } from '../../shared/format/date.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useRecordWrite } from '../../shared/record/use-record-write.ts';
import { useKept } from '../../shared/session/kept.ts';
import { tellDone } from '../../shared/ui/done.tsx';
import { Facts } from '../../shared/ui/facts.tsx';
import { RowList } from '../../shared/ui/row-list.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { History } from '../problems/history.tsx';
import { useWriter } from '../problems/writer.ts';

type Props = { id: string; vaccines: readonly Immunization[]; isStaff: boolean };

/** What was given, newest first; what was entered in error stays, struck. */
export function GivenVaccines({ id, vaccines, isStaff }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (vaccines.length === 0) return <p className="ej-card-body">{t('vaccines.noneGiven')}</p>;
  return (
    <RowList
      label={t('vaccines.given')}
      columns="5.5rem minmax(0, 2fr) minmax(0, 1fr)"
      fold={40}
      rows={vaccines.map((one) => ({
        key: one.id ?? '',
        cells: (
          <>
            <span className="ej-num">{shortDate(one.occurrenceDateTime, language)}</span>
            <span>
              {one.status === 'entered-in-error' ? (
                <s>
                  <Voiced isWritten>{conceptText(one.vaccineCode)}</Voiced>
                </s>
              ) : (
                conceptText(one.vaccineCode)
              )}
              {doseOf(one) !== undefined && (
                <span className="ej-meta"> {t('vaccines.doseOf', { dose: doseOf(one) })}</span>
              )}
            </span>
            <span className="ej-row-end ej-meta">
              {one.status === 'entered-in-error' ? t('vaccines.inError') : one.lotNumber}
            </span>
          </>
        ),
        detail: () => <GivenVaccine id={id} vaccine={one} isStaff={isStaff} />,
      }))}
    />
  );
}

const doseOf = ({ protocolApplied }: Immunization): number | undefined => protocolApplied?.[0]?.doseNumberPositiveInt;

function GivenVaccine({ id, vaccine, isStaff }: { id: string; vaccine: Immunization; isStaff: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [isStriking, setStriking] = useKept(`strike ${vaccine.id}`, false);
  return (
    <>
      <Facts
        rows={[
          [t('vaccines.when'), shortDateTime(vaccine.occurrenceDateTime, language)],
          [t('vaccines.series'), vaccine.protocolApplied?.[0]?.series],
          [t('vaccines.batch'), vaccine.lotNumber],
          [t('vaccines.expires'), shortDate(vaccine.expirationDate, language)],
          [t('vaccines.site'), conceptText(vaccine.site)],
          [t('vaccines.by'), vaccine.performer?.map(({ actor }) => actor?.display ?? '').join(', ')],
          [t('vaccines.origin'), vaccine.primarySource === false ? conceptText(vaccine.reportOrigin) : ''],
          [t('vaccines.note'), vaccine.note?.map(({ text }) => text).join(' ')],
        ]}
      />
      <div className="ej-acts ej-noprint">
        {isStaff && vaccine.status !== 'entered-in-error' && !isStriking && (
          <Button type="button" size="small" variant="secondary" className="ej-xs" onClick={() => setStriking(true)}>
            {t('vaccines.strike')}
          </Button>
        )}
        <History of={vaccine} />
      </div>
      {isStriking && <StrikeForm id={id} vaccine={vaccine} onClose={() => setStriking(false)} />}
    </>
  );
}

/** To mark as an error is to say why. */
function StrikeForm({ id, vaccine, onClose }: { id: string; vaccine: Immunization; onClose: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const writer = useWriter();
  const writing = useRecordWrite(id);
  const [reason, setReason] = useKept(`strike reason ${vaccine.id}`, '');
  const [said, setSaid] = useState<string>();
  const resource: Immunization = {
    ...vaccine,
    status: 'entered-in-error',
    extension: [...(vaccine.extension ?? []), writer.reason(reason.trim())],
  };
  return (
    <form
      className="ej-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim() === '') return setSaid(vaccineWords['vaccine-error-reason'][language]);
        writing.mutate([resource], {
          onError: (error) => setSaid(saidOf(error, [resource])[0]?.text),
          onSuccess() {
            tellDone(t('vaccines.struck'));
            onClose();
          },
        });
      }}
    >
      <TextField
        label={t('vaccines.strikeWhy')}
        size="small"
        maxLength={300}
        value={reason}
        onChange={(event) => {
          setReason(event.target.value);
          setSaid(undefined);
        }}
        error={said}
      />
      {writing.error && said === undefined && <FailureNotice error={writing.error} />}
      <div className="ej-acts">
        <Button type="submit" size="small" loading={writing.isPending}>
          {t('vaccines.strike')}
        </Button>
        <Button type="button" size="small" variant="tertiary" onClick={onClose}>
          {t('problems.cancel')}
        </Button>
      </div>
    </form>
  );
}
