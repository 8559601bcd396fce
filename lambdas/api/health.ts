import {
  COLLECTOR_NAMES,
  type CollectorsConfigV1,
  type HealthV1,
  type ServiceCatalogueV1,
} from '@opsrunbook/contracts';

/** One setting of the deployment: whether it is there, and what happens without it. Never its value. */
export interface SettingProbe {
  readonly name: string;
  readonly isSet: () => Promise<boolean>;
  readonly withoutIt: string;
}

export interface HealthOptions {
  readonly stage: string;
  readonly version: string;
  readonly collectors: CollectorsConfigV1;
  readonly catalogue: ServiceCatalogueV1;
  readonly settings: readonly SettingProbe[];
}

/** Answers `GET /health`: what is on, what is missing and what that means. */
export const createHealth =
  ({ stage, version, collectors, catalogue, settings }: HealthOptions) =>
  async (): Promise<HealthV1> => {
    const probed = await Promise.all(
      settings.map(async ({ name, isSet, withoutIt }) => {
        const set = await isSet();
        return { name, state: set ? ('set' as const) : ('missing' as const), effect: set ? 'in use' : withoutIt };
      }),
    );
    return {
      status: probed.every(({ state }) => state === 'set') ? 'ok' : 'degraded',
      stage,
      version,
      collectors: COLLECTOR_NAMES.map((collector) => ({
        collector,
        enabled: collectors.collectors[collector]?.enabled === true,
      })),
      services: Object.keys(catalogue.services).sort(),
      settings: probed,
    };
  };
