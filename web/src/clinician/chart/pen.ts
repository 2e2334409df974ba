import type { ReactNode } from 'react';

/** What something is drawn with; the names are of the theme, so that the same drawing is dark, light and on paper. */
export type Ink =
  | 'page'
  | 'grid'
  | 'strong'
  | 'text'
  | 'meta'
  | 'first'
  | 'second'
  | 'accent'
  | 'accent-contrast'
  | 'warning'
  | 'warning-soft'
  | 'danger'
  | 'danger-contrast'
  | 'neutral'
  | 'intake'
  | 'output'
  | 'future';
export type Inks = Readonly<Record<Ink, string>>;

export type Stroke = { ink: Ink; width?: number; dash?: readonly number[] };
export type Fill = { fill?: Ink; stroke?: Ink; width?: number; radius?: number };
export type Lettering = { ink?: Ink; bold?: boolean; anchor?: 'start' | 'middle' | 'end'; size?: number };

/** Draws in px from the top left. Points are flat: `x, y, x, y …`. */
export type Pen = {
  /** One line through all of the points. */
  line(points: readonly number[], stroke: Stroke): void;
  /** A line for each two points. */
  segments(points: readonly number[], stroke: Stroke): void;
  rect(x: number, y: number, width: number, height: number, fill: Fill): void;
  circles(points: readonly number[], radius: number, fill: Fill): void;
  /** @param y of the middle of the letters */
  text(x: number, y: number, text: string, lettering?: Lettering): void;
  measure(text: string, bold?: boolean): number;
};

/** As tokens of the design; read anew when the theme changes. */
const tokens: Readonly<Record<Ink, string>> = {
  page: '--ej-card',
  grid: '--ej-line',
  strong: '--ax-border-neutral',
  text: '--ax-text-neutral',
  meta: '--ej-meta',
  first: '--ej-chart-1',
  second: '--ej-chart-2',
  accent: '--ax-bg-accent-strong',
  'accent-contrast': '--ax-text-accent-contrast',
  warning: '--ej-chart-2',
  'warning-soft': '--ax-bg-warning-moderate',
  danger: '--ax-bg-danger-strong',
  'danger-contrast': '--ax-text-danger-contrast',
  neutral: '--ax-bg-neutral-moderate',
  intake: '--ej-chart-4',
  output: '--ej-kurve-out',
  future: '--ej-kurve-future',
};

export function inksOf(element: Element): Inks {
  const style = getComputedStyle(element);
  const entries = Object.entries(tokens).map(([ink, token]) => [ink, style.getPropertyValue(token).trim() || '#000']);
  return Object.fromEntries(entries) as Inks;
}

/** Black on white, with shapes instead of colours. */
export const paper: Inks = {
  page: '#fff',
  grid: '#ccc',
  strong: '#666',
  text: '#000',
  meta: '#222',
  first: '#000',
  second: '#000',
  accent: '#000',
  'accent-contrast': '#fff',
  warning: '#000',
  'warning-soft': '#ddd',
  danger: '#000',
  'danger-contrast': '#fff',
  neutral: '#fff',
  intake: '#888',
  output: '#ddd',
  future: '#f4f4f4',
};

const family = '"Source Sans 3", sans-serif';
const fontOf = ({ bold, size = 12 }: Lettering): string => `${bold ? 600 : 400} ${size}px ${family}`;

export function canvasPen(context: CanvasRenderingContext2D, inks: Inks): Pen {
  const strokeWith = ({ ink, width = 1, dash = [] }: Stroke): void => {
    context.strokeStyle = inks[ink];
    context.lineWidth = width;
    context.setLineDash(dash as number[]);
    context.stroke();
  };
  const paint = ({ fill, stroke, width = 1 }: Fill): void => {
    if (fill !== undefined) {
      context.fillStyle = inks[fill];
      context.fill();
    }
    if (stroke !== undefined) strokeWith({ ink: stroke, width });
  };
  const widths = widthsOf(context);
  return {
    line(points, stroke) {
      context.beginPath();
      for (let i = 0; i < points.length; i += 2) context.lineTo(points[i]!, points[i + 1]!);
      strokeWith(stroke);
    },
    segments(points, stroke) {
      context.beginPath();
      for (let i = 0; i < points.length; i += 4) {
        context.moveTo(points[i]!, points[i + 1]!);
        context.lineTo(points[i + 2]!, points[i + 3]!);
      }
      strokeWith(stroke);
    },
    rect(x, y, width, height, fill) {
      context.beginPath();
      if (fill.radius === undefined) context.rect(x, y, width, height);
      else context.roundRect(x, y, width, height, fill.radius);
      paint(fill);
    },
    circles(points, radius, fill) {
      context.beginPath();
      for (let i = 0; i < points.length; i += 2) {
        context.moveTo(points[i]! + radius, points[i + 1]!);
        context.arc(points[i]!, points[i + 1]!, radius, 0, 2 * Math.PI);
      }
      paint(fill);
    },
    text(x, y, text, lettering = {}) {
      context.font = fontOf(lettering);
      context.fillStyle = inks[lettering.ink ?? 'text'];
      context.textAlign = lettering.anchor === 'middle' ? 'center' : (lettering.anchor ?? 'start');
      context.textBaseline = 'middle';
      context.fillText(text, x, y);
    },
    measure: widths,
  };
}

