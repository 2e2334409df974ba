/** How awake somebody is: alert, newly confused, answers to voice, answers to pain, does not answer. */
export type Consciousness = 'alert' | 'confused' | 'voice' | 'pain' | 'unresponsive';

/** What NEWS2 is reckoned from; what is not known is undefined. */
export type News2Values = {
  /** Per minute. */
  respiration: number | undefined;
  /** SpO₂, %. */
  saturation: number | undefined;
  /** Whether oxygen is given; false says that it is known that the air is that of the room. */
  onOxygen: boolean | undefined;
  /** mmHg. */
  systolic: number | undefined;
  /** Per minute. */
  pulse: number | undefined;
  consciousness: Consciousness | undefined;
  /** °C. */
  temperature: number | undefined;
};

export const news2Parts = [
  'respiration',
  'saturation',
  'onOxygen',
  'systolic',
  'pulse',
  'consciousness',
  'temperature',
] as const;
export type News2Part = (typeof news2Parts)[number];

export type News2 = {
  /** Of each part that is known. */
  points: Partial<Record<News2Part, number>>;
  missing: readonly News2Part[];
  /** 0–20; undefined while a part is missing: a partial sum looks like a score and is none. */
  total: number | undefined;
};

/**
 * NEWS2. Saturation is reckoned by scale 2 only where a doctor has decided so (target 88–92 %, danger of CO₂ retention).
 * @source Royal College of Physicians, National Early Warning Score (NEWS) 2, 2017
 */
export function news2Of(values: News2Values, scale: 1 | 2 = 1): News2 {
  const { respiration, saturation, onOxygen, systolic, pulse, consciousness, temperature } = values;
  const points: News2['points'] = {};
  if (respiration !== undefined) points.respiration = band(respiration, [8, 3], [11, 1], [20, 0], [24, 2]);
  // by scale 2 a high value is danger only when oxygen makes it so: until that is known, nothing is
  if (saturation !== undefined && (scale === 1 || saturation <= 92 || onOxygen !== undefined))
    points.saturation =
      scale === 2 ? scale2(saturation, onOxygen === true) : band(saturation, [91, 3], [93, 2], [95, 1], [100, 0]);
  if (onOxygen !== undefined) points.onOxygen = onOxygen ? 2 : 0;
  if (systolic !== undefined) points.systolic = band(systolic, [90, 3], [100, 2], [110, 1], [219, 0]);
  if (pulse !== undefined) points.pulse = band(pulse, [40, 3], [50, 1], [90, 0], [110, 1], [130, 2]);
  if (consciousness !== undefined) points.consciousness = consciousness === 'alert' ? 0 : 3;
  // the limits have one decimal: 38,04 is read as 38,0
  if (temperature !== undefined)
    points.temperature = band(Math.round(temperature * 10) / 10, [35, 3], [36, 1], [38, 0], [39, 1], [100, 2]);
  const missing = news2Parts.filter((part) => points[part] === undefined);
  const total = missing.length > 0 ? undefined : news2Parts.reduce((sum, part) => sum + points[part]!, 0);
  return { points, missing, total };
}

const scale2 = (saturation: number, onOxygen: boolean): number =>
  saturation <= 92 || !onOxygen
    ? band(saturation, [83, 3], [85, 2], [87, 1], [100, 0])
    : band(saturation, [94, 1], [96, 2], [100, 3]);

/** The points of the first band that a value is not above; three above them all. */
function band(value: number, ...bands: readonly (readonly [most: number, points: number])[]): number {
  return bands.find(([most]) => value <= most)?.[1] ?? 3;
}

export type Urgency = 'emergency' | 'urgent' | 'single' | 'low' | 'none';

/** What a score asks for: seven or more is an emergency, five or six is urgent, so is three in one part alone. */
export function urgencyOf(total: number, points: News2['points'] = {}): Urgency {
  if (total >= 7) return 'emergency';
  if (total >= 5) return 'urgent';
  if (Object.values(points).includes(3)) return 'single';
  return total > 0 ? 'low' : 'none';
}

const HOUR = 3_600_000;

/**
 * Within how long it is to be measured again, in ms; 0 says without a break.
 * @source RCP 2017, table 3: 0 at least each 12 hours, 1–4 each 4–6 hours, 3 in one part and 5–6 each hour, 7 continuously
 */
export const againWithin: Readonly<Record<Urgency, number>> = {
  emergency: 0,
  urgent: HOUR,
  single: HOUR,
  low: 6 * HOUR,
  none: 12 * HOUR,
};
