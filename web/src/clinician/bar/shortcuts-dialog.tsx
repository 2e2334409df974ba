import { Modal } from '@navikt/ds-react';
import { Fragment, useEffect, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { isTyping } from '../../shared/keyboard/is-typing.ts';
import { changeSettings, currentSettings, useSettings } from '../../shared/settings/settings.ts';

const shortcuts = [
  { keys: ['Ctrl K', '/'], does: 'keys.find' },
  { keys: ['Alt 1–9'], does: 'keys.section' },
  { keys: ['Alt N'], does: 'keys.note' },
  { keys: ['Alt W'], does: 'keys.workspace' },
  { keys: ['Ctrl Enter'], does: 'keys.sign' },
  { keys: ['Alt S'], does: 'keys.signNext' },
  { keys: ['↓ ↑', 'J K'], does: 'keys.next' },
  { keys: ['Enter'], does: 'keys.open' },
  { keys: ['Esc'], does: 'keys.escape' },
  { keys: ['?'], does: 'keys.help' },
] as const;

type Props = { open: boolean; onOpenChange: (open: boolean) => void };

/** Every shortcut that works on this page, and the switch for those of a single letter (WCAG 2.1.4). */
export function ShortcutsDialog({ open, onOpenChange }: Props) {
  const { t } = useTranslation();
  const { singleKeys } = useSettings();
  const help = useId();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '?' || isTyping(event) || !currentSettings().singleKeys) return;
      event.preventDefault();
      onOpenChange(true);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [onOpenChange]);
  return (
    <Modal
      open={open}
      onClose={() => onOpenChange(false)}
      header={{ heading: t('keys.title'), size: 'small' }}
      closeOnBackdropClick
    >
      <Modal.Body>
        <dl className="ej-keys">
          {shortcuts.map(({ keys, does }) => (
            <Fragment key={does}>
              <dt>
                {keys.map((key, index) => (
                  <Fragment key={key}>
                    {index > 0 && ` ${t('keys.or')} `}
                    <kbd className="ej-kbd">{key}</kbd>
                  </Fragment>
                ))}
              </dt>
              <dd>{t(does)}</dd>
            </Fragment>
          ))}
        </dl>
        <label className="ej-check-label">
          <input
            type="checkbox"
            checked={singleKeys}
            aria-describedby={help}
            onChange={(event) => changeSettings({ singleKeys: event.target.checked })}
          />
          {t('keys.single')}
        </label>
        <p className="ej-meta" id={help}>
          {t('keys.singleHelp')}
        </p>
      </Modal.Body>
    </Modal>
  );
}
