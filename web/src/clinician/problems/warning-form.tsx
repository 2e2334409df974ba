import './problems.css';
import { criticalSystems, extensions } from '@enjournal/server/care/problems';
import { Button, Select, TextField } from '@navikt/ds-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type WarningKind, warningKinds } from '../../shared/banner/critical.ts';
import { useCodeList } from '../../shared/coding/use-codes.ts';
import type { CodeableConcept, Flag } from '../../shared/fhir/types.ts';
import { type Said, saidOf } from '../../shared/fhir/write.ts';
import { dayOf } from '../../shared/format/date.ts';
import { parseDate, writtenDate } from '../../shared/format/parse-date.ts';
import { useRecordWrite } from '../../shared/record/use-record-write.ts';
import { useKept } from '../../shared/session/kept.ts';
import { tellDone } from '../../shared/ui/done.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { useWriter } from './writer.ts';

const kinds = warningKinds.filter((kind) => kind !== 'limits');
const sources = 'urn:oid:2.16.578.1.12.4.1.1.7498';

const typeOf: Partial<Record<WarningKind, readonly [code: string, display: string]>> = {
  limits: ['8', 'Avgrensning av livsforlengende behandling'],
  condition: ['5', 'Kritisk medisinsk tilstand'],
  implant: ['7', 'Implantat'],
  infection: ['10', 'Smitte'],
  routine: ['9', 'Annen prosedyreendring'],
  anaesthesia: ['4', 'Annet problem ved anestesi'],
};

/** How a warning of a kind says which it is: HL7's category, and the type of Volven 7651 or our own kind. */
export function categoriesOf(kind: WarningKind): CodeableConcept[] {
  const category = kind === 'limits' ? 'advance-directive' : kind === 'risk' ? 'safety' : 'clinical';
  const type = typeOf[kind];
  return [
    { coding: [{ system: criticalSystems.flagCategory, code: category }] },
    ...(type ? [{ coding: [{ system: criticalSystems.criticalType, code: type[0], display: type[1] }] }] : []),
    ...(kind === 'capacity'
      ? [{ coding: [{ system: criticalSystems.flagKind, code: 'consent-capacity', display: 'Samtykkekompetanse' }] }]
      : []),
  ];
}

type Typed = { kind: WarningKind; what: string; from: string; source: string };

/** Something that everyone must know before they do anything. */
export default function WarningForm({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const writer = useWriter();
  const writing = useRecordWrite(id);
  const sourceCodes = useCodeList('https://enjournal.no/fhir/ValueSet/volven-7498');
  const [typed, setTyped] = useKept<Typed>('new warning', () => ({
    kind: 'condition' as const,
    what: '',
    from: writtenDate(dayOf(Date.now())),
    source: '',
  }));
  const [said, setSaid] = useState<readonly Said[]>([]);
  const change = (part: Partial<Typed>) => {
    setTyped({ ...typed, ...part });
    setSaid([]);
  };
  const errorOf = (expression: string) => said.find((one) => one.expression === expression)?.text;
  const save = () => {
    const start = parseDate(typed.from);
    const display = sourceCodes.find(({ code }) => code === typed.source)?.display ?? '';
    const warning: Flag = {
      resourceType: 'Flag',
      extension: [
        writer.reason(),
        ...(typed.source === ''
          ? []
          : [
              {
                url: extensions.informationSource,
                valueCodeableConcept: { coding: [{ system: sources, code: typed.source, display }] },
              },
            ]),
      ],
      status: 'active',
      category: categoriesOf(typed.kind),
      code: typed.what.trim() ? { text: typed.what.trim() } : {},
      subject: { reference: `Patient/${id}` },
      ...(start ? { period: { start } } : {}),
      author: writer.self,
    };
    const issues = [
      ...writer.check(warning),
      ...(start === undefined ? [{ expression: 'Flag.period.start', text: t('problems.dateWrong') }] : []),
    ];
    setSaid(issues);
    if (issues.length > 0) return;
    writing.mutate([warning], {
      onError: (error) => setSaid(saidOf(error, [warning])),
      onSuccess: () => {
        tellDone(t('critical.warningAdded'));
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
      <Select
        label={t('critical.category')}
        size="small"
        value={typed.kind}
        onChange={(event) => change({ kind: event.target.value as WarningKind })}
      >
        {kinds.map((kind) => (
          <option key={kind} value={kind}>
            {t(`critical.kind.${kind}`)}
          </option>
        ))}
      </Select>
      <TextField
        label={t('critical.warningWhat')}
        size="small"
        maxLength={200}
        autoFocus
        value={typed.what}
        onChange={(event) => change({ what: event.target.value })}
        error={errorOf('Flag.code')}
      />
      <div className="ej-form-pair">
        <TextField
          label={t('critical.from')}
          size="small"
          value={typed.from}
          onChange={(event) => change({ from: event.target.value })}
          error={errorOf('Flag.period.start')}
        />
        <Select
          label={t('critical.source')}
          size="small"
          value={typed.source}
          onChange={(event) => change({ source: event.target.value })}
        >
          <option value="">{t('critical.choose')}</option>
          {sourceCodes.map(({ code, display }) => (
            <option key={code} value={code}>
              {display}
            </option>
          ))}
        </Select>
      </div>
      {writing.isError && said.length === 0 && <FailureNotice error={writing.error} />}
      <div className="ej-acts">
        <Button type="submit" size="small" loading={writing.isPending}>
          {t('problems.save')}
        </Button>
        <Button type="button" size="small" variant="tertiary" onClick={onClose}>
          {t('problems.cancel')}
        </Button>
      </div>
    </form>
  );
}
