import { Button, Checkbox, CheckboxGroup, Radio, RadioGroup, Select, TextField } from '@navikt/ds-react';
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKept } from '../../shared/session/kept.ts';
import { announce } from '../../shared/ui/announcer.tsx';
import { FailureNotice } from '../../shared/ui/failure-notice.tsx';
import '../acting/acting.css';
import { focusFirstWrong } from '../../shared/keyboard/focus.ts';
import { DayField } from '../acting/day-field.tsx';
import { type BlockDraft, emptyDraft, isPerson, lacking, type Offered, offered } from './block.ts';
import { useBlocking, useFindWhom, type Whom } from './use-own-log.ts';
import { useKindText, useWhomText } from './words-of.ts';

type Props = {
  id: string;
  /** Whom there is reason to choose from: those who can see, and those who have. */
  known: readonly Whom[];
  /** Who was pointed at. */
  first: Whom | undefined;
  /** Only these (`Type/id`) are blocked; what else could be is not asked then. */
  documents?: readonly string[];
  onClose: () => void;
};

/** What is kept from whom and how long, with what that means said before it is done. */
export function BlockForm({ id, known, first, documents = [], onClose }: Props) {
  const { t } = useTranslation();
  const kindText = useKindText();
  const whomText = useWhomText();
  const heading = useId();
  const [draft, setDraft] = useKept<BlockDraft>(['block draft', ...documents.slice(0, 1)].join(' '), () =>
    first === undefined ? { ...emptyDraft, documents } : { ...emptyDraft, everybody: false, whom: [first] },
  );
  const isEntry = documents.length > 0;
  const [isAsked, setIsAsked] = useState(false);
  const { block } = useBlocking(id);
  const missing = lacking(draft);
  const change = (some: Partial<BlockDraft>) => setDraft({ ...draft, ...some });
  const send = () => {
    setIsAsked(true);
    if (!missing.what && !missing.whom && !block.isPending) block.mutate(draft, { onSuccess: onClose });
  };
  const what = isEntry
    ? t('own.entry.what')
    : draft.all
      ? t('own.block.all').toLowerCase()
      : draft.kinds.map(kindText).join(', ').toLowerCase();
  const choices = [
    ...known,
    ...draft.whom.filter((one) => !known.some(({ reference }) => reference === one.reference)),
  ];
  return (
    <section className="ej-own-block" aria-labelledby={heading}>
      <h3 id={heading}>{t('own.block.new')}</h3>
      {!isEntry && (
        <CheckboxGroup
          legend={t('own.block.what')}
          className="ej-own-choices"
          value={draft.all ? ['all'] : [...draft.kinds]}
          onChange={(values: string[]) => {
            const isAll = values.includes('all') && (!draft.all || values.length === 1);
            change({ all: isAll, kinds: isAll ? [] : (values.filter((one) => one !== 'all') as Offered[]) });
          }}
          error={isAsked && missing.what ? t('own.block.whatMissing') : undefined}
        >
          {offered.map((one) => (
            <Checkbox key={one} value={one}>
              {kindText(one)}
            </Checkbox>
          ))}
          <Checkbox value="all">{t('own.block.all')}</Checkbox>
        </CheckboxGroup>
      )}
      <RadioGroup
        legend={t('own.block.whom')}
        value={draft.everybody === undefined ? '' : String(draft.everybody)}
        onChange={(value: string) => change({ everybody: value === 'true' })}
        error={isAsked && missing.whom ? t('own.block.whomMissing') : undefined}
      >
        <Radio value="false">{t('own.block.whomSome')}</Radio>
        <Radio value="true">{t('own.block.whomAll')}</Radio>
      </RadioGroup>
      {draft.everybody === false && (
        <div className="ej-own-whom">
          <CheckboxGroup
            legend={t('own.block.whomSome')}
            hideLegend
            value={draft.whom.map(({ reference }) => reference)}
            onChange={(values: string[]) =>
              change({ whom: choices.filter(({ reference }) => values.includes(reference)) })
            }
          >
            {choices.map(({ reference, display }) => (
              <Checkbox key={reference} value={reference}>
                {display}
              </Checkbox>
            ))}
          </CheckboxGroup>
          <FindWhom
            chosen={choices.map(({ reference }) => reference)}
            onChoose={(one) => change({ whom: [...draft.whom, one] })}
          />
        </div>
      )}
      <div className="ej-own-pair">
        <Select
          label={t('own.block.long')}
          value={String(draft.days ?? '')}
          onChange={({ target }) => change({ days: target.value === '' ? undefined : Number(target.value) })}
        >
          <option value="">{t('own.block.long.open')}</option>
          {[1, 7, 30, 365].map((days) => (
            <option key={days} value={days}>
              {t('own.block.long.days', { count: days })}
            </option>
          ))}
        </Select>
        <Select
          label={t('own.block.tell')}
          value={String(draft.marker)}
          onChange={({ target }) => change({ marker: target.value === 'true' })}
        >
          <option value="true">{t('own.block.tell.yes')}</option>
          <option value="false">{t('own.block.tell.no')}</option>
        </Select>
      </div>
      {!isEntry && (
        <details className="ej-own-when">
          <summary>{t('own.block.when')}</summary>
          <div className="ej-own-pair">
            <DayField label={t('own.block.when.from')} value={draft.from} onChange={(from) => change({ from })} />
            <DayField label={t('own.block.when.to')} value={draft.to} onChange={(to) => change({ to })} />
          </div>
        </details>
      )}
      {!missing.what && !missing.whom && <Meaning draft={draft} what={what} />}
      {block.isError && <FailureNotice error={block.error} />}
      <div className="ej-own-acts">
        <Button variant="secondary" onClick={onClose}>
          {t('own.block.cancel')}
        </Button>
        <Button
          loading={block.isPending}
          onClick={({ currentTarget }) => {
            send();
            focusFirstWrong(currentTarget.closest('section') ?? currentTarget);
          }}
        >
          {missing.what || missing.whom ? t('own.block.new') : t('own.block.do', { what, whom: whomText(draft) })}
        </Button>
      </div>
    </section>
  );
}

