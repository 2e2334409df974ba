import type { KeyboardEvent, PointerEvent } from 'react';

type Props = {
  width: number;
  /** What the points are of, for who cannot see them. */
  label: string;
  /** Where each point stands, from the left. */
  places: readonly number[];
  textOf(index: number): string;
  picked: number | undefined;
  onPick(index: number | undefined): void;
};

/** A slider over the points: assistive technology reads each value, the pointer picks the nearest. */
export function PointPicker({ width, label, places, textOf, picked, onPick }: Props) {
  const last = places.length - 1;
  const current = Math.min(picked ?? last, last);
  const onKeyDown = (event: KeyboardEvent) => {
    const to = {
      ArrowLeft: current - 1,
      ArrowDown: current - 1,
      ArrowRight: current + 1,
      ArrowUp: current + 1,
      Home: 0,
      End: last,
    }[event.key];
    if (event.key === 'Escape') onPick(undefined);
    if (to === undefined || event.altKey || event.ctrlKey) return;
    event.preventDefault();
    onPick(Math.max(0, Math.min(last, to)));
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = ((event.clientX - box.left) / box.width) * width;
    let nearest = 0;
    for (const [index, place] of places.entries()) {
      if (Math.abs(place - at) < Math.abs((places[nearest] ?? 0) - at)) nearest = index;
    }
    onPick(nearest);
  };
  return (
    <div
      className="ej-chart-pointer ej-noprint"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={1}
      aria-valuemax={places.length}
      aria-valuenow={current + 1}
      aria-valuetext={textOf(current)}
      onKeyDown={onKeyDown}
      onFocus={() => onPick(current)}
      onBlur={() => onPick(undefined)}
      onPointerMove={onPointerMove}
      onPointerLeave={() => onPick(undefined)}
    />
  );
}
