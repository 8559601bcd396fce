/**
 * Who may import whom (docs/architecture.md, "Rooms and import rules"). Each rule says what a room may reach; everything else of this
 * repository is forbidden to it. Packages outside the repository are listed where they are confined.
 */
const inRepository = '^(bin|lib|lambdas|packages|scripts|test)/';

/** A room that may import only these places of this repository; its own is among them. */
const only = (name, room, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: room, pathNot: '(\\.test|test-setup)\\.ts$' },
  to: { path: inRepository, pathNot: allowed.join('|') },
});

const src = (name) => `^packages/${name}/`;
const base = [src('contracts'), src('core'), src('evidence')];

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    only('contracts-stand-alone', src('contracts'), [src('contracts')], 'contracts know zod only'),
    only('core-stands-alone', src('core'), [src('core')], 'core knows nothing'),
    only('evidence-is-pure', src('evidence'), base, 'evidence knows contracts and core'),
    only(
      'orchestration-is-pure',
      src('orchestration'),
      [src('orchestration'), src('contracts'), src('core')],
      'orchestration knows contracts and core',
    ),
    only(
      'analyzer-is-pure',
      src('analyzer'),
      [src('analyzer'), ...base],
      'the analyzer sees evidence, never where it came from',
    ),
    only('stores-keep-evidence', src('stores'), [src('stores'), ...base], 'stores know what they keep'),
    only(
      'collectors-read-one-source',
      '^packages/collectors/([^/]+)/',
      ['^packages/collectors/$1/', ...base],
      'a collector never knows another',
    ),
    only(
      'actions-are-pure',
      src('actions'),
      [src('actions'), ...base],
      'actions decide and order; providers and tables are behind their ports',
    ),
    only(
      'outbound-knows-no-provider',
      src('outbound'),
      [src('outbound'), src('actions'), ...base],
      'the way out is the same for every destination',
    ),
    only(
      'destinations-write-to-one-provider',
      '^packages/destinations/([^/]+)/',
      ['^packages/destinations/$1/', src('outbound'), src('actions'), ...base],
      'a destination never knows another',
    ),
    only(
      'runtime-is-the-lambda-side',
      src('runtime'),
      [src('runtime'), src('contracts'), src('core')],
      'runtime knows contracts and core',
    ),
    only(
      'lambdas-never-know-each-other',
      '^lambdas/([^/]+)/',
      ['^lambdas/$1/', '^packages/(?!testing/|local/)', '^config/', '^docs/openapi\\.json$'],
      'a lambda takes packages, never another lambda, lib, testing or local',
    ),
    only(
      'bundle-reads-what-was-stored',
      src('bundle'),
      [src('bundle'), src('analyzer'), src('actions'), ...base],
      'the bundle knows how packets and plans are proved, never where they are kept',
    ),
    only(
      'local-is-not-for-tests',
      src('local'),
      ['^packages/(?!testing/)', '^lambdas/'],
      'local runs the handlers; it never takes fakes',
    ),
    {
      name: 'lib-composes',
      comment: 'lib and bin know contracts, orchestration, and the types of environments',
      severity: 'error',
      from: { path: '^(lib|bin)/', pathNot: '\\.test\\.ts$' },
      to: {
        path: inRepository,
        pathNot: ['^(lib|bin)/', src('contracts'), src('orchestration'), '^lambdas/[^/]+/env\\.ts$'].join('|'),
      },
    },
    {
      name: 'lib-takes-environments-as-types',
      severity: 'error',
      from: { path: '^(lib|bin)/' },
      to: { path: '^lambdas/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'testing-is-for-tests',
      severity: 'error',
      from: {
        path: inRepository,
        pathNot: ['\\.test\\.ts$', '^test/', src('testing'), 'test-setup\\.ts$', '^scripts/'].join('|'),
      },
      to: { path: src('testing') },
    },
    {
      name: 'cdk-stays-in-infrastructure',
      severity: 'error',
      from: { pathNot: '^(lib|bin|test/infra)/' },
      to: { path: '(^|/)aws-cdk-lib(/|$)|(^|/)cdk-nag(/|$)' },
    },
    {
      name: 'pure-rooms-have-no-sdk',
      severity: 'error',
      from: {
        path: '^packages/(contracts|core|evidence|orchestration|analyzer|actions|bundle)/',
        pathNot: '\\.test\\.ts$',
      },
      to: { path: '@aws-sdk/|@aws-lambda-powertools/|^(node:)?(fs|net|http|https|child_process)(/|$)' },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(cdk\\.out|\\.opsrunbook|\\.venv)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.json', '.d.ts'],
    },
  },
};
