import type { Language, ScreenSettings } from '../../src/contract/screen/settings.ts';

/** Numbers, sizes, distances and times as the user reads them. */
export interface Formats {
  readonly number: (value: number) => string;
  /** Of a part between 0 and 1. */
  readonly percent: (part: number) => string;
  /** Powers of 1000, as disks and networks are sold. */
  readonly bytes: (bytes: number) => string;
  /** Bytes a second. */
  readonly rate: (bytesPerSecond: number) => string;
  /** Metres, rounded as one speaks of them at that length. */
  readonly distance: (metres: number) => string;
  /** Metres a second. */
  readonly speed: (metresPerSecond: number) => string;
  /** Seconds in at most two units: `1 hr 5 min`. */
  readonly duration: (seconds: number) => string;
  /** Seconds as `4:05`, for what counts down before one's eyes. */
  readonly countdown: (seconds: number) => string;
  /** Seconds that something took: `240 ms`, `1.2 s`. */
  readonly took: (seconds: number) => string;
  /** Hours and minutes of a day. */
  readonly time: (date: Date) => string;
  /** Seconds ago: `3 days ago`. */
  readonly ago: (seconds: number) => string;
  /** An amount in the currency's minor unit. */
  readonly price: (amount: number, currency: string) => string;
  /** A web address as one would read it aloud. */
  readonly address: (url: string) => string;
}

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Of a size: the unit that leaves one to three digits before the point. */
const scaled = (bytes: number): readonly [number, (typeof byteUnits)[number]] => {
  // 999.5 kB would be written as 1000 kB: it is 1 MB.
  const step = bytes < 999.5 ? 0 : Math.min(4, Math.floor(Math.log10(bytes / 0.9995) / 3));
  return [bytes / 1_000 ** step, byteUnits[step] ?? 'byte'];
};

const metresPerMile = 1_609.344;
const metresPerFoot = 0.3048;

/** The length in the unit that one would say, and the digits after its point. */
const measured = (metres: number, units: ScreenSettings['units']): readonly [number, string, number] => {
  if (units === 'metric') {
    if (metres < 100) return [Math.round(metres / 5) * 5, 'meter', 0];
    if (metres < 995) return [Math.round(metres / 10) * 10, 'meter', 0];
    return [metres / 1_000, 'kilometer', metres < 99_500 ? 1 : 0];
  }
  if (metres < metresPerMile / 10) return [Math.round(metres / metresPerFoot / 50) * 50, 'foot', 0];
  return [metres / metresPerMile, 'mile', metres < 99.5 * metresPerMile ? 1 : 0];
};

const agoSteps = [
  ['year', 365.25 * 86_400],
  ['month', 30.4375 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

const twoDigits = (value: number) => String(value).padStart(2, '0');

/** @param language of the words; @param units of lengths; @param clock of times of day */
export const createFormats = (
  language: Language,
  units: ScreenSettings['units'],
  clock: ScreenSettings['clock'],
): Formats => {
  const number = new Intl.NumberFormat(language);
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  const kept = new Map<string, Intl.NumberFormat>();
  const inUnit = (value: number, unit: string, digits: number, unitDisplay: 'short' | 'long' = 'short') => {
    const key = `${unit} ${digits} ${unitDisplay}`;
    const format =
      kept.get(key) ??
      new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay, maximumFractionDigits: digits });
    kept.set(key, format);
    return format.format(value);
  };
  const inBytes = (bytes: number, perSecond: boolean) => {
    const [value, unit] = scaled(Math.max(0, bytes));
    const digits = unit === 'byte' || value >= 99.95 ? 0 : 1;
    // The short form of the smallest unit has no plural of its own.
    const display = unit === 'byte' && !perSecond ? 'long' : 'short';
    return inUnit(value, perSecond ? `${unit}-per-second` : unit, digits, display);
  };
  const time = new Intl.DateTimeFormat(language, {
    hour: clock === '24-hour' ? '2-digit' : 'numeric',
    minute: '2-digit',
    hourCycle: clock === '24-hour' ? 'h23' : 'h12',
  });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  return {
    number: (value) => number.format(value),
    percent: (part) => percent.format(part),
    bytes: (bytes) => inBytes(bytes, false),
    rate: (bytesPerSecond) => inBytes(bytesPerSecond, true),
    distance: (metres) => inUnit(...measured(Math.max(0, metres), units)),
    speed: (metresPerSecond) =>
      units === 'metric'
        ? inUnit(Math.round(metresPerSecond * 3.6), 'kilometer-per-hour', 0)
        : inUnit(Math.round((metresPerSecond * 3_600) / metresPerMile), 'mile-per-hour', 0),
    duration: (seconds) => {
      if (seconds < 59.5) return inUnit(Math.max(0, Math.round(seconds)), 'second', 0);
      const minutes = Math.round(seconds / 60);
      if (minutes < 60) return inUnit(minutes, 'minute', 0);
      const rest = minutes % 60;
      const hours = inUnit(Math.floor(minutes / 60), 'hour', 0);
      return rest === 0 ? hours : `${hours} ${inUnit(rest, 'minute', 0)}`;
    },
    countdown: (seconds) => {
      const whole = Math.max(0, Math.ceil(seconds));
      const minutes = Math.floor(whole / 60);
      if (minutes < 60) return `${minutes}:${twoDigits(whole % 60)}`;
      return `${Math.floor(minutes / 60)}:${twoDigits(minutes % 60)}:${twoDigits(whole % 60)}`;
    },
    took: (seconds) => (seconds < 0.9995 ? inUnit(seconds * 1_000, 'millisecond', 0) : inUnit(seconds, 'second', 1)),
    time: (date) => time.format(date),
    ago: (seconds) => {
      const step = agoSteps.find(([, size]) => seconds >= size);
      return step === undefined
        ? relative.format(0, 'minute')
        : relative.format(-Math.floor(seconds / step[1]), step[0]);
    },
    address: (url) => url.replace(/^https?:\/\//u, '').replace(/\/$/u, ''),
    price: (amount, currency) => {
      const format = new Intl.NumberFormat(language, { style: 'currency', currency });
      return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
    },
  };
};
