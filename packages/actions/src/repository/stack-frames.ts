/** One line of a stack trace: the file as the running program names it. */
export interface StackFrame {
  readonly path: string;
  readonly line: number | null;
}

/** Longer lines are no frames; the bound keeps every expression below linear. */
const MAX_LINE = 600;

/** Directories of libraries and runtimes: what lies there is nobody's repository. */
const LIBRARY =
  /(^|\/)(node_modules|site-packages|dist-packages|gems|pkg\/mod|vendor\/bundle|usr\/(local\/)?(lib|go)|var\/(runtime|lang)|\.m2)\//;

/** The application's frames in a text, in the order they appear, of Node, Python, Java, Go, .NET and Ruby traces. */
export const stackFrames = (text: string): readonly StackFrame[] =>
  unescaped(text)
    .split('\n')
    .flatMap((line) => (line.length > MAX_LINE ? [] : frameOf(line.trim())))
    .filter(({ path }) => !LIBRARY.test(path) && !path.startsWith('node:'));

/** Traces inside JSON carry their line ends and quotes escaped. */
const unescaped = (text: string): string =>
  text.replaceAll('\\r', '').replaceAll('\\n', '\n').replaceAll('\\t', ' ').replaceAll('\\"', '"');

const frameOf = (line: string): readonly StackFrame[] => {
  for (const read of [python, dotNet, java, node, ruby, go]) {
    const frame = read(line);
    if (frame !== undefined) return [{ ...frame, path: frame.path.replaceAll('\\', '/') }];
  }
  return [];
};

const frame = (path: string | undefined, line: string | undefined): StackFrame | undefined =>
  path === undefined || path === '' ? undefined : { path, line: line === undefined ? null : Number(line) };

/** `File "/var/task/app/pay.py", line 12, in handler` */
const python = (line: string) => {
  const match = /File "([^"]+\.py)", line (\d{1,7})/.exec(line);
  return frame(match?.[1], match?.[2]);
};

/** `at Shop.Pay.Charge(Order order) in /src/Shop/Pay.cs:line 12` */
const dotNet = (line: string) => {
  const match = /^at .* in (\S+\.(?:cs|fs|vb)):line (\d{1,7})$/.exec(line);
  return frame(match?.[1], match?.[2]);
};

/** `at com.example.shop.Pay$Inner.charge(Pay.java:12)`: the package is the folder. */
const java = (line: string) => {
  const match = /^at ([\w.$/@]+)\((\w+\.(?:java|kt|scala|groovy)):(\d{1,7})\)$/.exec(line);
  const [, method, file, at] = match ?? [];
  if (method === undefined || file === undefined) return undefined;
  const folders = (method.split('/').at(-1) ?? method).split('.').slice(0, -2);
  return frame([...folders, file].join('/'), at);
};

/** `at handler (/var/task/dist/pay.js:12:34)`, `at async file:///var/task/pay.mjs:12:34` */
const node = (line: string) => {
  if (!line.startsWith('at ')) return undefined;
  const place = line.slice(Math.max(line.lastIndexOf('('), line.lastIndexOf(' ')) + 1).replace(/\)$/, '');
  const match = /^(?:file:\/\/)?(.+\.[cm]?[jt]sx?):(\d{1,7}):\d{1,7}$/.exec(place);
  return frame(match?.[1], match?.[2]);
};

/** `/app/lib/pay.rb:12:in 'charge'` and the same after `from` */
const ruby = (line: string) => {
  const match = /^(?:from )?(\S+\.rb):(\d{1,7}):in /.exec(line);
  return frame(match?.[1], match?.[2]);
};

/** `/go/src/shop/pay.go:12 +0x1d` */
const go = (line: string) => {
  const match = /^(\S+\.go):(\d{1,7})(?: \+0x[0-9a-f]+)?$/.exec(line);
  return frame(match?.[1], match?.[2]);
};
