import { type RefObject, useLayoutEffect, useState } from 'react';

/** Until the page has said how wide it is. */
const firstWidth = 520;

/** The picture is drawn at the width it has, so that its text keeps its size on a phone as in a wide card. */
export function useWidth(frame: RefObject<HTMLDivElement | null>, hidden: boolean): number {
  const [width, setWidth] = useState(firstWidth);
  useLayoutEffect(() => {
    if (!frame.current || hidden) return;
    const observer = new ResizeObserver(([entry]) =>
      setWidth(Math.max(180, Math.round(entry?.contentRect.width ?? firstWidth))),
    );
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [frame, hidden]);
  return width;
}
