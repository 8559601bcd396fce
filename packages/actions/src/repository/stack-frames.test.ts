import { describe, expect, it } from '@jest/globals';
import { stackFrames } from './stack-frames.ts';

describe('stackFrames', () => {
  it.each([
    ['Node', '    at charge (/var/task/dist/pay.js:12:34)', '/var/task/dist/pay.js', 12],
    ['Node without a function', '    at /app/src/pay.ts:7:1', '/app/src/pay.ts', 7],
    ['Node modules', '    at async file:///var/task/pay.mjs:3:9', '/var/task/pay.mjs', 3],
    ['Python', '  File "/var/task/shop/pay.py", line 42, in handler', '/var/task/shop/pay.py', 42],
    ['Java', '\tat com.example.shop.Pay$Inner.charge(Pay.java:99)', 'com/example/shop/Pay.java', 99],
    ['Java with a module', '\tat app//com.example.Pay.charge(Pay.java:9)', 'com/example/Pay.java', 9],
    ['Kotlin', '\tat shop.PayKt.main(Pay.kt:5)', 'shop/Pay.kt', 5],
    ['Go', '\t/go/src/shop/pay.go:17 +0x1d', '/go/src/shop/pay.go', 17],
    ['.NET', '   at Shop.Pay.Charge(Order order) in /src/Shop/Pay.cs:line 8', '/src/Shop/Pay.cs', 8],
    ['Ruby', "/app/lib/pay.rb:21:in 'charge'", '/app/lib/pay.rb', 21],
    ['Ruby, called from', "\tfrom /app/lib/shop.rb:4:in `run'", '/app/lib/shop.rb', 4],
  ])('reads a frame of %s', (_, line, path, at) => {
    expect(stackFrames(`Error: broken\n${line}\n`)).toEqual([{ path, line: at }]);
  });

  it('reads traces whose line ends and quotes are escaped in JSON', () => {
    const logged = JSON.stringify({ trace: 'Traceback:\n  File "/var/task/pay.py", line 1, in x\nError: no' });
    expect(stackFrames(logged)).toEqual([{ path: '/var/task/pay.py', line: 1 }]);
  });

  it.each([
    '    at run (/var/task/node_modules/express/lib/router.js:1:1)',
    '    at node:internal/process/task_queues:95:5',
    '  File "/var/lang/lib/python3.13/site-packages/boto3/x.py", line 1, in y',
    '  File "/var/runtime/bootstrap.py", line 60, in <module>',
    '\t/usr/local/go/src/runtime/panic.go:884 +0x212',
    "/usr/lib/ruby/gems/3.3/gems/rack/x.rb:1:in 'call'",
    'a line about /app/pay.rb and pay.js:1:2 that is no frame',
  ])('leaves out libraries, runtimes and prose: %s', (line) => {
    expect(stackFrames(line)).toEqual([]);
  });

  it('takes a hostile line of any length in little time', () => {
    const started = performance.now();
    stackFrames(`at ${'('.repeat(200_000)}\n${'at a '.repeat(40_000)} in x.cs:line\n${'/a'.repeat(290)}.go:1`);
    expect(performance.now() - started).toBeLessThan(500);
  });
});
