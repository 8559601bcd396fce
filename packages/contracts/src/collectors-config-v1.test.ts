import { describe, expect, it } from '@jest/globals';
import { CollectorsConfigV1, collectorsOfStage, enabledCollectors } from './collectors-config-v1.ts';

const budget = { seconds: 30, bytes: 4096 };
const CONFIG = CollectorsConfigV1.parse({
  schema_version: '1',
  collectors: {
    traces: { enabled: true, budget, off_in: [{ stage: 'e2e', reason: 'no X-Ray there' }] },
    alarms: { enabled: true, budget },
    changes: { enabled: false, budget },
  },
});

describe('the collectors of a stage', () => {
  it('are those that are on and not off in that stage', () => {
    expect(enabledCollectors(collectorsOfStage(CONFIG, 'prod'))).toEqual(['traces', 'alarms']);
    expect(enabledCollectors(collectorsOfStage(CONFIG, 'e2e'))).toEqual(['alarms']);
  });

  it('keep their budgets, and switching one off needs a reason', () => {
    expect(collectorsOfStage(CONFIG, 'e2e').collectors.traces?.budget).toEqual(budget);
    const unexplained = { enabled: true, budget, off_in: [{ stage: 'e2e' }] };
    const config = { schema_version: '1', collectors: { traces: unexplained } };
    expect(CollectorsConfigV1.safeParse(config).success).toBe(false);
  });
});
