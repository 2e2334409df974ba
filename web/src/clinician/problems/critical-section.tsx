import './problems.css';
import { isActiveAllergy, isNoKnown } from '@enjournal/server/care/problems';
import { Button } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { allergyKnowledge, isLimits, kindOf } from '../../shared/banner/critical.ts';
import type { AllergyIntolerance, Flag } from '../../shared/fhir/types.ts';
import { shortDate } from '../../shared/format/date.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { written } from '../../shared/i18n/written.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { useRecordWrite } from '../../shared/record/use-record-write.ts';
import { codeText } from '../../shared/resource/line.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { tellDone } from '../../shared/ui/done.tsx';
import { later } from '../../shared/ui/later.tsx';
import { Part, Waiting } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { ItemRows } from '../record/item-rows.tsx';
import { SectionPage } from '../record/section-page.tsx';
import { status } from './acts.ts';
import StandingActs from './standing-acts.tsx';
import { useWriter } from './writer.ts';

const AllergyForm = later(() => import('./allergy-form.tsx'));
const LimitsForm = later(() => import('./limits-form.tsx'));
const WarningForm = later(() => import('./warning-form.tsx'));

type Adding = 'allergy' | 'limits' | 'warning' | undefined;

/** Everything that stands in the banner, where it is written, confirmed, ended, and what has been. */
export default function CriticalSection({ id }: { id: string }) {
  const { t } = useTranslation();
  const [adding, setAdding] = useKept<Adding>('adding critical', undefined);
  const allergies = useRecordSearch<AllergyIntolerance>(id, 'AllergyIntolerance', {}, { limit: 100 });
  const flags = useRecordSearch<Flag>(id, 'Flag', {}, { limit: 100 });
  const close = () => setAdding(undefined);
  const waiting = <Waiting what={t('critical.what')} rows={3} />;
  const { isDoctor } = useWriter();
  const known = (allergies.data?.resources ?? []).filter((one) => isActiveAllergy(one as never));
  const active = (flags.data?.resources ?? []).filter((flag) => flag.status === 'active');
  const limits = active.filter(isLimits);
  const warnings = active.filter((flag) => !isLimits(flag));
  const ended = [
    ...(allergies.data?.resources ?? []).filter((one) => !known.includes(one)),
    ...(flags.data?.resources ?? []).filter((one) => !active.includes(one)),
  ];
  return (
    <SectionPage title={t('critical.title')}>
      <div className="ej-criticals">
        <Card
          title={t('critical.allergies')}
          action={
            <Adder label={t('critical.addAllergy')} isOpen={adding === 'allergy'} onOpen={() => setAdding('allergy')} />
          }
        >
          {adding === 'allergy' && (
            <AllergyForm id={id} allergies={allergies.data?.resources ?? []} onClose={close} waiting={waiting} />
          )}
          <Part of={allergies} what={t('critical.what')} rows={2}>
            {({ resources }) => (
              <>
                {allergyKnowledge(resources) === 'unknown' && <NotAsked id={id} />}
                <AllergyRows id={id} allergies={known} />
              </>
            )}
          </Part>
        </Card>
        <Card
          title={t('critical.limits')}
          action={
            isDoctor && (
              <Adder label={t('critical.addLimits')} isOpen={adding === 'limits'} onOpen={() => setAdding('limits')} />
            )
          }
          foot={!isDoctor && t('critical.byDoctor')}
        >
          {adding === 'limits' && <LimitsForm id={id} standing={limits} onClose={close} waiting={waiting} />}
          <Part of={flags} what={t('critical.what')} rows={2}>
            {() =>
              limits.length > 0 ? (
                <FlagRows id={id} flags={limits} label={t('critical.limits')} />
              ) : (
                <div className="ej-card-body">
                  <p>{t('critical.limitsUnknown')}</p>
                </div>
              )
            }
          </Part>
        </Card>
        <div className="ej-wide">
          <Card
            title={t('critical.warnings')}
            action={
              <Adder
                label={t('critical.addWarning')}
                isOpen={adding === 'warning'}
                onOpen={() => setAdding('warning')}
              />
            }
          >
            {adding === 'warning' && <WarningForm id={id} onClose={close} waiting={waiting} />}
            <Part of={flags} what={t('critical.what')} rows={3}>
              {() =>
                warnings.length > 0 ? (
                  <FlagRows id={id} flags={warnings} label={t('critical.warnings')} kinds />
                ) : (
                  <div className="ej-card-body">
                    <p>{t('critical.warningsNone')}</p>
                  </div>
                )
              }
            </Part>
          </Card>
        </div>
        {ended.length > 0 && (
          <div className="ej-wide">
            <Card title={t('critical.ended')} count={ended.length}>
              <AllergyRows id={id} allergies={ended.filter((one) => one.resourceType === 'AllergyIntolerance')} />
              <FlagRows
                id={id}
                flags={ended.filter((one) => one.resourceType === 'Flag')}
                label={t('critical.ended')}
                kinds
              />
            </Card>
          </div>
        )}
      </div>
    </SectionPage>
  );
}

