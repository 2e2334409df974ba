import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { useKept } from '../../shared/session/kept.ts';
import { lengthOf, panned, type Span, spanOfPreset, zoomed } from './time-window.ts';

export type SpanState = {
  /** What is seen at this moment: it moves at every frame, and nothing is rendered by it. */
  live: RefObject<Span>;
  /** What was seen when moving last paused: what is fetched, and what words are about. */
  settled: Span;
  /** Moves what is seen; `atOnce` where it is not one of many steps. */
  move: (span: Span, atOnce?: boolean) => void;
  /** Told of every movement. */
  onMove: (listener: () => void) => () => void;
};

/** After so long without moving, what is seen is fetched. */
const settleMs = 120;

export function useSpan(now: number): SpanState {
  const [settled, settle] = useKept<Span>('kurve span', () =>
    spanOfPreset(window.innerWidth < 700 ? '24h' : '48h', now),
  );
  const live = useRef(settled);
  const listeners = useRef(new Set<() => void>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [, tick] = useState(0);
  const move = useCallback(
    (span: Span, atOnce = false) => {
      live.current = span;
      for (const listener of listeners.current) listener();
      clearTimeout(timer.current);
      const done = () => {
        settle(live.current);
        tick((count) => count + 1);
      };
      if (atOnce) done();
      else timer.current = setTimeout(done, settleMs);
    },
    [settle],
  );
  useEffect(() => () => clearTimeout(timer.current), []);
  const onMove = useCallback((listener: () => void) => {
    listeners.current.add(listener);
    return () => void listeners.current.delete(listener);
  }, []);
  return { live, settled, move, onMove };
}

/** Wheel, drag, pinch: what moves and zooms the span on an element. A press that does not move is a click there. */
export function useGestures(
  element: RefObject<HTMLElement | null>,
  state: SpanState,
  onClick: (x: number, y: number) => void,
): void {
  const { live, move } = state;
  const click = useRef(onClick);
  click.current = onClick;
  useEffect(() => {
    const of = element.current;
    if (of === null) return;
    const touches = new Map<number, number>();
    let moved = 0;
    const msPerPx = () => lengthOf(live.current) / Math.max(1, of.clientWidth);
    const at = (clientX: number) => live.current.from + (clientX - of.getBoundingClientRect().left) * msPerPx();
    const onWheel = (event: WheelEvent) => {
      const isZoom = event.ctrlKey || event.metaKey || event.altKey;
      const sideways = event.shiftKey ? event.deltaY : event.deltaX;
      // the page scrolls by the wheel as everywhere; with Ctrl (and a pinch on a pad) it zooms, sideways it moves
      if (!isZoom && Math.abs(sideways) <= Math.abs(event.shiftKey ? 0 : event.deltaY)) return;
      event.preventDefault();
      if (isZoom)
        move(zoomed(live.current, Math.exp(event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0025)), at(event.clientX)));
      else move(panned(live.current, sideways * msPerPx()));
    };
    const onDown = (event: PointerEvent) => {
      if (event.button !== 0) return;
      if (touches.size === 0) moved = 0;
      touches.set(event.pointerId, event.clientX);
      of.setPointerCapture(event.pointerId);
    };
    const onPointerMove = (event: PointerEvent) => {
      const before = touches.get(event.pointerId);
      if (before === undefined) return;
      const others = [...touches].filter(([pointer]) => pointer !== event.pointerId);
      moved += Math.abs(event.clientX - before);
      if (others.length === 0) {
        if (moved > 4) move(panned(live.current, (before - event.clientX) * msPerPx()));
      } else {
        const [, other] = others[0]!;
        const [was, is] = [Math.max(20, Math.abs(before - other)), Math.max(20, Math.abs(event.clientX - other))];
        move(zoomed(live.current, was / is, at((event.clientX + other) / 2)));
      }
      touches.set(event.pointerId, event.clientX);
    };
    const onUp = (event: PointerEvent) => {
      if (!touches.delete(event.pointerId) || event.type === 'pointercancel' || touches.size > 0 || moved > 4) return;
      const box = of.getBoundingClientRect();
      click.current(event.clientX - box.left, event.clientY - box.top);
    };
    of.addEventListener('wheel', onWheel, { passive: false });
    of.addEventListener('pointerdown', onDown);
    of.addEventListener('pointermove', onPointerMove);
    of.addEventListener('pointerup', onUp);
    of.addEventListener('pointercancel', onUp);
    return () => {
      of.removeEventListener('wheel', onWheel);
      of.removeEventListener('pointerdown', onDown);
      of.removeEventListener('pointermove', onPointerMove);
      of.removeEventListener('pointerup', onUp);
      of.removeEventListener('pointercancel', onUp);
    };
  }, [element, live, move]);
}
