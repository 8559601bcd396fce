import { COLLECTOR_NAMES } from '@opsrunbook/contracts';
import { renderStage } from './render-packet.ts';

/**
 * Shows each stage as it finishes, but collectors, which finish in any order, together and in the order people read them: two
 * runs of one recording print the same.
 */
export const stagesInOrder = (show: (line: string) => void): ((stage: string, result: unknown) => void) => {
  const collected = new Map<string, string>();
  return (stage, result) => {
    if (COLLECTOR_NAMES.some((name) => name === stage)) {
      collected.set(stage, renderStage(stage, result));
      return;
    }
    for (const name of COLLECTOR_NAMES) {
      const line = collected.get(name);
      if (line !== undefined) show(line);
    }
    collected.clear();
    show(renderStage(stage, result));
  };
};
