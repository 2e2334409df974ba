import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Communication, Reference } from '../../shared/fhir/types.ts';
import { dayOf, shortDate } from '../../shared/format/date.ts';
import { nameOf } from '../../shared/format/person.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { lineOf } from '../../shared/resource/line.ts';
import { useSay } from '../../shared/resource/use-say.ts';
import { RowList } from '../../shared/ui/row-list.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { useOwnReferences } from '../bar/use-own-references.ts';
import { type About, aboutPersons } from '../start/use-today.ts';
import { PersonLink } from '../work/person-link.tsx';
import { useLiveList, useUnits } from '../work/use-work.ts';

type Message = Communication & { subject?: Reference; sender?: Reference; sent?: string };
const days = 14;

/** What was told the reader or the unit in the last two weeks. Nobody need answer it, so nobody is reminded of it. */
export function useMessages(): UseQueryResult<About<Message>[]> {
  const own = useOwnReferences();
  const units = useUnits();
  const since = dayOf(Date.now() - days * 86_400_000);
  return useLiveList(
    ['messages', own, units, since],
    'Communication',
    { recipient: [...own, ...units].join(','), sent: `ge${since}` },
    { _count: '100', _include: 'Communication:patient' },
    { enabled: units.length > 0, of: (bundle) => aboutPersons<Message>(bundle, ({ subject }) => subject) },
  );
}

export function MessageList({ messages, fold }: { messages: readonly About<Message>[]; fold?: number }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const say = useSay();
  if (messages.length === 0) return <p className="ej-card-body ej-meta">{t('inbox.told.none')}</p>;
  return (
    <RowList
      label={t('inbox.told')}
      columns="minmax(0, 1fr) minmax(6rem, max-content) max-content"
      {...(fold === undefined ? {} : { fold })}
      rows={messages.map(({ of, id, person, display }) => {
        const { label, text } = lineOf(of, [], say);
        return {
          key: of.id ?? '',
          cells: (
            <>
              <span className="ej-two-lines">
                <b>
                  <Voiced>{label}</Voiced>
                </b>{' '}
                <Voiced>{text}</Voiced>
              </span>
              <span>{nameOf(person) || display}</span>
              <span className="ej-row-end ej-num">{shortDate(of.sent, language)}</span>
            </>
          ),
          detail: () => (
            <div className="ej-work-detail">
              <p className="ej-work-meta">
                <Voiced>{text}</Voiced>
              </p>
              <p className="ej-work-meta ej-meta">{of.sender?.display}</p>
              <PersonLink id={id} person={person} display={display} />
            </div>
          ),
        };
      })}
    />
  );
}
