import '../problems/problems.css';
import { vaccinationIssues, vaccineWords } from '@enjournal/server/care/immunization';
import { Button, Radio, RadioGroup, Select, TextField } from '@navikt/ds-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CodeableConcept, Immunization } from '../../shared/fhir/types.ts';
import { type Said, saidOf } from '../../shared/fhir/write.ts';
import { parseDate } from '../../shared/format/parse-date.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useRecordWrite } from '../../shared/record/use-record-write.ts';
import { useKept } from '../../shared/session/kept.ts';
import { tellDone } from '../../shared/ui/done.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { useRole } from '../bar/use-user.ts';
import { useWriter } from '../problems/writer.ts';
import { atcOf, useVaccineList, type Vaccine } from './use-vaccines.ts';

type Typed = {
  vaccine: string;
  isHere: boolean;
  dose: string;
  batch: string;
  expires: string;
  site: string;
  when: string;
  origin: string;
  note: string;
};

/** Where it was given, by HL7's own list. */
const sites = ['LA', 'RA', 'LT', 'RT'] as const;
const SITE = 'http://terminology.hl7.org/CodeSystem/v3-ActSite';

type Props = {
  id: string;
  of: { series?: string; dose?: number; codes?: readonly string[] };
  onClose: () => void;
};

/** A vaccine that is given now, or that was given before or elsewhere. */
export function VaccineForm({ id, of, onClose }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const role = useRole();
  const writer = useWriter();
  const writing = useRecordWrite(id);
  const list = useVaccineList();
  const [typed, setTyped] = useKept<Typed>(`vaccine ${of.series ?? ''} ${of.dose ?? ''}`, {
    ...{ vaccine: '', isHere: true, dose: of.dose === undefined ? '' : String(of.dose), batch: '', expires: '' },
    ...{ site: 'LA', when: '', origin: '', note: '' },
  });
  const [said, setSaid] = useState<readonly Said[]>([]);
  const change = (part: Partial<Typed>) => {
    setTyped({ ...typed, ...part });
    setSaid([]);
  };
  const errorOf = (expression: string) => said.find((one) => one.expression === expression)?.text;
  const offered = (list.data ?? []).filter(
    ({ code }) => of.codes === undefined || of.codes.includes(atcOf(code) ?? ''),
  );
  const only = offered.length === 1 ? offered[0] : undefined;
  const chosen = offered.find(({ id: one }) => one === typed.vaccine) ?? only;
  const save = () => {
    const read = readTyped(typed);
    const wrong = read.unreadable.map((expression) => ({ expression, text: t('problems.dateWrong') }));
    const resource = vaccinationOf(id, typed, {
      vaccine: chosen,
      series: of.series,
      self: writer.self,
      ...read,
      siteText: typed.site ? t(`vaccines.site.${typed.site as (typeof sites)[number]}`) : '',
      elsewhere: t('vaccines.elsewhere'),
    });
    const issues = vaccinationIssues({
      resource: resource as never,
      before: undefined,
      actor: { kind: 'staff', role: role ?? '' } as never,
      now: Date.now(),
    }).map(({ key, expression = '' }) => ({
      expression,
      text: vaccineWords[key as keyof typeof vaccineWords][language],
    }));
    setSaid([...wrong, ...issues]);
    if (wrong.length + issues.length > 0) return;
    writing.mutate([resource], {
      onError: (error) => setSaid(saidOf(error, [resource])),
      onSuccess() {
        tellDone(t('vaccines.recorded'));
        onClose();
      },
    });
  };
  return (
    <form
      className="ej-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <div className="ej-form-pair">
        <Select
          label={t('vaccines.vaccine')}
          size="small"
          autoFocus
          value={chosen?.id ?? ''}
          onChange={(event) => change({ vaccine: event.target.value })}
          error={errorOf('Immunization.vaccineCode')}
        >
          <option value="">{t('vaccines.choose')}</option>
          {offered.map(({ id: one, code }) => (
            <option key={one} value={one}>
              <Voiced isWritten>{conceptText(code)}</Voiced>
            </option>
          ))}
        </Select>
        <TextField
          label={t('vaccines.dose')}
          size="small"
          inputMode="numeric"
          maxLength={2}
          value={typed.dose}
          onChange={(event) => change({ dose: event.target.value.replace(/\D/g, '') })}
          error={errorOf('Immunization.protocolApplied.doseNumber')}
        />
      </div>
      <RadioGroup
        legend={t('vaccines.where')}
        size="small"
        value={typed.isHere}
        onChange={(isHere: boolean) => change({ isHere })}
      >
        <Radio value={true}>{t('vaccines.here')}</Radio>
        <Radio value={false}>{t('vaccines.elsewhere')}</Radio>
      </RadioGroup>
      {typed.isHere ? (
        <div className="ej-form-pair">
          <TextField
            label={t('vaccines.batch')}
            size="small"
            maxLength={40}
            value={typed.batch}
            onChange={(event) => change({ batch: event.target.value })}
            error={errorOf('Immunization.lotNumber') ?? errorOf('Immunization.performer')}
          />
          <TextField
            label={t('vaccines.expiresOptional')}
            size="small"
            value={typed.expires}
            placeholder={t('vaccines.expiresHelp')}
            onChange={(event) => change({ expires: event.target.value })}
            error={errorOf('Immunization.expirationDate')}
          />
          <Select
            label={t('vaccines.site')}
            size="small"
            value={typed.site}
            onChange={(event) => change({ site: event.target.value })}
          >
            {sites.map((site) => (
              <option key={site} value={site}>
                {t(`vaccines.site.${site}`)}
              </option>
            ))}
            <option value="">{t('vaccines.site.none')}</option>
          </Select>
        </div>
      ) : (
        <div className="ej-form-pair">
          <TextField
            label={t('vaccines.when')}
            size="small"
            value={typed.when}
            placeholder={t('problems.dateHelp')}
            onChange={(event) => change({ when: event.target.value })}
            error={errorOf('Immunization.occurrence')}
          />
          <TextField
            label={t('vaccines.originOptional')}
            size="small"
            maxLength={200}
            value={typed.origin}
            onChange={(event) => change({ origin: event.target.value })}
          />
        </div>
      )}
      <TextField
        label={t('problems.note')}
        size="small"
        maxLength={500}
        value={typed.note}
        onChange={(event) => change({ note: event.target.value })}
      />
      {writing.error && said.length === 0 && <FailureNotice error={writing.error} />}
      <div className="ej-acts">
        <Button type="submit" size="small" loading={writing.isPending}>
          {t('vaccines.save')}
        </Button>
        <Button type="button" size="small" variant="tertiary" onClick={onClose}>
          {t('problems.cancel')}
        </Button>
      </div>
    </form>
  );
}

