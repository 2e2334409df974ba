import { useTranslation } from 'react-i18next';
import { changeSettings, useSettings } from '../../shared/settings/settings.ts';

const [least, most, step] = [400, 720, 20];
const within = (width: number) => Math.round(Math.min(most, Math.max(least, width)));

/** The edge between the record and the workspace: drawn by pointer, or moved by the arrow keys. */
export function WorkspaceResizer() {
  const { t } = useTranslation();
  const { workspaceWidth } = useSettings();
  const onPointerDown = (event: React.PointerEvent<HTMLDivElement>) => {
    event.preventDefault();
    const handle = event.currentTarget;
    handle.setPointerCapture(event.pointerId);
    const onMove = ({ clientX }: PointerEvent) =>
      changeSettings({ workspaceWidth: within(document.documentElement.clientWidth - clientX) });
    handle.addEventListener('pointermove', onMove);
    handle.addEventListener('lostpointercapture', () => handle.removeEventListener('pointermove', onMove), {
      once: true,
    });
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const change = event.key === 'ArrowLeft' ? step : event.key === 'ArrowRight' ? -step : 0;
    if (change === 0) return;
    event.preventDefault();
    changeSettings({ workspaceWidth: within(workspaceWidth + change) });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that can be moved is no <hr>
    <div
      className="ej-workspace-edge"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t('workspace.resize')}
      aria-valuemin={least}
      aria-valuemax={most}
      aria-valuenow={workspaceWidth}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
    />
  );
}
