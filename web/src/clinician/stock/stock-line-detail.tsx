import { Button, Select, TextField } from '@navikt/ds-react';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { matchesOf, search } from '../../shared/fhir/client.ts';
import type { MedicationAdministration } from '../../shared/fhir/types.ts';
import { saidOf } from '../../shared/fhir/write.ts';
import { shortDateTime } from '../../shared/format/date.ts';
import { nameOf } from '../../shared/format/person.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useKept } from '../../shared/session/kept.ts';
import { tellDone } from '../../shared/ui/done.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { useResidents } from '../start/use-residents.ts';
import { amountIn, countedText } from './amount.ts';
import { type Act, type StockLine, useAct, useLedger, usePlace } from './use-stock.ts';

const kinds = ['issue', 'receive', 'count', 'discard'] as const;

/** What can be done with a medicine in the stock, and all that has happened to it. */
export function StockLineDetail({ of }: { of: StockLine }) {
  const { t } = useTranslation();
  const [kind, setKind] = useKept<Act['kind'] | undefined>(`stock act ${of.resource.id}`, undefined);
  const { unit } = usePlace();
  // who only serves the unit counts and witnesses as the second, and does not move anything
  const isOwn = of.line.unit === `Organization/${unit}`;
  return (
    <>
      {isOwn && (
        <div className="ej-acts ej-noprint">
          {kinds.map((one) => (
            <button
              key={one}
              type="button"
              className="ej-toggle"
              data-on={kind === one}
              aria-pressed={kind === one}
              onClick={() => setKind(kind === one ? undefined : one)}
            >
              {t(`stock.act.${one}`)}
            </button>
          ))}
        </div>
      )}
      {isOwn && kind && <ActForm key={kind} of={of} kind={kind} onClose={() => setKind(undefined)} />}
      <Ledger of={of} />
    </>
  );
}

type FormProps = { of: StockLine; kind: Act['kind']; onClose: () => void };

function ActForm({ of, kind, onClose }: FormProps) {
  const { t } = useTranslation();
  const { self } = usePlace();
  const acting = useAct(of, self);
  const name = `${of.resource.id} ${kind}`;
  const [amount, setAmount] = useKept(`stock amount ${name}`, '');
  const [reason, setReason] = useKept(`stock reason ${name}`, '');
  const [dose, setDose] = useKept<string | undefined>(`stock dose ${name}`, undefined);
  const [said, setSaid] = useState<string>();
  const save = (event: FormEvent) => {
    event.preventDefault();
    const value = amountIn(amount);
    if (value === undefined) return setSaid(t('stock.amountWrong'));
    acting.mutate(
      { kind, amount: value, reason, ...(dose === undefined ? {} : { dose }) },
      {
        onError: (error) => setSaid(saidOf(error, [])[0]?.text),
        onSuccess() {
          tellDone(t(kind === 'count' || kind === 'discard' ? 'stock.begun' : 'stock.done'));
          onClose();
        },
      },
    );
  };
  return (
    <form className="ej-form" noValidate onSubmit={save}>
      <p className="ej-meta">{t(`stock.help.${kind}`)}</p>
      {kind === 'issue' && <DoseField of={of} value={dose} onChange={setDose} onAmount={setAmount} />}
      <div className="ej-form-pair">
        <TextField
          label={t('stock.amount', { unit: of.line.balance?.unit ?? '' })}
          size="small"
          inputMode="decimal"
          maxLength={11}
          value={amount}
          onChange={(event) => {
            setAmount(event.target.value);
            setSaid(undefined);
          }}
          error={said}
        />
        {(kind === 'discard' || (kind === 'issue' && dose === undefined)) && (
          <TextField
            label={t(`stock.why.${kind}`)}
            size="small"
            maxLength={300}
            value={reason}
            onChange={(event) => {
              setReason(event.target.value);
              setSaid(undefined);
            }}
          />
        )}
      </div>
      {acting.error && said === undefined && <FailureNotice error={acting.error} />}
      <div className="ej-acts">
        <Button type="submit" size="small" loading={acting.isPending}>
          {t(`stock.sign.${kind}`)}
        </Button>
        <Button type="button" size="small" variant="tertiary" onClick={onClose}>
          {t('problems.cancel')}
        </Button>
      </div>
    </form>
  );
}

