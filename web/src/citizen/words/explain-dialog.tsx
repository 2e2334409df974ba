import { SpeakerSoundWave2Icon } from '@navikt/aksel-icons';
import { useEffect, useId, useRef } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { useLanguage, useRecordLanguage } from '../../shared/i18n/use-language.ts';
import { speak, stopSpeaking } from '../frame/speech.ts';
import { type Explained, nameIn, textIn } from './entry.ts';

/** What a word means, over the page, at the thumb on a phone; Esc or a touch outside closes it. */
export function ExplainDialog({ of, onClose }: { of: Explained; onClose: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    dialog.current?.showModal();
    return stopSpeaking;
  }, []);
  const own = useRecordLanguage(language);
  const name = nameIn(of, language);
  const text = textIn(of, language);
  return createPortal(
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes a dialog already
    <dialog
      ref={dialog}
      className="ej-c-explain"
      aria-labelledby={id}
      aria-describedby={`${id}-text`}
      onClose={onClose}
      onClick={({ target }) => target === dialog.current && dialog.current.close()}
    >
      <div>
        <h2 id={id} {...own}>
          {name}
        </h2>
        <p id={`${id}-text`} {...own}>
          {text}
        </p>
        <div className="ej-c-explain-acts">
          {'speechSynthesis' in window && (
            <button
              type="button"
              className="ej-c-button"
              onClick={() =>
                speak(
                  [name, text].map((one) => ({ text: one, lang: language })),
                  () => undefined,
                )
              }
            >
              <SpeakerSoundWave2Icon aria-hidden />
              {t('me.read')}
            </button>
          )}
          <button type="button" className="ej-c-button" data-kind="primary" onClick={() => dialog.current?.close()}>
            {t('me.close')}
          </button>
        </div>
      </div>
    </dialog>,
    document.querySelector('.ej-citizen') ?? document.body,
  );
}
