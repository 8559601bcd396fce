import type { Telemetry } from '@opsrunbook/local';
import { seeded } from '../seeded.ts';

type MetricData = Telemetry['metrics'];

/** Answers every metric with a point a period: a level with noise, which rises in the last third for one metric in ten. */
export const anyMetricData = (): MetricData => ({
  getMetricData: async ({ MetricDataQueries: queries = [], StartTime, EndTime }) => {
    const [startMs, endMs] = [StartTime?.getTime() ?? 0, EndTime?.getTime() ?? 0];
    return {
      MetricDataResults: queries.map(({ Id = '', MetricStat }, index) => {
        const periodMs = (MetricStat?.Period ?? 60) * 1000;
        const count = Math.floor((endMs - startMs) / periodMs);
        return {
          Id,
          StatusCode: 'Complete' as const,
          Timestamps: Array.from({ length: count }, (_, point) => new Date(startMs + point * periodMs)),
          Values: valuesOf(index, count),
        };
      }),
    };
  },
});

const valuesOf = (index: number, count: number): number[] => {
  const chance = seeded(index + 1);
  const level = 10 + chance.below(500);
  const rise = index % 10 === 0 ? level : 0;
  return Array.from({ length: count }, (_, point) => {
    const noise = (chance.next() - 0.5) * level * 0.1;
    return Number((level + noise + (point > (count * 2) / 3 ? rise : 0)).toFixed(4));
  });
};
