import type { AlarmV1 } from '@opsrunbook/contracts';
import { canonicalJson } from '@opsrunbook/core';
import { clockTime, quoted } from '../claim-text.ts';
import { entityOfDimensions, nameOfArn } from '../entity-name.ts';
import type { Investigation } from '../evidence-bundle.ts';
import type { Symptom } from '../flow/entity-signals.ts';
import { command, shellWord } from '../investigation-commands.ts';
import type { Draft } from '../statement.ts';
import { metricKind } from '../statistics/metric-kind.ts';

/** An alarm that fired in the window, and what it is about as far as its metric tells. */
export interface AlarmedEntity {
  readonly entity: string;
  readonly symptom: Symptom | undefined;
  readonly firedMs: number;
  readonly alarm: AlarmV1;
  readonly index: number;
  readonly transition: number;
}

/** Alarms that fired around the window, first fired first. */
export const alarmedEntities = ({ source, window, baseline }: Investigation): readonly AlarmedEntity[] => {
  const alarms = source('alarms')?.evidence.data.alarms ?? [];
  return alarms
    .flatMap((alarm, index) => {
      const transition = alarm.transitions.findIndex(
        ({ to, at_ms }) => to === 'ALARM' && at_ms >= baseline.startMs && at_ms < window.endMs,
      );
      const firedMs = alarm.transitions[transition]?.at_ms;
      if (firedMs === undefined) return [];
      const entity = entityOfDimensions(alarm.dimensions) ?? nameOfArn(alarm.name);
      return [{ entity, symptom: symptomOf(alarm), firedMs, alarm, index, transition }];
    })
    .sort((a, b) => a.firedMs - b.firedMs || (a.alarm.name < b.alarm.name ? -1 : 1));
};

const symptomOf = ({ metric }: AlarmV1): Symptom | undefined => {
  const kind = metric === null ? 'other' : metricKind(metric);
  if (kind === 'latency') return 'latency';
  return kind === 'failure' || kind === 'availability' ? 'failure' : undefined;
};

const MAX_ALARMS = 5;

/** Says which alarms fired, first one first. An alarm tells where trouble shows, not where it began. */
export const alarmsRule = (investigation: Investigation): readonly Draft[] => {
  const alarms = investigation.source('alarms');
  if (alarms === undefined) return [];
  return alarmedEntities(investigation)
    .slice(0, MAX_ALARMS)
    .map(({ entity, alarm, firedMs, index, transition }, place) => ({
      rule: 'alarm',
      entity,
      fact: canonicalJson([alarm.name]),
      role: 'alarm',
      claim: `Alarm ${quoted(alarm.name, 80)} fired at ${clockTime(firedMs)}${place === 0 ? ', first of all' : ''}: ${quoted(alarm.transitions[transition]?.reason ?? '', 100)}`,
      onsetMs: firedMs,
      confidence: 0.95,
      blame: 0,
      verdict: 'supported',
      supporting: [{ source: alarms, pointer: `/data/alarms/${index}/transitions/${transition}` }],
      action: command(
        'Read how the alarm’s state changed',
        `aws cloudwatch describe-alarm-history --alarm-name ${shellWord(alarm.name)} --history-item-type StateUpdate --max-items 10`,
        'shows whether it flaps and what value crossed which threshold',
      ),
    }));
};
