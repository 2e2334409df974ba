import { SpeakerSoundWave2Icon, StopFillIcon } from '@navikt/aksel-icons';
import { useRouterState } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readable, speak, stopSpeaking } from './speech.ts';

/** Reads the page aloud, from its title on, until it is stopped or another page is opened. */
export function ReadAloud() {
  const { t } = useTranslation();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const [isReading, setReading] = useState(false);
  const stop = useCallback(() => {
    stopSpeaking();
    setReading(false);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is another text
  useEffect(() => stop, [path, stop]);
  if (!('speechSynthesis' in window)) return null;
  const read = () => {
    setReading(true);
    speak(readable(document.querySelector('#content')), () => setReading(false));
  };
  const Icon = isReading ? StopFillIcon : SpeakerSoundWave2Icon;
  return (
    <button type="button" className="ej-c-read" onClick={isReading ? stop : read}>
      <Icon aria-hidden />
      {t(isReading ? 'me.read.stop' : 'me.read')}
    </button>
  );
}