/** What the block does to both sides. */
function Meaning({ draft, what }: { draft: BlockDraft; what: string }) {
  const { t } = useTranslation();
  const names = draft.everybody === true ? [] : draft.whom.filter(({ reference }) => isPerson(reference));
  const others = draft.everybody === true || draft.whom.some(({ reference }) => !isPerson(reference));
  const isOfMedicines =
    draft.kinds.includes('medication') || draft.documents.some((one) => one.startsWith('Medication'));
  const lines = [
    draft.all ? t('own.block.means.whole') : t('own.block.means.part', { what }),
    isOfMedicines && t('own.block.means.medication'),
    others && t('own.block.means.emergency'),
    names.length > 0 && t('own.block.means.person'),
    t('own.block.means.again'),
  ].filter((line) => line !== false);
  // in one piece: of a list that changes, some screen readers say the parts in another order
  const said = [`${t('own.block.means')}.`, ...lines].join(' ');
  useEffect(() => announce(said), [said]);
  return (
    <div className="ej-own-means">
      <h4>{t('own.block.means')}</h4>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}

function FindWhom({ chosen, onChoose }: { chosen: readonly string[]; onChoose: (one: Whom) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const { data, isFetching } = useFindWhom(typed);
  const found = (data ?? []).filter(({ reference }) => !chosen.includes(reference));
  return (
    <div>
      <TextField
        label={t('own.block.find')}
        description={t('own.block.findHelp')}
        autoComplete="off"
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      {found.length > 0 && (
        <ul className="ej-plain ej-own-found" aria-label={t('own.block.found')}>
          {found.map((one) => (
            <li key={one.reference}>
              <button
                type="button"
                className="ej-link"
                onClick={() => {
                  onChoose(one);
                  setTyped('');
                }}
              >
                {one.display}
              </button>
            </li>
          ))}
        </ul>
      )}
      <p className="ej-meta" role="status">
        {data !== undefined && !isFetching && found.length === 0 && t('own.block.found.none')}
      </p>
    </div>
  );
}
