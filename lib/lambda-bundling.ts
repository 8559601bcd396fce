import { type BundlingOptions, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';

/**
 * How every function is bundled: one minified ES module with the AWS SDK inside, so that what was tested is what runs, whatever
 * SDK the managed runtime carries. Source maps keep stack traces readable; sources are left out of them, they are in the repository.
 */
export const LAMBDA_BUNDLING: BundlingOptions = {
  format: OutputFormat.ESM,
  target: 'node24',
  minify: true,
  sourceMap: true,
  sourcesContent: false,
  bundleAwsSDK: true,
  // esbuild prefers CommonJS for Node; the SDK's ES modules are the ones it can shake.
  mainFields: ['module', 'main'],
  // CommonJS dependencies inside an ES module call `require` for Node's own modules.
  banner: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
};
