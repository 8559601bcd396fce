import { describe, expect, it } from '@jest/globals';
import { suspectedFiles } from './source-files.ts';

const PATHS = [
  'src/pay.ts',
  'src/orders/index.ts',
  'src/stock/index.ts',
  'src/main/java/com/example/shop/Pay.java',
  'services/shop/pay.py',
  'handler.js',
  'a b/strange.ts',
];

const filesOf = (path: string, line: number | null = 7) => suspectedFiles([{ path, line }], PATHS);

describe('suspectedFiles', () => {
  it.each([
    ['a built file to its source, whose line is another', '/var/task/dist/pay.js', 'src/pay.ts', null],
    ['a file by its folder', '/var/task/dist/orders/index.js', 'src/orders/index.ts', null],
    ['a Java class by its package', 'com/example/shop/Pay.java', 'src/main/java/com/example/shop/Pay.java', 7],
    ['a file at its own path', '/app/services/shop/pay.py', 'services/shop/pay.py', 7],
    ['a file at the root', '/var/task/handler.js', 'handler.js', 7],
  ])('leads %s', (_, frame, path, line) => {
    expect(filesOf(frame)).toEqual([{ path, line, frames: 1 }]);
  });

  it.each([
    ['two files end alike', '/var/task/index.js'],
    ['nothing ends so', '/var/task/missing.py'],
    ['only the name agrees although the folder is told', '/elsewhere/deep/pay.py'],
    ['the path could not stand in a link', '/app/a b/strange.ts'],
  ])('leads nowhere when %s', (_, frame) => {
    expect(filesOf(frame)).toEqual([]);
  });

  it('counts frames, puts the most named first, and shows ten', () => {
    const frames = ['src/pay.ts', 'src/orders/index.ts', 'src/orders/index.ts'].map((path) => ({ path, line: 1 }));
    expect(suspectedFiles(frames, PATHS).map(({ path, frames: count }) => [path, count])).toEqual([
      ['src/orders/index.ts', 2],
      ['src/pay.ts', 1],
    ]);
    const many = Array.from({ length: 20 }, (_, index) => `src/f${index}.ts`);
    const named = many.map((path) => ({ path, line: 1 }));
    expect(suspectedFiles(named, many)).toHaveLength(10);
  });
});
