import { serviceError } from '../service-error.ts';

/** What a filter expression can ask of a trace. */
export interface FilteredTrace {
  readonly seconds: number;
  /** Whether each service it passed failed. */
  readonly services: ReadonlyMap<string, boolean>;
}

const TERM =
  /^service\("([^"]+)"\)(?: (\{ fault = true OR error = true OR throttle = true \})| AND duration > ([\d.]+))?$/;

/**
 * The filter expressions the traces collector writes: `service("x")`, alone, with a failure inside or with a duration, joined by
 * OR. Any other is refused, as X-Ray refuses what it cannot parse.
 */
export const traceFilter = (expression: string | undefined): ((trace: FilteredTrace) => boolean) => {
  if (expression === undefined) return () => true;
  const terms = expression.split(/ OR (?=service\()/).map((term) => {
    const [matched, service = '', failed, seconds] = TERM.exec(term) ?? [];
    if (matched === undefined) throw serviceError('InvalidRequestException', `Invalid filter expression: ${term}`);
    return (trace: FilteredTrace): boolean =>
      trace.services.has(service) &&
      (failed === undefined || trace.services.get(service) === true) &&
      (seconds === undefined || trace.seconds > Number(seconds));
  });
  return (trace) => terms.some((matches) => matches(trace));
};
