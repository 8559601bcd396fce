import { describe, expect, it } from '@jest/globals';
import { ERROR_PATTERN } from './error-pattern.ts';
import { queryTexts } from './queries.ts';

const isError = (line: string): boolean => new RegExp(ERROR_PATTERN).test(line);

describe('ERROR_PATTERN', () => {
  it.each([
    '2026-03-03T12:00:00.000Z\t8f5b1c1e-7d3a-4f1e-9a53-1f0f7c2f9c55\tERROR\tInvoke Error \t{"errorType":"TypeError"}',
    '[ERROR] KeyError: \'order_id\'\nTraceback (most recent call last):\n  File "/var/task/app.py", line 12',
    '2026-03-03T12:00:00.000Z 8f5b1c1e Task timed out after 3.01 seconds',
    'RequestId: 8f5b Error: Runtime exited with error: signal: killed\nRuntime.ExitError',
    'REPORT RequestId: 8f5b Duration: 3000.00 ms Billed Duration: 3000 ms Status: timeout',
    '{"time":"2026-03-03T12:00:00Z","type":"platform.report","record":{"status":"timeout"}}',
    '{"level":"error","msg":"payment declined"}',
    '{"level":50,"msg":"payment declined"}',
    '{"severity": "CRITICAL", "message": "disk full"}',
    '{"message":"{\\"level\\": \\"error\\",\\"msg\\":\\"inner\\"}"}',
    'level=error msg="dial tcp 10.0.0.7:5432: connect: connection refused"',
    'time="2026-03-03" Level: Fatal',
    '2026/03/03 12:00:00 [error] 7#7: *1 upstream timed out',
    '[Tue Mar 03 12:00:00 2026] [core:crit] [pid 7] AH00051',
    'Exception in thread "main" java.lang.NullPointerException: Cannot invoke "Order.id()"',
    'com.amazonaws.services.dynamodbv2.model.ProvisionedThroughputExceededException: slow down',
    "TypeError: Cannot read properties of undefined (reading 'id')\n    at handler (/var/task/index.mjs:3:9)",
    'UnhandledPromiseRejection: Error: socket hang up',
    'panic: runtime error: index out of range [5] with length 3\n\ngoroutine 1 [running]:',
    "thread 'main' panicked at src/main.rs:4:5",
    'error: failed to push some refs',
    'SEVERE: Servlet.service() threw exception',
    'process exited with code 137',
    '10.0.0.1 - - [03/Mar/2026:12:00:00 +0000] "GET /orders HTTP/1.1" 503 0',
    '{"statusCode":502,"path":"/orders"}',
    '{"error":{"code":"InsufficientFunds"}}',
    'connect ECONNREFUSED 10.0.0.7:5432',
    'rpc failed: context deadline exceeded',
  ])('takes %j for an error line', (line) => expect(isError(line)).toBe(true));

  it.each([
    'START RequestId: 8f5b1c1e-7d3a-4f1e-9a53-1f0f7c2f9c55 Version: $LATEST',
    'REPORT RequestId: 8f5b Duration: 12.00 ms Billed Duration: 13 ms Memory Size: 512 MB Max Memory Used: 90 MB',
    '{"level":"info","msg":"order placed","error":null}',
    '{"level":30,"msg":"order placed","statusCode":200}',
    '{"isError":false,"errorCount":0,"lastError":""}',
    'level=info msg="0 errors, 3 warnings"',
    'finished without error',
    'no errors found; error rate 0.00 %',
    'registered NotFoundExceptionMapper',
    'process exited with code 0',
    '10.0.0.1 - - [03/Mar/2026:12:00:00 +0000] "GET /orders HTTP/1.1" 200 5031',
    'WARN retrying in 500 ms',
    'loaded Runtime.Version 8.0.1, severity filter off',
    'the last status: 200, took 503 ms',
  ])('leaves %j alone', (line) => expect(isError(line)).toBe(false));

  it('fits into a query: no slash that would end the literal, no line break, and a text far below 10,000 characters', () => {
    expect(ERROR_PATTERN).not.toMatch(/[/\n]/);
    expect(queryTexts.errors(100_000).length).toBeLessThan(4_000);
  });
});
