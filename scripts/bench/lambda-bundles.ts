import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { LAMBDA_BUNDLING } from '../../lib/lambda-bundling.ts';
import { ROOT } from '../repository.ts';

/** A bundle on disk and what it was made of. */
export interface Bundle {
  readonly file: string;
  /** Minified code, without its source map. */
  readonly bytes: number;
  /** Bytes each source file left in the bundle, by path from the repository's root. */
  readonly inputs: ReadonlyMap<string, number>;
}

/** A function's bundle, and one that holds its AWS clients only; none when it has no client. */
export interface BundlePair {
  readonly lambda: string;
  readonly own: Bundle;
  readonly clients: Bundle | undefined;
}

/** The functions there are, by their folders. */
export const lambdaNames = (): readonly string[] =>
  readdirSync(join(ROOT, 'lambdas')).filter((name) => existsSync(join(ROOT, 'lambdas', name, 'index.ts')));

/** Bundles a function as `cdk deploy` does, and its AWS clients alone in the same way. */
export const bundlePair = async (lambda: string, folder: string): Promise<BundlePair> => {
  const entryPoints = [join(ROOT, 'lambdas', lambda, 'index.ts')];
  const own = await bundled({ entryPoints }, join(folder, lambda, 'index.mjs'));
  const contents = clientsOnly(own);
  if (contents === undefined) return { lambda, own, clients: undefined };
  const stdin = { contents, resolveDir: join(ROOT, 'lambdas'), loader: 'ts' } as const;
  return { lambda, own, clients: await bundled({ stdin }, join(folder, `${lambda}-clients`, 'index.mjs')) };
};

/** The options of lib/lambda-bundling.ts in esbuild's own words, as NodejsFunction passes them on. */
const bundlingOptions = (): BuildOptions => {
  const { format, target, minify, sourceMap, sourcesContent, mainFields, banner } = LAMBDA_BUNDLING;
  return {
    bundle: true,
    platform: 'node',
    format: format ?? 'cjs',
    target: target ?? 'node24',
    minify: minify ?? false,
    sourcemap: sourceMap ?? false,
    sourcesContent: sourcesContent ?? true,
    mainFields: mainFields ?? [],
    banner: { js: banner ?? '' },
  };
};

const bundled = async (entry: BuildOptions, outfile: string): Promise<Bundle> => {
  const { metafile } = await build({
    ...bundlingOptions(),
    ...entry,
    outfile,
    metafile: true,
    logLevel: 'error',
    absWorkingDir: ROOT,
  });
  const output = Object.values(metafile?.outputs ?? {}).find(({ entryPoint }) => entryPoint !== undefined);
  const inputs = Object.entries(output?.inputs ?? {}).map(
    ([path, { bytesInOutput }]) => [path, bytesInOutput] as const,
  );
  return { file: outfile, bytes: output?.bytes ?? Number.NaN, inputs: new Map(inputs) };
};

const AWS_IMPORT = /import \{([^}]+)\} from '(@aws-sdk\/[^']+)'/g;

/** A module with every value our files import from the AWS SDK; clients are made with it, as the function does at its start. */
const clientsOnly = ({ inputs }: Bundle): string | undefined => {
  const imported = new Map<string, Set<string>>();
  for (const path of inputs.keys()) {
    if (path.includes('node_modules') || !path.endsWith('.ts')) continue;
    for (const [, names = '', from = ''] of readFileSync(join(ROOT, path), 'utf8').matchAll(AWS_IMPORT)) {
      const values = names.split(',').map((name) => name.trim());
      const kept = values.filter((name) => name !== '' && !name.startsWith('type '));
      imported.set(from, new Set([...(imported.get(from) ?? []), ...kept]));
    }
  }
  const used = [...imported].filter(([, names]) => names.size > 0);
  if (used.length === 0) return undefined;
  const clients = used.flatMap(([, names]) =>
    [...names].filter((name) => /^(?!DynamoDBDocument)\w+Client$/.test(name)),
  );
  return [
    ...used.map(([from, names]) => `import { ${[...names].join(', ')} } from '${from}';`),
    `export const clients = [${clients.map((name) => `new ${name}({})`).join(', ')}];`,
    `export { ${used.flatMap(([, names]) => [...names]).join(', ')} };`,
  ].join('\n');
};
