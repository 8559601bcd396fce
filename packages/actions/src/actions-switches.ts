import type { ActionsConfigV1 } from '@opsrunbook/contracts';

/** What a deployment may decide over `config/actions.json`; undefined leaves the file's value. */
export interface ActionsSwitches {
  readonly dryRun?: boolean | undefined;
  readonly pullRequests?: boolean | undefined;
  readonly confidenceThreshold?: number | undefined;
}

/** The configuration with a deployment's switches; a destination that is not configured stays so. */
export const withSwitches = (config: ActionsConfigV1, switches: ActionsSwitches): ActionsConfigV1 => ({
  ...config,
  dry_run: switches.dryRun ?? config.dry_run,
  github: config.github && {
    ...config.github,
    enabled: switches.pullRequests ?? config.github.enabled,
    confidence_threshold: switches.confidenceThreshold ?? config.github.confidence_threshold,
  },
});
