import { criticalSystems } from '@enjournal/server/care/problems';
import { Select, TextField } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { type WarningKind, warningKinds } from '../../shared/banner/critical.ts';
import type { CodeableConcept, Flag } from '../../shared/fhir/types.ts';
import { dayOf } from '../../shared/format/date.ts';
import { parseDate, writtenDate } from '../../shared/format/parse-date.ts';
import { CodeField } from './code-field.tsx';
import { EntryForm } from './entry-form.tsx';
import { informationSource, useInformationSources } from './information-source.ts';
import { useEntry } from './use-entry.ts';

const kinds = warningKinds.filter((kind) => kind !== 'limits');

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
  const sources = useInformationSources();
  const entry = useEntry<Typed>(
    id,
    'new warning',
    () => ({ kind: 'condition', what: '', from: writtenDate(dayOf(Date.now())), source: '' }),
    { done: t('critical.warningAdded'), onClose },
  );
  const { typed, change, errorOf, writer } = entry;
  const save = () => {
    const start = parseDate(typed.from);
    const warning: Flag = {
      resourceType: 'Flag',
      extension: [writer.reason(), ...informationSource(sources, typed.source)],
      status: 'active',
      category: categoriesOf(typed.kind),
      code: typed.what.trim() ? { text: typed.what.trim() } : {},
      subject: { reference: `Patient/${id}` },
      ...(start ? { period: { start } } : {}),
      author: writer.self,
    };
    entry.store([warning], start === undefined ? ['Flag.period.start'] : []);
  };
  return (
    <EntryForm of={entry} onSave={save} onClose={onClose}>
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
        <CodeField
          label={t('critical.source')}
          codes={sources}
          value={typed.source}
          onChange={(source) => change({ source })}
        />
      </div>
    </EntryForm>
  );
}
