import './vaccines.css';
import { PlusIcon } from '@navikt/aksel-icons';
import { Button } from '@navikt/ds-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { dayOf, shortDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { useUser } from '../bar/use-user.ts';
import { SectionPage } from '../record/section-page.tsx';
import { GivenVaccines } from './given-vaccines.tsx';
import { type DueDose, useDueDoses, useGiven } from './use-vaccines.ts';
import { VaccineForm } from './vaccine-form.tsx';

/** What is being recorded: a dose of a series, or any vaccine. */
type Recording = { series?: string; dose?: number; codes?: readonly string[] };

/** Vaccines: what is lacking, what comes, and what was given; recorded on the same page. */
export default function VaccinesSection({ id }: { id: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const isStaff = useUser().kind === 'staff';
  const due = useDueDoses(id, language);
  const given = useGiven(id);
  const [recording, setRecording] = useKept<Recording | null>('recording vaccine', null);
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    setRecording(null);
    // whoever closes the form is back where vaccines are recorded
    requestAnimationFrame(() => opener.current?.focus());
  };
  return (
    <SectionPage
      title={t('section.vaksiner')}
      action={
        isStaff &&
        recording === null && (
          <Button
            ref={opener}
            type="button"
            size="small"
            className="ej-xs ej-noprint"
            icon={<PlusIcon aria-hidden />}
            onClick={() => setRecording({})}
          >
            {t('vaccines.record')}
          </Button>
        )
      }
    >
      {recording !== null && (
        <Card title={t('vaccines.record')}>
          <VaccineForm key={JSON.stringify(recording)} id={id} of={recording} onClose={close} />
        </Card>
      )}
      <Card title={t('vaccines.lacking')}>
        <Part of={due} what={t('vaccines.what')} rows={3}>
          {(doses) => <Doses doses={doses} isStaff={isStaff} onRecord={setRecording} />}
        </Part>
      </Card>
      <Card title={t('vaccines.given')} count={given.data?.resources.length}>
        <Part of={given} what={t('vaccines.what')} rows={5}>
          {({ resources }) => <GivenVaccines id={id} vaccines={resources} isStaff={isStaff} />}
        </Part>
      </Card>
    </SectionPage>
  );
}

/** Old enough already: it waits for the dose before it. */
const isReached = ({ due }: DueDose): boolean => due !== undefined && due <= dayOf(Date.now());

type DosesProps = { doses: readonly DueDose[]; isStaff: boolean; onRecord: (of: Recording) => void };

/** What is lacking first, then what comes next of each series. */
function Doses({ doses, isStaff: mayAct, onRecord }: DosesProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const shown = doses.filter(({ status }) => status === 'due' || status === 'overdue');
  const next = doses.filter(({ status, due: from }) => status === 'later' && from !== undefined);
  const first = next.filter(({ series }, i) => next.findIndex((one) => one.series === series) === i);
  if (doses.length === 0) return <p className="ej-card-body">{t('vaccines.noProgramme')}</p>;
  return (
    <>
      {shown.length === 0 && <p className="ej-card-body">{t('vaccines.nothingLacking')}</p>}
      <ul className="ej-rows" aria-label={t('vaccines.lacking')}>
        {[...shown, ...first].map((one) => (
          <li key={`${one.series} ${one.dose}`} className="ej-vaccine-row">
            <span>
              <span className="ej-strong">{one.title}</span>{' '}
              <span className="ej-meta">{t('vaccines.doseOf', { dose: one.dose })}</span>
            </span>
            <span className="ej-meta">{one.step}</span>
            <span className="ej-work-tag" data-tone={one.status === 'overdue' ? 'orange' : undefined}>
              {t(`vaccines.status.${one.status === 'later' && isReached(one) ? 'waits' : one.status}`, {
                when: shortDate(one.status === 'overdue' ? one.late : one.due, language),
              })}
            </span>
            {mayAct && one.status !== 'later' ? (
              <Button
                type="button"
                size="small"
                variant="secondary"
                className="ej-xs ej-noprint"
                aria-label={t('vaccines.giveOf', { what: `${one.title} ${one.dose}` })}
                onClick={() => onRecord({ series: one.title, dose: one.dose, codes: one.codes })}
              >
                {t('vaccines.give')}
              </Button>
            ) : (
              <span />
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
