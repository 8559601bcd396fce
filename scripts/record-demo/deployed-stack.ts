const SERVICE_FOLDER = /(?:file:\/\/)?\/[^\s()]*\/lambdas\/generate-logs\//;

/**
 * An error's stack as it would read where the service is deployed: its folder is `/var/task`, and frames of the recorder, which
 * stands in for Lambda's runtime, are left out.
 */
export const deployedStack = ({ stack = '' }: { readonly stack?: string | undefined }): readonly string[] =>
  stack
    .split('\n')
    .filter((line) => !/^\s+at /.test(line) || SERVICE_FOLDER.test(line))
    .map((line) => line.replace(SERVICE_FOLDER, 'file:///var/task/'));
