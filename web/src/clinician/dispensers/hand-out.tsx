import { Button, TextField } from '@navikt/ds-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reference } from '../../shared/fhir/types.ts';
import { saidOf } from '../../shared/fhir/write.ts';
import { useKept } from '../../shared/session/kept.ts';
import { tellDone } from '../../shared/ui/done.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { usePrescriber } from '../medication/use-prescriber.ts';
import { type Dispenser, dispenserName, handedOut } from './contents.ts';
import { useDispenserWrite } from './use-dispensers.ts';

/** A dispenser is handed out to whose record it is: by the number that stands on it. */
export function HandOutForm({ id, unit, onClose }: { id: string; unit: Reference | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const { unit: own } = usePrescriber();
  const saving = useDispenserWrite(id);
  const [serial, setSerial] = useKept('dispenser serial', '');
  const [isTold, setTold] = useState(false);
  const refused = saidOf(saving.error, []);
  const submit = () => {
    setTold(true);
    if (serial.trim() === '') return;
    const device = handedOut(id, serial.trim(), t('dispenser.name'), own);
    saving.mutate(
      { resources: [device] },
      {
        onSuccess() {
          tellDone(t('dispenser.handedOut', { what: dispenserName(device) }));
          setSerial('');
          onClose();
        },
      },
    );
  };
  return (
    <form
      className="ej-prescription-send"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <TextField
        label={t('dispenser.serial')}
        description={t('dispenser.serialHelp')}
        size="small"
        autoComplete="off"
        autoFocus
        maxLength={60}
        htmlSize={24}
        value={serial}
        error={isTold && serial.trim() === '' ? t('dispenser.serialMissing') : refused[0]?.text}
        onChange={(event) => {
          setSerial(event.target.value);
          saving.reset();
        }}
      />
      <p className="ej-meta">
        {unit?.display === undefined ? t('dispenser.tellsNone') : t('dispenser.tells', { unit: unit.display })}
      </p>
      {saving.error && refused.length === 0 && <FailureNotice error={saving.error} />}
      <div className="ej-prescription-acts">
        <Button type="submit" size="small" className="ej-xs" loading={saving.isPending}>
          {t('dispenser.confirmHandOut')}
        </Button>
        <Button type="button" size="small" className="ej-xs" variant="tertiary" onClick={onClose}>
          {t('dispenser.cancel')}
        </Button>
      </div>
    </form>
  );
}

type HandInProps = { id: string; device: Dispenser; isEmpty: boolean; onClose: () => void };

/** A dispenser is handed in when nothing lies in it. */
export function HandIn({ id, device, isEmpty, onClose }: HandInProps) {
  const { t } = useTranslation();
  const saving = useDispenserWrite(id);
  const handIn = () =>
    saving.mutate(
      { resources: [{ ...device, status: 'inactive' } as Dispenser] },
      {
        onSuccess() {
          tellDone(t('dispenser.handedIn', { what: dispenserName(device) }));
          onClose();
        },
      },
    );
  return (
    <div className="ej-card-body ej-noprint">
      <p>{t(isEmpty ? 'dispenser.handInSure' : 'dispenser.notEmpty', { what: dispenserName(device) })}</p>
      {saving.error && <FailureNotice error={saving.error} />}
      <div className="ej-prescription-acts">
        {isEmpty && (
          <Button type="button" size="small" className="ej-xs" loading={saving.isPending} onClick={handIn}>
            {t('dispenser.confirmHandIn')}
          </Button>
        )}
        <Button type="button" size="small" className="ej-xs" variant="tertiary" onClick={onClose}>
          {t('dispenser.cancel')}
        </Button>
      </div>
    </div>
  );
}
