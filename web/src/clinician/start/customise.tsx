import { Button, Modal } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import type { useLayout } from './use-layout.ts';

type Props = { layout: ReturnType<typeof useLayout>; onClose: () => void };

/** Which cards there are, and in what order; seen at once behind the dialog. */
export default function Customise({ layout, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Modal open onClose={onClose} header={{ heading: t('start.customise'), size: 'small' }} width="small">
      <Modal.Body>
        {layout.all.map((column, index) => (
          <fieldset key={column[0] ?? index} className="ej-start-choices">
            <legend>{t('start.column', { number: index + 1 })}</legend>
            {column.map((id, at) => {
              const title = t(`start.card.${id}`);
              return (
                <div key={id} className="ej-start-choice">
                  <label className="ej-check-label">
                    <input type="checkbox" checked={!layout.hidden.includes(id)} onChange={() => layout.toggle(id)} />
                    {title}
                  </label>
                  <Button
                    size="xsmall"
                    variant="tertiary"
                    disabled={at === 0}
                    aria-label={t('start.up', { title })}
                    onClick={() => layout.move(id, -1)}
                  >
                    ↑
                  </Button>
                  <Button
                    size="xsmall"
                    variant="tertiary"
                    disabled={at === column.length - 1}
                    aria-label={t('start.down', { title })}
                    onClick={() => layout.move(id, 1)}
                  >
                    ↓
                  </Button>
                </div>
              );
            })}
          </fieldset>
        ))}
      </Modal.Body>
      <Modal.Footer>
        <Button size="small" onClick={onClose}>
          {t('start.customise.done')}
        </Button>
        <Button size="small" variant="tertiary" onClick={layout.reset}>
          {t('start.customise.reset')}
        </Button>
      </Modal.Footer>
    </Modal>
  );
}