type DoseProps = {
  of: StockLine;
  value: string | undefined;
  onChange: (dose: string | undefined) => void;
  onAmount: (amount: string) => void;
};

/** For whom, and which of the doses that were given to them lately. */
function DoseField({ of, value, onChange, onAmount }: DoseProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const residents = useResidents();
  const [person, setPerson] = useKept(`stock person ${of.resource.id}`, '');
  const doses = useQuery({
    queryKey: ['stock', 'doses', person],
    enabled: person !== '',
    queryFn: async ({ signal }) => {
      const since = new Date(Date.now() - 24 * 3_600_000).toISOString();
      const criteria = { patient: person, 'effective-time': `ge${since}`, status: 'completed', _count: '50' };
      return matchesOf(await search<MedicationAdministration>('MedicationAdministration', criteria, signal));
    },
  });
  return (
    <div className="ej-form-pair">
      <Select
        label={t('stock.person')}
        size="small"
        value={person}
        onChange={(event) => {
          setPerson(event.target.value);
          onChange(undefined);
        }}
      >
        <option value="">{t('stock.nobody')}</option>
        {(residents.data ?? []).map(({ id, who }) => (
          <option key={id} value={id}>
            {nameOf(who.person) || who.display}
          </option>
        ))}
      </Select>
      {person !== '' && (
        <Select
          label={t('stock.dose')}
          size="small"
          value={value ?? ''}
          onChange={(event) => {
            const chosen = doses.data?.find(({ id }) => `MedicationAdministration/${id}` === event.target.value);
            onChange(chosen && `MedicationAdministration/${chosen.id}`);
            const given = chosen?.dosage?.dose?.value;
            if (given !== undefined) onAmount(String(given).replace('.', ','));
          }}
        >
          <option value="">{t(doses.data?.length === 0 ? 'stock.noDoses' : 'stock.chooseDose')}</option>
          {(doses.data ?? []).map((one) => (
            <option key={one.id} value={`MedicationAdministration/${one.id}`}>
              {`${conceptText(one.medicationCodeableConcept)} ${countedText(one.dosage?.dose, language)}, ${shortDateTime(one.effectiveDateTime, language)}`}
            </option>
          ))}
        </Select>
      )}
    </div>
  );
}

/** The book, newest first: what, how much, what was left, and who signed. */
function Ledger({ of }: { of: StockLine }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const ledger = useLedger(of.line);
  const unit = of.line.balance?.unit ?? '';
  return (
    <Part of={ledger} what={t('stock.what')} rows={2}>
      {(all) => (
        <section
          className="ej-stock-scroll"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: on a phone it is scrolled sideways, also by keys
          tabIndex={0}
          aria-label={t('stock.book', { what: of.medicine.text ?? '' })}
        >
          <table className="ej-stock-book">
            <caption className="ej-sr">{t('stock.book', { what: of.medicine.text ?? '' })}</caption>
            <thead>
              <tr>
                {(['when', 'what', 'amount', 'left', 'who', 'why'] as const).map((one) => (
                  <th key={one} scope="col">
                    {t(`stock.column.${one}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {all.map(({ resource, movement }) => (
                <tr key={resource.id}>
                  <td className="ej-num">{shortDateTime(resource.occurrenceDateTime, language)}</td>
                  <td>
                    {t(`stock.kind.${movement.kind ?? 'count'}`)}
                    {movement.status !== 'completed' &&
                      ` (${t(`stock.state.${movement.status === 'abandoned' ? 'abandoned' : 'waits'}`)})`}
                  </td>
                  <td className="ej-num">{countedText(resource.suppliedItem?.quantity, language)}</td>
                  <td className="ej-num">
                    {movement.balance === undefined ? '' : countedText({ value: movement.balance, unit }, language)}
                  </td>
                  <td>{signersOf(resource)}</td>
                  <td>
                    {movement.reason}
                    {movement.dose !== undefined && t('stock.forDose')}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Part>
  );
}

const signersOf = ({
  extension = [],
}: {
  extension?: { url: string; extension?: { url: string; valueReference?: unknown }[] }[];
}): string =>
  extension
    .filter(({ url }) => url.endsWith('/stock-signed'))
    .map(({ extension: parts = [] }) => {
      const who = parts.find(({ url }) => url === 'who')?.valueReference as { display?: string } | undefined;
      return who?.display ?? '';
    })
    .join(', ');