type Read = { expires: string | undefined; when: string | undefined; unreadable: string[] };

function readTyped({ expires, when, isHere }: Typed): Read {
  const until = isHere && expires.trim() !== '' ? parseDate(expires) : undefined;
  const given = isHere ? undefined : parseDate(when);
  return {
    expires: until,
    when: given,
    unreadable: [
      ...(isHere && expires.trim() !== '' && until === undefined ? ['Immunization.expirationDate'] : []),
      ...(!isHere && given === undefined ? ['Immunization.occurrence'] : []),
    ],
  };
}

type Known = Read & {
  vaccine: Vaccine | undefined;
  series: string | undefined;
  self: { reference?: string; display?: string };
  siteText: string;
  elsewhere: string;
};

function vaccinationOf(
  id: string,
  typed: Typed,
  { vaccine, series, self, expires, when, siteText, elsewhere }: Known,
): Immunization {
  const { isHere, dose, batch, site, origin, note } = typed;
  const code: CodeableConcept | undefined = vaccine?.code;
  return {
    resourceType: 'Immunization',
    status: 'completed',
    ...(code ? { vaccineCode: code } : {}),
    patient: { reference: `Patient/${id}` },
    occurrenceDateTime: isHere ? new Date().toISOString() : (when ?? ''),
    recorded: new Date().toISOString(),
    primarySource: isHere,
    ...(batch.trim() && isHere ? { lotNumber: batch.trim() } : {}),
    ...(expires && isHere ? { expirationDate: expires } : {}),
    ...(site && isHere ? { site: { coding: [{ system: SITE, code: site }], text: siteText } } : {}),
    ...(isHere ? { performer: [{ actor: self }] } : { reportOrigin: { text: origin.trim() || elsewhere } }),
    ...(dose ? { protocolApplied: [{ ...(series ? { series } : {}), doseNumberPositiveInt: Number(dose) }] } : {}),
    ...(note.trim() ? { note: [{ text: note.trim() }] } : {}),
  };
}
