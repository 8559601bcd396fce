import { describe, expect, it } from '@jest/globals';
import type { LogRowV1 } from '@opsrunbook/contracts';
import { buildBundle, logRow, logsEvidence } from '../../test/build-bundle.ts';
import { investigationOf } from '../evidence-bundle.ts';
import { errorTemplates } from './error-templates.ts';

const draftsOf = (rows: readonly LogRowV1[]) => errorTemplates(investigationOf(buildBundle([logsEvidence(rows)])));
const times = (count: number, minute: number, text: string) =>
  Array.from({ length: count }, (_, index) => logRow(minute + index / 10, `${text} ${index}`));

describe('errorTemplates', () => {
  it('finds an error that the baseline does not have, counts it and dates it', () => {
    const [draft] = draftsOf([logRow(-20, 'INFO fine'), ...times(3, 4, 'ERROR connection refused by host')]);
    expect(draft?.claim).toBe(
      '3 × “ERROR connection refused by host 0” in checkout from 12:04:00Z, not seen in the baseline',
    );
    expect(draft?.supporting).toHaveLength(3);
  });

  it('says nothing of errors at their usual rate, nor of lines without trouble', () => {
    expect(draftsOf([...times(20, -50, 'ERROR cache miss'), ...times(10, 1, 'ERROR cache miss')])).toEqual([]);
    expect(draftsOf(times(50, 1, 'INFO served request'))).toEqual([]);
  });

  it('takes four Poisson deviations over the baseline for a rise and no less', () => {
    // One line in each minute says what was read: six lines in 60 minutes make three expected in 30; 3 + 4 × √(3 + 1) = 11.
    const quiet = Array.from({ length: 90 }, (_, minute) => logRow(minute - 60, 'INFO alive'));
    const before = [...quiet, ...times(6, -50, 'ERROR cache miss')];
    expect(draftsOf([...before, ...times(10, 1, 'ERROR cache miss')])).toEqual([]);
    expect(draftsOf([...before, ...times(11, 1, 'ERROR cache miss')])).toHaveLength(1);
  });

  it('puts a query over the group and words of the template beside the statement', () => {
    const [draft] = draftsOf(times(3, 4, 'ERROR connection refused by host'));
    expect(draft?.action.body).toBe(
      [
        'fields @timestamp, @logStream, @message | filter @message like "ERROR connection refused by host" | sort @timestamp asc | limit 100',
        '# log group /aws/lambda/checkout, 2026-03-03T12:00:00.000Z to 2026-03-03T12:30:00.000Z',
      ].join('\n'),
    );
  });
});
