import diagnostics from 'node:diagnostics_channel';
import { ClientRequest } from 'node:http';
import { EvidenceV1 } from '@opsrunbook/contracts';
import type { Recording, Telemetry } from '@opsrunbook/local';
import { localRuns } from './local-runs.ts';

/** What one incident, from its report to its packet and its planned actions, asks of AWS. */
export interface IncidentCounts {
  readonly metrics: number;
  readonly logQueries: number;
  /** Bytes Logs Insights scanned, as the evidence says; recordings hold what was written, not a whole production group. */
  readonly scannedBytes: number;
  readonly objectsWritten: number;
  readonly storedBytes: number;
  /** DynamoDB operations by name. */
  readonly operations: ReadonlyMap<string, number>;
}

/** Counts the calls of one local run; DynamoDB's are read off the requests to its emulator. */
export const incidentCounts = async (recording: Recording, telemetry: Telemetry): Promise<IncidentCounts> => {
  const asked = { metrics: 0, logQueries: 0 };
  const operations = new Map<string, number>();
  const seen = (message: unknown): void => {
    const operation = operationOf(message);
    if (operation !== undefined) operations.set(operation, (operations.get(operation) ?? 0) + 1);
  };
  diagnostics.subscribe(REQUEST_START, seen);
  const [run] = await localRuns({ recording, telemetry: counting(telemetry, asked), runs: 1 });
  diagnostics.unsubscribe(REQUEST_START, seen);
  const evidence = run?.evidence ?? [];
  const parsed = evidence.flatMap(
    (bytes) => EvidenceV1.safeParse(JSON.parse(Buffer.from(bytes).toString())).data ?? [],
  );
  return {
    ...asked,
    scannedBytes: parsed.reduce((sum, { spent }) => sum + spent.scanned_bytes, 0),
    // The run's folder holds request and evidence; manifest and packet lie beside it.
    objectsWritten: evidence.length + 2,
    storedBytes: evidence.reduce((sum, { byteLength }) => sum + byteLength, 0),
    operations,
  };
};

const REQUEST_START = 'http.client.request.start';
/** Operations of a run; making tables belongs to the emulator's start. */
const OF_A_RUN = /\.(PutItem|UpdateItem|DeleteItem|GetItem|Query|TransactWriteItems)$/;

const operationOf = (message: unknown): string | undefined => {
  if (typeof message !== 'object' || message === null || !('request' in message)) return undefined;
  const { request } = message;
  const target = request instanceof ClientRequest ? String(request.getHeader('x-amz-target')) : '';
  return OF_A_RUN.exec(target)?.[1];
};

const counting = (telemetry: Telemetry, asked: { metrics: number; logQueries: number }): Telemetry => ({
  ...telemetry,
  metrics: {
    getMetricData: (input, options) => {
      asked.metrics += input.MetricDataQueries?.length ?? 0;
      return telemetry.metrics.getMetricData(input, options);
    },
  },
  logs: {
    ...telemetry.logs,
    startQuery: (input) => {
      asked.logQueries += 1;
      return telemetry.logs.startQuery(input);
    },
  },
});
