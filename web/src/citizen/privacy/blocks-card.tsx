import { Button } from '@navikt/ds-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { longDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { focusSoon } from '../../shared/keyboard/focus.ts';
import { Card } from '../../shared/ui/card.tsx';
import { FailureNotice } from '../../shared/ui/failure-notice.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { type Block, blockOf } from './block.ts';
import { BlockForm } from './block-form.tsx';
import { Openings } from './openings.tsx';
import { useBlocking, useBlocks, useNames, type Whom } from './use-own-log.ts';
import { useKindText } from './words-of.ts';

type Props = {
  id: string;
  known: readonly Whom[];
  /** The form is open, perhaps for somebody who was pointed at in the log. */
  making: { first?: Whom | undefined } | undefined;
  onMaking: (making: { first?: Whom | undefined } | undefined) => void;
};

/** What the citizen keeps from whom, what was before, and a new one. */
export function BlocksCard({ id, known, making, onMaking }: Props) {
  const { t } = useTranslation();
  const newId = useId();
  const found = useBlocks(id);
  const all = (found.data?.resources ?? []).map((one) => blockOf(one, Date.now()));
  const names = useNames(all.flatMap(({ whom, writtenBy }) => [...whom, ...writtenBy]));
  const ended = all.filter(({ isInForce }) => !isInForce);
  return (
    <Card
      title={t('own.blocks')}
      action={
        making === undefined && (
          <Button id={newId} size="xsmall" variant="secondary" onClick={() => onMaking({})}>
            {t('own.block.new')}
          </Button>
        )
      }
    >
      <Part of={found} what={t('own.blocks.what')} rows={1}>
        {() => {
          const now = all.filter(({ isInForce }) => isInForce);
          return now.length === 0 ? (
            <p className="ej-card-body">{t('own.blocks.none')}</p>
          ) : (
            <>
              <BlockList id={id} blocks={now} names={names} label={t('own.blocks')} />
              <Openings id={id} known={known} />
            </>
          );
        }}
      </Part>
      {making !== undefined && (
        <BlockForm
          key={making.first?.reference ?? ''}
          id={id}
          known={known}
          first={making.first}
          onClose={() => {
            onMaking(undefined);
            focusSoon(() => document.getElementById(newId));
          }}
        />
      )}
      {ended.length > 0 && (
        <details className="ej-own-ended">
          <summary>{t('own.blocks.ended')}</summary>
          <BlockList id={id} blocks={ended} names={names} label={t('own.blocks.ended')} />
        </details>
      )}
    </Card>
  );
}

type ListProps = { id: string; blocks: readonly Block[]; names: ReadonlyMap<string, string>; label: string };

function BlockList({ id, blocks, names, label }: ListProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const kindText = useKindText();
  const { lift } = useBlocking(id);
  const named = (references: readonly string[]) => references.map((one) => names.get(one) ?? '…').join(', ');
  return (
    <>
      <ul className="ej-plain ej-own-blocks" aria-label={label}>
        {blocks.map((one) => {
          const what = one.documents > 0 ? t('own.block.documents', { count: one.documents }) : wholeOr(one);
          const whom = one.whom.length === 0 ? t('own.block.everybody') : named(one.whom);
          const more = [
            one.writtenBy.length > 0 && t('own.block.written', { place: named(one.writtenBy) }),
            [
              one.from && t('own.block.since', { date: longDate(one.from, language) }),
              one.until && t('own.block.until', { date: longDate(one.until, language) }),
            ]
              .filter(Boolean)
              .join(' '),
            one.happened !== undefined &&
              t('own.block.happened', {
                from: one.happened.start === undefined ? '…' : longDate(one.happened.start, language),
                to: one.happened.end === undefined ? '…' : longDate(one.happened.end, language),
              }),
            one.isHidden && t('own.block.hidden'),
          ];
          return (
            <li key={one.id}>
              <div>
                <div className="ej-strong">
                  <span className="ej-own-first">{t('own.block.for', { what, whom })}</span>
                </div>
                <div className="ej-meta">{more.filter(Boolean).join(' · ')}</div>
              </div>
              {one.isInForce && (
                <Button
                  size="xsmall"
                  variant="secondary"
                  aria-label={`${t('own.block.lift')}: ${t('own.block.for', { what, whom })}`}
                  loading={lift.isPending && lift.variables === one.id}
                  onClick={() => !lift.isPending && lift.mutate(one.id)}
                >
                  {t('own.block.lift')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {lift.isError && (
        <div className="ej-part-note">
          <FailureNotice error={lift.error} />
        </div>
      )}
    </>
  );

  function wholeOr({ kinds }: Block): string {
    return kinds.length === 0 ? t('own.block.all') : kinds.map(kindText).join(', ');
  }
}