function Adder({ label, isOpen, onOpen }: { label: string; isOpen: boolean; onOpen: () => void }) {
  if (isOpen) return null;
  return (
    <button type="button" className="ej-link" onClick={onOpen}>
      {label}
    </button>
  );
}

/** Not asked is not "none": the answer is one click away. */
function NotAsked({ id }: { id: string }) {
  const { t } = useTranslation();
  const writer = useWriter();
  const writing = useRecordWrite(id);
  const none: AllergyIntolerance = {
    resourceType: 'AllergyIntolerance',
    extension: [writer.reason()],
    clinicalStatus: status('allergyintolerance-clinical', 'active'),
    verificationStatus: status('allergyintolerance-verification', 'confirmed'),
    code: {
      coding: [{ system: 'http://snomed.info/sct', code: '716186003', display: 'No known allergy' }],
      text: t('critical.noneKnown'),
    },
    patient: { reference: `Patient/${id}` },
    recordedDate: new Date().toISOString(),
    recorder: writer.self,
  };
  return (
    <div className="ej-card-body">
      <p>{t('critical.notAsked')}</p>
      <div className="ej-acts ej-standing ej-noprint">
        <Button
          type="button"
          size="small"
          variant="secondary"
          className="ej-xs"
          loading={writing.isPending}
          onClick={() => writing.mutate([none], { onSuccess: () => tellDone(t('critical.noneAdded')) })}
        >
          {t('critical.noneKnown')}
        </Button>
      </div>
      {writing.isError && <FailureNotice error={writing.error} />}
    </div>
  );
}

function AllergyRows({ id, allergies }: { id: string; allergies: readonly AllergyIntolerance[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (allergies.length === 0) return null;
  return (
    <ItemRows
      id={id}
      items={allergies}
      label={t('critical.allergies')}
      columns="minmax(0, 1fr) max-content"
      cells={(allergy, marked) => {
        const how = allergy.reaction
          ?.flatMap(({ manifestation }) => manifestation ?? [])
          .map(conceptText)
          .join(', ');
        return (
          <>
            <span>
              <span className="ej-strong">
                {marked(
                  <Voiced>
                    {isNoKnown(allergy as never) ? t('critical.noneSaid') : written(conceptText(allergy.code))}
                  </Voiced>,
                )}
              </span>
              {how && (
                <span className="ej-sub">
                  <Voiced isWritten>{how}</Voiced>
                </span>
              )}
            </span>
            <span className="ej-row-end ej-meta-size">
              {[
                isActiveAllergy(allergy as never)
                  ? ''
                  : codeText(
                      allergy.verificationStatus?.coding?.[0]?.code === 'confirmed'
                        ? allergy.clinicalStatus?.coding?.[0]?.code
                        : allergy.verificationStatus?.coding?.[0]?.code,
                      t,
                    ),
                shortDate(allergy.onsetDateTime ?? allergy.recordedDate, language),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </>
        );
      }}
      acts={(allergy) => <StandingActs id={id} of={allergy} />}
    />
  );
}

function FlagRows({
  id,
  flags,
  label,
  kinds = false,
}: {
  id: string;
  flags: readonly Flag[];
  label: string;
  kinds?: boolean;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (flags.length === 0) return null;
  return (
    <ItemRows
      id={id}
      items={flags}
      label={label}
      columns="minmax(0, 1fr) max-content"
      cells={(flag, marked) => (
        <>
          <span>
            <span className="ej-strong">{marked(<Voiced isWritten>{conceptText(flag.code)}</Voiced>)}</span>
            <span className="ej-sub">
              {[kinds && t(`critical.kind.${kindOf(flag)}`), flag.author?.display].filter(Boolean).join(' · ')}
            </span>
          </span>
          <span className="ej-row-end ej-meta-size">
            {[
              flag.status === 'active' ? '' : codeText(flag.status, t),
              shortDate(flag.period?.start, language),
              isLimits(flag) && flag.period?.end && t('chip.renewed', { date: shortDate(flag.period.end, language) }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </>
      )}
      acts={(flag) => <StandingActs id={id} of={flag} />}
    />
  );
}
