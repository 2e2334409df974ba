import './check.css';
import {
  CameraIcon,
  CheckmarkCircleFillIcon,
  ExclamationmarkTriangleIcon,
  InformationSquareIcon,
  XMarkOctagonFillIcon,
} from '@navikt/aksel-icons';
import { Button, TextField } from '@navikt/ds-react';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shortDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { CameraView } from '../../shared/scan/camera-view.tsx';
import type { Check, Told } from './use-check.ts';

type Props = {
  check: Check;
  /** Whose visit it is; undefined on a round of many. */
  name: string | undefined;
};

/** Reads bands and packages, by the camera, a scanner that types, or by hand; and says what each is, and what to do. */
export function CheckPanel({ check, name }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [isFilming, setFilming] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  return (
    <section className="ej-check" aria-label={t('check.title')}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void check.read(text);
          setText('');
          // a scanner types the next one at once
          field.current?.focus();
        }}
      >
        <TextField
          ref={field}
          label={t('check.field')}
          description={t(check.personId === undefined ? 'check.help.band' : 'check.help.package')}
          autoComplete="off"
          autoFocus
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <div className="ej-check-acts">
          <Button type="submit">{t('check.read')}</Button>
          <Button
            type="button"
            variant="secondary"
            icon={<CameraIcon aria-hidden />}
            aria-expanded={isFilming}
            onClick={() => setFilming(!isFilming)}
          >
            {t(isFilming ? 'check.camera.close' : 'check.camera')}
          </Button>
        </div>
      </form>
      {isFilming && <CameraView onRead={(read) => void check.read(read)} />}
      <div aria-live="assertive" className="ej-check-told">
        {check.told !== undefined && <Answer told={check.told} check={check} name={name} />}
      </div>
    </section>
  );
}

function Answer({ told, check, name }: { told: Told; check: Check; name: string | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  switch (told.kind) {
    case 'person':
      return <Right title={t('check.person', { name: told.bearer.name })}>{t('check.person.next')}</Right>;
    case 'wrong-person':
      return (
        <Stop title={name === undefined ? t('check.nobody') : t('check.wrongPerson', { name })}>
          <p>{t(name === undefined ? 'check.nobody.do' : 'check.wrongPerson.do')}</p>
          <Button variant="secondary" onClick={check.asked}>
            {name === undefined ? t('check.again') : t('check.asked', { name })}
          </Button>
        </Stop>
      );
    case 'person-first':
      return <Note>{t('check.personFirst')}</Note>;
    case 'not-ready':
      return <Note>{t('check.notReady')}</Note>;
    case 'misread':
      return <Note>{t('check.misread')}</Note>;
    case 'fits': {
      const { check: item, medicine } = told;
      const orders = check.targets.filter(({ order }) => told.orders.includes(order));
      const what = orders.map(({ medication }) => medication).join(', ');
      const more = [
        item.batch && t('check.batch', { batch: item.batch }),
        item.expiry && t('check.until', { date: shortDate(item.expiry, language) }),
      ].filter(Boolean);
      return (
        <Right title={t('check.fits', { what })}>
          {[medicine, ...more].join(' · ')}
          {item.fit === 'exchange' && <p className="ej-strong">{t('check.exchange', { medicine, what })}</p>}
        </Right>
      );
    }
    case 'wrong':
      return (
        <Stop title={t('check.wrong', { medicine: told.medicine })}>
          <p>
            {told.near === undefined
              ? t('check.wrong.substance')
              : t(`check.wrong.${told.fit === 'form' || told.fit === 'brand' ? told.fit : 'strength'}`, {
                  what: told.near.medication,
                })}
          </p>
          <p>{t('check.wrong.do')}</p>
        </Stop>
      );
    case 'expired':
      return (
        <Stop title={t('check.expired', { medicine: told.medicine, date: shortDate(told.expiry, language) })}>
          <p>{t('check.expired.do')}</p>
        </Stop>
      );
    case 'unknown':
      return (
        <Note>
          <p>
            <span className="ej-strong">{told.medicine ?? t('check.unknown')}.</span> {t('check.unknown.do')}
          </p>
          <div className="ej-check-acts">
            {check.targets.map(({ order, medication }) => (
              <Button key={order} variant="secondary" onClick={() => check.readByEye(order)}>
                {t('check.byEye', { what: medication })}
              </Button>
            ))}
          </div>
        </Note>
      );
  }
}

const Right = ({ title, children }: { title: string; children: ReactNode }) => (
  <div className="ej-check-answer" data-kind="right">
    <CheckmarkCircleFillIcon aria-hidden />
    <div>
      <div className="ej-strong">{title}</div>
      <div className="ej-meta">{children}</div>
    </div>
  </div>
);

const Stop = ({ title, children }: { title: string; children: ReactNode }) => (
  <div className="ej-check-answer" data-kind="stop">
    <XMarkOctagonFillIcon aria-hidden />
    <div>
      <div className="ej-strong">{title}</div>
      {children}
    </div>
  </div>
);

const Note = ({ children }: { children: ReactNode }) => (
  <div className="ej-check-answer" data-kind="note">
    <ExclamationmarkTriangleIcon aria-hidden />
    <div>{children}</div>
  </div>
);

/** Beside a dose: that its package was read. */
export function CheckedMark({ check, order }: { check: Check; order: string }) {
  const { t } = useTranslation();
  const item = check.itemOf(order);
  if (item === undefined) return null;
  return (
    <span className="ej-check-mark">
      {' · '}
      <span className="ej-nowrap">
        {item.fit === 'same' ? <CheckmarkCircleFillIcon aria-hidden /> : <InformationSquareIcon aria-hidden />}{' '}
        {t(item.fit === 'by-eye' ? 'check.mark.eye' : item.fit === 'exchange' ? 'check.mark.exchange' : 'check.mark')}
      </span>
    </span>
  );
}
