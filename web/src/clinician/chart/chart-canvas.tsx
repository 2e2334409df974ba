import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWidth } from '../../shared/chart/use-width.ts';
import { shortDateTime } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { type Drawing, draw, type Hit } from './draw.ts';
import { clockAt } from './norway-time.ts';
import { blindPen, canvasPen, type Inks, inksOf } from './pen.ts';
import { neighbour, type Picked, readingOf } from './reading-order.ts';
import type { Scene } from './scene.ts';
import { lengthOf, panned, spanAround, zoomed } from './time-window.ts';
import { type SpanState, useGestures } from './use-span.ts';

export const axisHeight = 40;

type Props = {
  scene: Scene;
  state: SpanState;
  now: number;
  compact: boolean;
  picked: Picked | undefined;
  onPick: (picked: Picked | undefined) => void;
  /** Opens what is picked. */
  onOpen: () => void;
  /** Told in one sentence what the chart shows. */
  finding: string;
};

/** The lanes on one canvas, drawn anew at every movement; keys go from point to point, and each is read out. */
export function ChartCanvas({ scene, state, now, compact, picked, onPick, onOpen, finding }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useWidth(frame, false);
  const inks = useInks(frame);
  const height = axisHeight + scene.height;
  const { live, onMove, move } = state;

  const drawing = useMemo(
    (): Omit<Drawing, 'span'> => ({
      scene,
      width,
      now,
      axis: axisHeight,
      compact,
      picked,
      nowText: `${t('kurve.now')} ${shortDateTime(new Date(now).toISOString(), language).split(' ').at(-1)}`,
      dayName: (at) => dayName(at, t('kurve.weekdays')),
    }),
    [scene, width, now, compact, picked, t, language],
  );
  const context = useCallback(() => canvas.current?.getContext('2d', { alpha: false }) ?? undefined, []);

  useEffect(() => {
    const of = context();
    if (of === undefined || inks === undefined || canvas.current === null) return;
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    canvas.current.width = Math.round(width * ratio);
    canvas.current.height = Math.round(height * ratio);
    of.setTransform(ratio, 0, 0, ratio, 0, 0);
    const pen = canvasPen(of, inks);
    let asked = 0;
    const paint = () => {
      asked = 0;
      draw(pen, { ...drawing, span: live.current });
    };
    // once for each frame, however many movements come
    const stop = onMove(() => {
      asked ||= requestAnimationFrame(paint);
    });
    paint();
    // letters are measured again when the fonts have come
    void document.fonts?.ready.then(paint);
    return () => {
      stop();
      cancelAnimationFrame(asked);
    };
  }, [drawing, height, width, inks, live, onMove, context]);

  useGestures(frame, state, (x, y) => {
    const of = context();
    if (of === undefined || inks === undefined) return;
    const hits: Hit[] = [];
    const { measure } = canvasPen(of, inks);
    draw(blindPen(measure), { ...drawing, span: live.current, onHit: (hit) => hits.push(hit) });
    const found = hits
      .filter(({ left, right, top, bottom }) => x >= left && x <= right && y >= top && y <= bottom)
      .sort((a, b) => Math.abs((a.left + a.right) / 2 - x) - Math.abs((b.left + b.right) / 2 - x))[0];
    onPick(found && { lane: found.lane, at: found.reading.at });
    if (found) onOpen();
  });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.metaKey || event.ctrlKey) return;
    const span = live.current;
    const step = lengthOf(span) / 8;
    const moved = {
      '+': zoomed(span, 0.7, picked?.at ?? (span.from + span.to) / 2),
      '-': zoomed(span, 1 / 0.7, picked?.at ?? (span.from + span.to) / 2),
      PageUp: panned(span, -4 * step),
      PageDown: panned(span, 4 * step),
      ...(event.shiftKey ? { ArrowLeft: panned(span, -step), ArrowRight: panned(span, step) } : {}),
    }[event.key];
    if (moved !== undefined) {
      event.preventDefault();
      move(moved);
      return;
    }
    if (event.key === '0') move(spanAround(now, lengthOf(span)), true);
    else if (event.key === 'Escape') onPick(undefined);
    else if (event.key === 'Enter' || event.key === ' ') onOpen();
    else {
      const to = neighbour(scene, picked, event.key, span);
      if (to === undefined) return;
      onPick(to);
      if (to.at < span.from || to.at > span.to) move(panned(span, to.at - (span.from + span.to) / 2));
    }
    event.preventDefault();
  };

  const reading = readingOf(scene, picked);
  const said = reading
    ? `${reading.lane.name}, ${shortDateTime(new Date(reading.reading.at).toISOString(), language)}: ${reading.reading.text}`
    : finding;
  return (
    <div className="ej-kurve-frame" ref={frame}>
      <canvas ref={canvas} style={{ height }} role="img" aria-label={finding} />
      <div
        className="ej-kurve-reader"
        role="slider"
        tabIndex={0}
        aria-label={t('kurve.reader')}
        aria-describedby="kurve-keys"
        aria-valuemin={0}
        aria-valuemax={reading?.lane.readings.length ?? 0}
        aria-valuenow={reading ? reading.lane.readings.indexOf(reading.reading) + 1 : 0}
        aria-valuetext={said}
        onKeyDown={onKeyDown}
        style={{ height }}
      />
    </div>
  );
}

/** The theme's colours; read anew when it changes, by hand or with the system. */
function useInks(frame: React.RefObject<HTMLElement | null>): Inks | undefined {
  const [inks, setInks] = useState<Inks>();
  useEffect(() => {
    const read = () => frame.current && setInks(inksOf(frame.current));
    read();
    const observer = new MutationObserver(read);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['class', 'data-theme'] });
    return () => observer.disconnect();
  }, [frame]);
  return inks;
}

/** `tir 24.` */
export function dayName(at: number, weekdays: string): string {
  const clock = clockAt(at);
  return `${weekdays.split(' ')[clock.getUTCDay()]} ${clock.getUTCDate()}.`;
}