/** How wide words are; each is measured once. */
function widthsOf(context: CanvasRenderingContext2D): Pen['measure'] {
  return (text, bold = false) => {
    const key = `${bold} ${text}`;
    const known = measured.get(key);
    if (known !== undefined) return known;
    context.font = fontOf({ bold });
    const { width } = context.measureText(text);
    if (measured.size > 5_000) measured.clear();
    measured.set(key, width);
    return width;
  };
}
const measured = new Map<string, number>();

/** Draws nothing, and knows how wide words are: to find what stands where. */
export function blindPen(measure: Pen['measure']): Pen {
  const nothing = () => undefined;
  return { line: nothing, segments: nothing, rect: nothing, circles: nothing, text: nothing, measure };
}

/** What {@link svgPen} has drawn. */
export type Drawn = {
  tag: 'path' | 'rect' | 'text';
  key: number;
  attributes: Record<string, string | number>;
  text?: ReactNode;
};

/** The same drawing as shapes, sharp at any size: for paper. */
export function svgPen(inks: Inks, measure: Pen['measure']): { pen: Pen; drawn: Drawn[] } {
  const drawn: Drawn[] = [];
  const put = (tag: Drawn['tag'], attributes: Drawn['attributes'], text?: string) =>
    void drawn.push({ tag, key: drawn.length, attributes, ...(text === undefined ? {} : { text }) });
  const stroked = ({ ink, width = 1, dash }: Stroke): Drawn['attributes'] => ({
    fill: 'none',
    stroke: inks[ink],
    strokeWidth: width,
    ...(dash === undefined ? {} : { strokeDasharray: dash.join(' ') }),
  });
  const painted = ({ fill, stroke, width = 1 }: Fill): Drawn['attributes'] => ({
    fill: fill === undefined ? 'none' : inks[fill],
    ...(stroke === undefined ? {} : { stroke: inks[stroke], strokeWidth: width }),
  });
  const at = (points: readonly number[], i: number) => `${round(points[i]!)} ${round(points[i + 1]!)}`;
  const every = (points: readonly number[], by: number, draw: (i: number) => string) =>
    Array.from({ length: points.length / by }, (_, n) => draw(n * by)).join('');
  const pen: Pen = {
    line: (points, stroke) =>
      put('path', { d: every(points, 2, (i) => `${i === 0 ? 'M' : 'L'}${at(points, i)}`), ...stroked(stroke) }),
    segments: (points, stroke) =>
      put('path', { d: every(points, 4, (i) => `M${at(points, i)}L${at(points, i + 2)}`), ...stroked(stroke) }),
    rect: (x, y, width, height, fill) =>
      put('rect', {
        x: round(x),
        y: round(y),
        width: round(width),
        height: round(height),
        rx: fill.radius ?? 0,
        ...painted(fill),
      }),
    circles: (points, r, fill) =>
      put('path', {
        d: every(
          points,
          2,
          (i) =>
            `M${round(points[i]! - r)} ${round(points[i + 1]!)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`,
        ),
        ...painted(fill),
      }),
    text: (x, y, text, { ink = 'text', bold, anchor = 'start', size = 12 } = {}) =>
      put(
        'text',
        {
          x: round(x),
          y: round(y),
          fill: inks[ink],
          fontWeight: bold ? 600 : 400,
          fontSize: size,
          textAnchor: anchor,
          dominantBaseline: 'central',
        },
        text,
      ),
    measure,
  };
  return { pen, drawn };
}

const round = (value: number): number => Math.round(value * 10) / 10;
