/** The middle of the values (mean of the two middle ones); NaN of none. */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted.length >> 1;
  const high = sorted[upper] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : (high + (sorted[upper - 1] ?? Number.NaN)) / 2;
};

/** The value below which this share of the values lies, interpolated between neighbours (Hyndman and Fan 1996, type 7); NaN of none. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? low;
  return low + (high - low) * (at - Math.floor(at));
};

/** 1.4826 makes the median absolute deviation of a normal distribution its standard deviation. */
const MAD_TO_SIGMA = 1.4826;

/** Standard deviation estimated from the median absolute deviation; 0 of fewer than three values, which tell nothing. */
export const robustSigma = (values: readonly number[], centre = median(values)): number =>
  values.length < 3 ? 0 : MAD_TO_SIGMA * median(values.map((value) => Math.abs(value - centre)));

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
