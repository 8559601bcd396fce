import { describe, expect, it } from '@jest/globals';
import { segmentsOf } from './trace-segments.ts';

const START_MS = Date.parse('2026-03-03T12:00:00Z');
const SECONDS = START_MS / 1000;
const TRACE = '1-69a6cd40-000000000000000000000001';

const read = (...documents: readonly unknown[]) =>
  segmentsOf(
    {
      Id: TRACE,
      Segments: documents.map((one) => ({ Document: typeof one === 'string' ? one : JSON.stringify(one) })),
    },
    START_MS,
  );
const segment = (more: object = {}) => ({
  id: 'aaaaaaaaaaaaaaaa',
  name: 'pay',
  start_time: SECONDS + 1.000001,
  end_time: SECONDS + 1.5,
  ...more,
});

describe('the segments of a trace', () => {
  it('have times in milliseconds to the microsecond, and no parent at the root', () => {
    expect(read(segment({ fault: true })).segments).toEqual([
      {
        trace_id: TRACE,
        segment_id: 'aaaaaaaaaaaaaaaa',
        parent_id: null,
        period: 'window',
        service: 'pay',
        operation: 'pay',
        start_ms: START_MS + 1000.001,
        end_ms: START_MS + 1500,
        error: false,
        fault: true,
        throttle: false,
        exceptions: [],
      },
    ]);
  });

  it('hold subsegments at any depth, each with its parent and the service it is part of', () => {
    const deep = { id: 'cccccccccccccccc', name: 'DynamoDB', start_time: SECONDS + 3, aws: { operation: 'PutItem' } };
    const below = { id: 'bbbbbbbbbbbbbbbb', name: '## charge', start_time: SECONDS + 2, subsegments: [deep] };
    const { segments } = read(segment({ parent_id: 'ffffffffffffffff', subsegments: [below] }));
    expect(segments.map(({ parent_id, service, operation }) => [parent_id, service, operation])).toEqual([
      ['ffffffffffffffff', 'pay', 'pay'],
      ['aaaaaaaaaaaaaaaa', 'pay', '## charge'],
      ['bbbbbbbbbbbbbbbb', 'pay', 'DynamoDB PutItem'],
    ]);
    expect(segments[1]?.end_ms).toBe(segments[1]?.start_ms);
  });

  it('tell method, path and status of a request, never its host, credentials or query', () => {
    const url = 'https://user:hunter2@api.example.com/orders/7?token=s3cret#frag';
    const { segments } = read(segment({ http: { request: { method: 'POST', url }, response: { status: 429 } } }));
    expect(segments[0]).toMatchObject({ operation: 'POST /orders/7', http_status: 429 });
    expect(JSON.stringify(segments)).not.toMatch(/hunter2|s3cret|example\.com/);
  });

  it('keep nothing of annotations, metadata and SQL', () => {
    const { segments } = read(
      segment({
        annotations: { card: '4111' },
        metadata: { default: { body: 'canary' } },
        sql: { sanitized_query: 'SELECT canary', url: 'canary' },
        user: 'canary',
      }),
    );
    expect(JSON.stringify(segments)).not.toMatch(/canary|4111/);
  });

  it('carry exceptions with frames, innermost first', () => {
    const stack = [
      { path: '/var/task/charge.js', line: 12, label: 'charge' },
      { path: '/var/task/index.js' },
      { label: 'native' },
    ];
    const cause = {
      working_directory: '/var/task',
      exceptions: [{ id: 'x', type: 'TypeError', message: 'no', stack }],
    };
    expect(read(segment({ cause })).segments[0]?.exceptions).toEqual([
      {
        type: 'TypeError',
        message: 'no',
        frames: ['charge (/var/task/charge.js:12)', '/var/task/index.js', 'native ()'],
      },
    ]);
  });

  it('have no exception of their own where the cause is the id of one thrown below', () => {
    const below = {
      id: 'bbbbbbbbbbbbbbbb',
      name: 'charge',
      start_time: SECONDS + 2,
      cause: { exceptions: [{ id: 'e1', type: 'TypeError' }] },
    };
    const { segments, unreadable } = read(segment({ cause: 'e1', subsegments: [below] }));
    expect(segments.map(({ exceptions }) => exceptions.map(({ type }) => type))).toEqual([[], ['TypeError']]);
    expect(unreadable).toBe(0);
  });

  it('lose only what is malformed: a document cut off, a number for a name, a subsegment without a start', () => {
    const { segments, unreadable } = read(
      segment({ subsegments: [{ id: 'bbbbbbbbbbbbbbbb', name: 'charge' }, 'text'] }),
      '{"id":"cut off',
      segment({ id: 'dddddddddddddddd', name: 7 }),
      '[]',
    );
    expect(segments.map(({ segment_id }) => segment_id)).toEqual(['aaaaaaaaaaaaaaaa']);
    expect(unreadable).toBe(5);
  });

  it('belong to the baseline when the trace began before the window, all of them', () => {
    const early = segment({ id: 'eeeeeeeeeeeeeeee', start_time: SECONDS - 1 });
    expect(read(segment(), early).segments.map(({ period }) => period)).toEqual(['baseline', 'baseline']);
  });

  it('come in one order, whatever the order of the documents', () => {
    const other = segment({ id: 'bbbbbbbbbbbbbbbb' });
    expect(read(segment(), other).segments).toEqual(read(other, segment()).segments);
  });
});
