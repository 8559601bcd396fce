import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createMetricsCollector } from '@opsrunbook/collector-cloudwatch-metrics';
import { createStepFunctionsCollector } from '@opsrunbook/collector-step-functions';
import { type CollectorName, CollectorsConfigV1, collectorBudget } from '@opsrunbook/contracts';
import { baselineFor, createBudgetMeter, resolveScope, windowMs, windowProblems } from '@opsrunbook/evidence';
import { frozenClock, loadRecording, recordedTelemetry } from '@opsrunbook/local';
import { ROOT } from './repository.ts';

const RECORDINGS = join(ROOT, 'recordings');
const NAMES = readdirSync(RECORDINGS).filter((name) => statSync(join(RECORDINGS, name)).isDirectory());
const CONFIG = CollectorsConfigV1.parse(JSON.parse(readFileSync(join(ROOT, 'config/collectors.json'), 'utf8')));

const played = async (name: string) => {
  const recording = await loadRecording(join(RECORDINGS, name));
  const { report, catalogue } = recording;
  const windows = { window: windowMs(report.time_window), baseline: windowMs(baselineFor(report.time_window)) };
  const scope = resolveScope(catalogue.services[report.service], report.hints);
  const meter = (collector: CollectorName) => createBudgetMeter(collectorBudget(CONFIG, collector), () => 60_000);
  const clock = frozenClock(recording.recordedNow);
  const telemetry = recordedTelemetry(recording);
  const metrics = createMetricsCollector({ client: telemetry.metrics, clock });
  const workflows = createStepFunctionsCollector({ client: telemetry.executions, clock });
  return {
    recording,
    windows,
    metrics: await metrics.collect(windows, scope, meter('cloudwatch-metrics')),
    workflows: await workflows.collect(windows, scope, meter('step-functions')),
  };
};

describe.each(NAMES)('recording %s', (name) => {
  const files = readdirSync(join(RECORDINGS, name)).map((file) => join(RECORDINGS, name, file));

  it('is small enough to be cloned with the sources', () => {
    expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(600 * 1024);
  });

  it('names no place of the machine it was made on', () => {
    for (const file of files) expect(readFileSync(file, 'utf8')).not.toMatch(/\/(work|home|Users|tmp)\/|node_modules/);
  });

  it('reports a window that can be investigated at its own time', async () => {
    const { report, recordedNow } = await loadRecording(join(RECORDINGS, name));
    expect(windowProblems(report.time_window, new Date(recordedNow))).toEqual([]);
  });

  it('answers every metric it is asked for, within the budget', async () => {
    const { metrics } = await played(name);
    expect(metrics.reasons).toEqual([]);
    expect(metrics.answered).toBe(metrics.asked);
    expect(metrics.data.series.length).toBeGreaterThan(20);
  });
});

describe('the checkout recording', () => {
  it('fails in one state, for one reason, on three tries, and never before the settings changed', async () => {
    const { workflows } = await played('checkout-failure');
    const { counts, executions } = workflows.data;
    expect(counts.find(({ status }) => status === 'FAILED')).toMatchObject({ window: executions.length, baseline: 0 });
    for (const execution of executions) {
      expect(execution).toMatchObject({
        failing_state: 'Charge card',
        failing_resource: 'payment-charge',
        error: 'TypeError',
        retries: 2,
      });
      expect(execution.failed_ms).toBeGreaterThan(Date.parse('2026-03-03T12:08:12Z'));
    }
  });

  it('has errors of the payment function in the window far beyond its baseline', async () => {
    const { metrics, windows } = await played('checkout-failure');
    const errors = metrics.data.series.find(
      ({ metric, dimensions }) => metric === 'Errors' && dimensions.FunctionName === 'payment-charge',
    );
    const sum = (from: number, to: number) =>
      (errors?.times_ms ?? []).reduce(
        (all, time, i) => all + (time >= from && time < to ? (errors?.values[i] ?? 0) : 0),
        0,
      );
    const before = sum(windows.baseline.startMs, windows.baseline.endMs);
    expect(sum(windows.window.startMs, windows.window.endMs)).toBeGreaterThan(10 * before);
  });

  it('holds a red herring as loud before as during the incident, and secrets to find', async () => {
    const { recording, windows } = await played('checkout-failure');
    const herring = recording.logs.filter(({ message }) => message.includes('price refresh failed'));
    const during = herring.filter(({ at_ms }) => at_ms >= windows.window.startMs).length;
    expect(Math.abs(herring.length - 2 * during)).toBeLessThanOrEqual(1);
    expect(recording.canaries.map(({ kind }) => kind)).toEqual([
      'bearer',
      'aws-secret',
      'password-url',
      'email',
      'card',
    ]);
  });
});
