import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ActionsSwitches, withSwitches } from '@opsrunbook/actions';
import {
  ActionsConfigV1,
  CollectorsConfigV1,
  RedactionPolicyV1,
  RepoMappingV1,
  ServiceCatalogueV1,
} from '@opsrunbook/contracts';
import type { Clock } from '@opsrunbook/core';
import type { ActionsSetup, LocalSystemOptions } from '@opsrunbook/local';
import packageJson from '../package.json' with { type: 'json' };
import { type DestinationSettings, destinationsOf } from './local-destinations.ts';
import { ROOT } from './repository.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** Everything a local system takes from the checkout's configuration. */
export const localConfiguration = (): Pick<
  LocalSystemOptions,
  'policy' | 'catalogue' | 'collectors' | 'openApi' | 'version'
> => ({
  policy: RedactionPolicyV1.parse(JSON.parse(read('config/redaction.json'))),
  catalogue: ServiceCatalogueV1.parse(JSON.parse(read('config/services.json'))),
  collectors: CollectorsConfigV1.parse(JSON.parse(read('config/collectors.json'))),
  openApi: read('docs/openapi.json'),
  version: packageJson.version,
});

/** The machine's own redaction key, made on first use and readable by its owner only. */
export const machineRedactionKey = (dataFolder: string): string => {
  const path = join(dataFolder, 'redaction.key');
  if (!existsSync(path)) {
    mkdirSync(dataFolder, { recursive: true });
    writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  }
  return readFileSync(path, 'utf8');
};

/** A demo plans pull requests, which are off by default, so that all three actions can be seen. */
export const DEMO_SWITCHES: ActionsSwitches = { dryRun: true, pullRequests: true };

export interface LocalActionsOptions {
  readonly clock: Clock;
  readonly settings: DestinationSettings;
  readonly switches: ActionsSwitches;
  /** Off stops every action before its next request. */
  readonly isAutomationEnabled?: () => Promise<boolean>;
}

/** What the checkout's configuration says of actions, with the destinations and switches of this machine. */
export const localActions = ({
  clock,
  settings,
  switches,
  isAutomationEnabled = async () => true,
}: LocalActionsOptions): ActionsSetup => ({
  config: withSwitches(ActionsConfigV1.parse(JSON.parse(read('config/actions.json'))), switches),
  mapping: RepoMappingV1.parse(JSON.parse(read('config/repo_mapping.json'))),
  killSwitch: { isAutomationEnabled },
  ...destinationsOf(settings, clock),
});
