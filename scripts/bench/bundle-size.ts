import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Figure, Section, Table } from './figures.ts';
import { type Bundle, type BundlePair, bundlePair, lambdaNames } from './lambda-bundles.ts';
import { median } from './measure.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

const IMPORTS = 9;
const MOST = 1.3;

interface Measured extends BundlePair {
  readonly importMs: number;
  readonly clientsImportMs: number;
  /** Median over turns of this function's import over its clients' import. */
  readonly importRatio: number;
}

/** Size and import time of every function's bundle against one with its AWS clients only. */
export const bundleSize = (): Promise<Section> =>
  inTemporaryFolder(async (folder) => {
    const pairs = await Promise.all(lambdaNames().map((lambda) => bundlePair(lambda, folder)));
    const measured = pairs.map(withImportTimes);
    return {
      title: 'Lambda bundles',
      figures: measured.flatMap(figuresOf),
      tables: [sizesTable(measured), contentsTable(pairs)],
      notes: [
        `Imports are processor time in fresh processes with the deployed functions’ NODE_OPTIONS, bundle and clients in turns, medians of ${IMPORTS}; a function without a client has nothing to compare with.`,
      ],
    };
  });

const withImportTimes = (pair: BundlePair): Measured => {
  const own: number[] = [];
  const clients: number[] = [];
  for (let turn = 0; turn < IMPORTS; turn += 1) {
    own.push(importMs(pair.own));
    clients.push(pair.clients === undefined ? Number.NaN : importMs(pair.clients));
  }
  const ratios = own.map((ms, turn) => ms / (clients[turn] ?? Number.NaN));
  return { ...pair, importMs: median(own), clientsImportMs: median(clients), importRatio: median(ratios) };
};

/** Enough for every function's schema; nothing is called. */
const ENVIRONMENT = {
  NODE_OPTIONS: '--enable-source-maps',
  AWS_REGION: 'eu-central-1',
  STAGE: 'bench',
  ACCOUNT_ID: '123456789012',
  AUTOMATION_ENABLED_PARAMETER: '/bench/automation-enabled',
  SERVICE_NAME: 'bench',
  EVIDENCE_BUCKET: 'bench',
  EVENT_BUS_NAME: 'bench',
  INCIDENTS_TABLE: 'bench',
  SNAPSHOTS_TABLE: 'bench',
  PACKETS_TABLE: 'bench',
  STATE_MACHINE_ARN: 'arn:aws:states:eu-central-1:123456789012:stateMachine:bench',
  REDACTION_KEY_PARAMETER: '/bench/redaction-key',
};

const importMs = ({ file }: Bundle): number => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'import-once.ts'), file], {
    encoding: 'utf8',
    env: ENVIRONMENT,
  });
  if (status !== 0) throw new Error(`${file} could not be imported: ${stderr}`);
  return Number(stdout);
};

const figuresOf = ({ lambda, own, clients, importRatio }: Measured): readonly Figure[] =>
  clients === undefined
    ? []
    : [
        { name: `${lambda}, size`, value: own.bytes / clients.bytes, unit: '×', most: MOST },
        { name: `${lambda}, import`, value: importRatio, unit: '×', most: MOST },
      ];

const sizesTable = (measured: readonly Measured[]): Table => ({
  caption: 'Bundles',
  columns: ['Function', 'KB', 'clients KB', 'size ×', 'import ms', 'clients ms', 'import ×'],
  rows: measured.map(({ lambda, own, clients, ...times }) => [
    lambda,
    Math.round(own.bytes / 1000),
    ...(clients === undefined
      ? ['–', '–', Math.round(times.importMs), '–', '–']
      : [
          Math.round(clients.bytes / 1000),
          (own.bytes / clients.bytes).toFixed(2),
          Math.round(times.importMs),
          Math.round(times.clientsImportMs),
          times.importRatio.toFixed(2),
        ]),
  ]),
});

/** What bundles are made of, by the first pattern that a file's path matches. */
const CONTENTS: readonly (readonly [string, RegExp])[] = [
  ['AWS SDK', /node_modules\/(@aws-sdk|@smithy|@aws|mnemonist|obliterator)\//],
  ['zod', /node_modules\/zod\//],
  ['Powertools', /node_modules\/@aws-lambda-powertools\//],
  ['other packages', /node_modules\//],
  ['redaction', /packages\/evidence\/src\/redaction\//],
  ['our code', /^(packages|lambdas)\//],
  ['JSON', /^(config|docs)\//],
];

const contentsTable = (pairs: readonly BundlePair[]): Table => ({
  caption: 'What the bundles hold, in KB',
  columns: ['Function', ...CONTENTS.map(([name]) => name)],
  rows: pairs.map(({ lambda, own }) => [lambda, ...CONTENTS.map(([name]) => kilobytesOf(own, name))]),
});

const kilobytesOf = ({ inputs }: Bundle, content: string): number => {
  const belongs = ([path]: readonly [string, number]) =>
    CONTENTS.find(([, pattern]) => pattern.test(path))?.[0] === content;
  return Math.round([...inputs].filter(belongs).reduce((bytes, [, size]) => bytes + size, 0) / 1000);
};
