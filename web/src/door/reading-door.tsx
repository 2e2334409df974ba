import { Button, TextField } from '@navikt/ds-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { openWithCode, readableUntil } from '../shared/reading/reading.ts';

/** Asks for the code that opens what was read on this device. Not there when nothing is. */
export default function ReadingDoor() {
  const { t } = useTranslation();
  const [state, setState] = useState<'unknown' | 'shut' | 'opening' | 'wrong' | 'gone'>('unknown');
  const [code, setCode] = useState('');
  useEffect(() => {
    void readableUntil().then((until) => until !== undefined && setState('shut'));
  }, []);
  if (state === 'unknown') return null;
  if (state === 'gone') return <p role="alert">{t('door.read.gone')}</p>;
  const open = async () => {
    setState('opening');
    const became = await openWithCode(code);
    setCode('');
    if (became !== 'open') setState(became);
  };
  return (
    <form
      className="ej-door-read"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (code !== '' && state !== 'opening') void open();
      }}
    >
      <h2>{t('door.read.title')}</h2>
      <p>{t('door.read.text')}</p>
      <TextField
        label={t('door.read.code')}
        type="password"
        autoComplete="off"
        value={code}
        error={state === 'wrong' && t('door.read.wrong')}
        onChange={(event) => setCode(event.target.value)}
      />
      <Button type="submit" loading={state === 'opening'}>
        {t('door.read.open')}
      </Button>
    </form>
  );
}
