import './citizen-view.css';
import { Button } from '@navikt/ds-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonText } from '../../shared/access/reason-text.ts';
import { read } from '../../shared/fhir/client.ts';
import { principalDateOf } from '../../shared/fhir/principal-date.ts';
import { keyOf } from '../../shared/fhir/references.ts';
import type { Resource } from '../../shared/fhir/types.ts';
import { shortDate } from '../../shared/format/date.ts';
import { recordKey } from '../../shared/record/record-queries.ts';
import { lineOf } from '../../shared/resource/line.ts';
import { useSay } from '../../shared/resource/use-say.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { type CitizenView, groupsOf, useCitizenView, type View } from './citizen-view.ts';
import { ViewSaid } from './view-said.tsx';

/** So many of those of which the same is said are named. */
const most = 20;

/** What the citizen sees of the whole record later, or not, once somebody asks. */
export default function RecordViewCard({ id }: { id: string }) {
  const { t } = useTranslation();
  const [isAsked, setAsked] = useState(false);
  return (
    <Card title={t('citizenView.title')}>
      <div className="ej-card-body ej-citizen-view">
        <p className="ej-meta">{t('citizenView.lead')}</p>
        {isAsked ? (
          <Asked id={id} />
        ) : (
          <Button size="small" variant="secondary" onClick={() => setAsked(true)}>
            {t('citizenView.ask')}
          </Button>
        )}
      </div>
    </Card>
  );
}

function Asked({ id }: { id: string }) {
  const { t } = useTranslation();
  const view = useCitizenView(id, undefined);
  return (
    <Part of={view} what={t('citizenView.what')} rows={3}>
      {(found) => <Found id={id} found={found} />}
    </Part>
  );
}

function Found({ id, found: { closed, now, views } }: { id: string; found: CitizenView }) {
  const { t } = useTranslation();
  const say = useSay();
  if (closed !== undefined)
    return (
      <p>
        <b>{t('citizenView.closed')}</b> {reasonText(closed, say.language)}
      </p>
    );
  return (
    <div role="status">
      <p>
        {t('citizenView.count', { count: now })} {views.length === 0 && t('citizenView.none')}
      </p>
      {groupsOf(views).map((group) => (
        <section key={group[0]!.item}>
          <p>
            <ViewSaid of={group[0]!} />
          </p>
          <Named id={id} group={group} />
        </section>
      ))}
    </div>
  );
}

function Named({ id, group }: { id: string; group: readonly View[] }) {
  const { t } = useTranslation();
  const say = useSay();
  const items = group.slice(0, most).map(({ item }) => item);
  const named = useQuery({
    queryKey: recordKey(id, [...new Set(items.map((item) => item.split('/')[0]!))], 'citizen-view', 'named', items),
    queryFn: ({ signal }) =>
      Promise.all(
        items.map((item) => {
          const [type = '', of = ''] = item.split('/');
          return read<Resource>(type, of, signal);
        }),
      ),
  });
  return (
    <Part of={named} what={t('citizenView.what')} rows={Math.min(items.length, 6)}>
      {(resources) => (
        <ul>
          {resources.map((resource) => {
            const { label, text } = lineOf(resource, [], say);
            return (
              <li key={keyOf(resource)}>
                <span className="ej-num">{shortDate(principalDateOf(resource), say.language)}</span>{' '}
                <Voiced>{label}</Voiced>{' '}
                <span className="ej-meta">
                  <Voiced>{text}</Voiced>
                </span>
              </li>
            );
          })}
          {group.length > most && <li>{t('citizenView.more', { count: group.length - most })}</li>}
        </ul>
      )}
    </Part>
  );
}
