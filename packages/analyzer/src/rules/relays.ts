import { canonicalJson } from '@opsrunbook/core';
import { ANALYZER_CONFIG } from '../analyzer-config.ts';
import { figure } from '../claim-text.ts';
import type { Investigation } from '../evidence-bundle.ts';
import { command } from '../investigation-commands.ts';
import type { Draft } from '../statement.ts';
import { flowsOf } from './excess-flow.ts';

const { relaySigmas, relayShare, maxRelays } = ANALYZER_CONFIG.flow;

/** Says who only passes on what a callee does: clearly worse than usual, but the callees account for most of it. */
export const relaysRule = (investigation: Investigation): readonly Draft[] =>
  flowsOf(investigation).flatMap(({ symptom, entities }) =>
    entities
      .filter(({ significance, excess, own }) => significance >= relaySigmas && excess > 0 && own < relayShare * excess)
      .toSorted((a, b) => b.excess - a.excess || (a.entity < b.entity ? -1 : 1))
      .slice(0, maxRelays)
      .map(
        ({ entity, excess, own, signal, significance }): Draft => ({
          rule: 'relay',
          entity,
          fact: canonicalJson([symptom]),
          role: 'relay',
          claim: `${entity} passes on what it calls: callees account for ${figure(100 * Math.min(1, 1 - own / excess))} % of its extra ${symptom === 'latency' ? 'waiting' : 'failures'}`,
          onsetMs: null,
          confidence: significance ** 2 / (significance ** 2 + relaySigmas ** 2),
          blame: 0,
          verdict: 'likely',
          supporting: signal.citations,
          action: command(
            `Compare ${entity} with what it calls`,
            `aws xray get-service-graph --start-time ${new Date(investigation.window.startMs).toISOString()} --end-time ${new Date(investigation.window.endMs).toISOString()}`,
            'shows its own time and faults next to its callees’',
          ),
        }),
      ),
  );
