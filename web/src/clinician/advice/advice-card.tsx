import {
  ExclamationmarkTriangleFillIcon,
  ExclamationmarkTriangleIcon,
  InformationSquareIcon,
} from '@navikt/aksel-icons';
import { Button, TextField } from '@navikt/ds-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { shortDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useKept } from '../../shared/session/kept.ts';
import { FailureNotice } from '../access/failure-notice.tsx';
import type { Advice, Grade } from './advice-data.ts';
import { type Reason, reasons, useActs } from './use-acts.ts';

const icons = {
  critical: ExclamationmarkTriangleFillIcon,
  warning: ExclamationmarkTriangleIcon,
  info: InformationSquareIcon,
} as const satisfies Record<Grade, unknown>;

type Props = {
  id: string;
  advice: Advice;
  /** Where it stands: what is opened in it is remembered there. */
  place: string;
};

/** One piece of advice: what, why, from where, and what one click does. Who does not follow it says why. */
export function AdviceCard({ id, advice, place }: Props) {
  const { t } = useTranslation();
  const title = useId();
  const { grade, override } = advice;
  const [isOverriding, setOverriding] = useKept(`advice ${place} ${advice.key ?? advice.title}`, false);
  const acts = useActs(id, advice);
  const Icon = icons[grade];
  // what takes a draft out again is done in the form it stands in
  const suggestions = acts.isDoctor ? advice.suggestions.filter(({ resources }) => resources.length > 0) : [];
  return (
    <article className="ej-advice" data-grade={grade} data-weighed={override !== undefined} aria-labelledby={title}>
      <Icon title={t(`advice.grade.${grade}`)} fontSize="1.25rem" />
      <div>
        <p>
          <span id={title} className="ej-strong">
            {advice.title}.
          </span>{' '}
          {advice.detail}
        </p>
        {override && <Weighed override={override} />}
        <p className="ej-meta ej-advice-source">
          {advice.service && <>{t('advice.service', { name: advice.service })} · </>}
          {t('advice.source')}{' '}
          {advice.sourceUrl ? (
            <a href={advice.sourceUrl} target="_blank" rel="noreferrer">
              {advice.source}
            </a>
          ) : (
            advice.source
          )}
        </p>
        {acts.error && <FailureNotice error={acts.error} />}
        {isOverriding ? (
          <Overriding
            isPending={acts.isPending}
            onClose={() => setOverriding(false)}
            onReason={(reason, display, text) =>
              acts.override(reason, display, text).then(
                () => setOverriding(false),
                () => undefined,
              )
            }
          />
        ) : (
          <div className="ej-advice-acts ej-noprint">
            {override === undefined &&
              suggestions.map((one) => (
                <Button
                  key={one.id}
                  type="button"
                  className="ej-xs"
                  size="small"
                  variant="secondary"
                  disabled={acts.isPending}
                  onClick={() => acts.apply(one).catch(() => undefined)}
                >
                  {one.title}
                </Button>
              ))}
            {advice.key && override === undefined && (
              <button type="button" className="ej-link" aria-describedby={title} onClick={() => setOverriding(true)}>
                {t('advice.override')}
              </button>
            )}
          </div>
        )}
      </div>
    </article>
  );
}

function Weighed({ override: { reason, by, at } }: { override: NonNullable<Advice['override']> }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [coding] = reason.coding ?? [];
  const known = reasons.find((one) => one === coding?.code);
  const why = known === undefined ? coding?.display : t(`advice.reason.${known}`);
  return (
    <p className="ej-advice-weighed">
      {t('advice.weighed', { by, when: shortDate(at, language) })} {why}
      {reason.text && `: ${reason.text}`}
    </p>
  );
}

type OverridingProps = {
  isPending: boolean;
  onClose: () => void;
  onReason: (reason: Reason, display: string, text: string) => void;
};

/** Each reason is the act. */
function Overriding({ isPending, onClose, onReason }: OverridingProps) {
  const { t } = useTranslation();
  const [text, setText] = useKept('advice reason', '');
  return (
    <fieldset className="ej-advice-why ej-noprint">
      <legend>{t('advice.why')}</legend>
      <TextField
        label={t('advice.words')}
        size="small"
        maxLength={300}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="ej-advice-acts">
        {reasons.map((reason) => (
          <button
            key={reason}
            type="button"
            className="ej-pill"
            disabled={isPending}
            onClick={() => onReason(reason, t(`advice.reason.${reason}`), text)}
          >
            {t(`advice.reason.${reason}`)}
          </button>
        ))}
        <button type="button" className="ej-link" onClick={onClose}>
          {t('advice.cancel')}
        </button>
      </div>
    </fieldset>
  );
}
