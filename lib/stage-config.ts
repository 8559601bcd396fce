import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { type ActionsSettings, actionsProblems, CAREFUL_ACTIONS } from './actions-settings.ts';

export const STAGE_NAMES = ['dev', 'prod', 'e2e'] as const;
export type StageName = (typeof STAGE_NAMES)[number];

/** Who may call the API: principals of the account by SigV4, or holders of a token of one issuer for one of the audiences. */
export type ApiAuthorization =
  | { readonly kind: 'iam' }
  | { readonly kind: 'jwt'; readonly issuer: string; readonly audience: readonly string[] };

/** A resource type that a stage does without, because what it deploys to cannot provision it. */
export interface LeftOutResource {
  readonly type: 'AWS::Events::Archive' | 'AWS::Logs::MetricFilter';
  readonly reason: string;
}

/** Everything in which stages differ. Constructs read these values and never a stage's name. */
export interface StageConfig {
  readonly name: StageName;
  readonly architecture: 'arm64' | 'x86_64';
  /** Tables, bucket and logs outlive the stack, and the stack refuses to be deleted. */
  readonly retainData: boolean;
  readonly logRetention: RetentionDays;
  /** How long evidence and packets are kept. */
  readonly evidenceDays: number;
  /** How long events can be replayed from the archive. */
  readonly archiveDays: number;
  readonly apiRate: { readonly perSecond: number; readonly burst: number };
  readonly authorization: ApiAuthorization;
  readonly actions: ActionsSettings;
  /** Whether the deliberately failing demo service is deployed beside the product. */
  readonly demoService: boolean;
  /** Where people read docs/runbook.md; alarms link to its articles. A path of the repository until an operator publishes it. */
  readonly runbookUrl: string;
  readonly leftOut: readonly LeftOutResource[];
}

const COMMON = {
  architecture: 'arm64',
  authorization: { kind: 'iam' },
  // A report is one request and polling one every few seconds: fifty responders at once stay below this.
  apiRate: { perSecond: 25, burst: 50 },
  runbookUrl: 'docs/runbook.md',
  actions: CAREFUL_ACTIONS,
  leftOut: [],
} as const;

const STAGES: Readonly<Record<StageName, StageConfig>> = {
  dev: {
    ...COMMON,
    name: 'dev',
    retainData: false,
    logRetention: RetentionDays.TWO_WEEKS,
    evidenceDays: 30,
    archiveDays: 7,
    demoService: true,
  },
  prod: {
    ...COMMON,
    name: 'prod',
    retainData: true,
    logRetention: RetentionDays.THREE_MONTHS,
    // Thirteen months: last year's incident of the same season is still there to compare with.
    evidenceDays: 396,
    archiveDays: 90,
    demoService: false,
    // Two, for two incidents at once; a new account's quota of 10 allows none (Service Quotas, "Concurrent executions").
    actions: { ...CAREFUL_ACTIONS, reservedConcurrency: 2 },
  },
  e2e: {
    ...COMMON,
    name: 'e2e',
    retainData: false,
    logRetention: RetentionDays.ONE_DAY,
    evidenceDays: 30,
    archiveDays: 1,
    demoService: true,
    // Its destinations are the fakes of packages/local, on the same machine.
    actions: { ...CAREFUL_ACTIONS, pullRequests: true, loopback: true },
    leftOut: [
      {
        type: 'AWS::Events::Archive',
        reason: 'ministack 1.4.21 answers "Unsupported resource type" and rolls the whole deployment back',
      },
      {
        type: 'AWS::Logs::MetricFilter',
        reason: 'ministack 1.4.21 has none either; the alarms on what they would count are there and stay silent',
      },
    ],
  },
};

/** The stage of this name. Throws a TypeError that names every problem when there is no such stage or its data is wrong. */
export const stageConfig = (name: string): StageConfig => {
  const known = STAGE_NAMES.find((stage) => stage === name);
  if (known === undefined) {
    throw new TypeError(`there is no stage "${name}"; expected one of ${STAGE_NAMES.join(', ')} (cdk -c stage=dev)`);
  }
  return validStage(STAGES[known]);
};

/** The stage itself when its data makes sense. Throws a TypeError that names every problem. */
export const validStage = (stage: StageConfig): StageConfig => {
  const problems = [
    ...(['evidenceDays', 'archiveDays'] as const).flatMap((days) => wholeNumber(days, stage[days])),
    ...wholeNumber('apiRate.perSecond', stage.apiRate.perSecond),
    ...wholeNumber('apiRate.burst', stage.apiRate.burst),
    ...(stage.apiRate.burst < stage.apiRate.perSecond ? ['apiRate.burst is below apiRate.perSecond'] : []),
    ...authorizationProblems(stage.authorization),
    ...actionsProblems(stage.actions),
    ...(stage.retainData && stage.actions.loopback ? ['actions.loopback is on beside data that is retained'] : []),
    ...(stage.retainData && stage.demoService ? ['demoService is on beside data that is retained'] : []),
    ...(stage.retainData && stage.leftOut.length > 0 ? ['leftOut is not empty although data is retained'] : []),
  ];
  if (problems.length > 0) throw new TypeError(`stage ${stage.name}: ${problems.join('; ')}`);
  return stage;
};

/** Whether the stage has resources of this type. */
export const provisions = (stage: StageConfig, type: LeftOutResource['type']): boolean =>
  !stage.leftOut.some((leftOut) => leftOut.type === type);

const wholeNumber = (name: string, value: number): readonly string[] =>
  Number.isInteger(value) && value > 0 ? [] : [`${name} is ${value}, expected a whole number above 0`];

const authorizationProblems = (authorization: ApiAuthorization): readonly string[] => {
  if (authorization.kind === 'iam') return [];
  const { issuer, audience } = authorization;
  return [
    ...(URL.parse(issuer)?.protocol === 'https:' ? [] : [`the JWT issuer "${issuer}" is not an https address`]),
    ...(audience.length > 0 ? [] : ['the JWT audience is empty: every token of the issuer would be let in']),
  ];
};
