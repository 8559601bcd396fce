import type { GetServiceGraphCommandInput, GetServiceGraphCommandOutput, Service } from '@aws-sdk/client-xray';
import { awsError } from './aws-error.ts';
import { boundPage } from './bound-pages.ts';

export interface FakeServiceGraphsProps {
  /** What X-Ray saw between two moments. */
  readonly services?: (startMs: number, endMs: number) => readonly Service[];
  readonly itemsPerPage?: number;
  /** Answers in another order and with other numbers, as X-Ray promises neither. */
  readonly shuffled?: boolean;
  /** Called before each call is answered (counted from 0): throw to make it fail, move a clock to make it slow. */
  readonly onCall?: (call: number) => void;
}

const MAX_RANGE_MS = 6 * 3_600_000;

/** GetServiceGraph with the rules of the real one: a range of six hours at most, numbers local to an answer, pages bound to a request. */
export class FakeServiceGraphs {
  readonly calls: GetServiceGraphCommandInput[] = [];
  readonly #props: FakeServiceGraphsProps;

  constructor(props: FakeServiceGraphsProps) {
    this.#props = props;
  }

  async getServiceGraph(
    input: GetServiceGraphCommandInput,
  ): Promise<Pick<GetServiceGraphCommandOutput, 'Services' | 'NextToken'>> {
    this.calls.push(input);
    this.#props.onCall?.(this.calls.length - 1);
    const { NextToken, ...request } = input;
    const [startMs, endMs] = [input.StartTime?.getTime() ?? Number.NaN, input.EndTime?.getTime() ?? Number.NaN];
    if (!(startMs < endMs) || endMs - startMs > MAX_RANGE_MS) {
      throw awsError('InvalidRequestException', 'client', 'the time range must be positive and at most six hours');
    }
    const services = this.#props.services?.(startMs, endMs) ?? [];
    const { page, next } = boundPage(this.#props.shuffled ? renumbered(services) : services, {
      request,
      token: NextToken,
      pageSize: this.#props.itemsPerPage ?? 100,
      invalidToken: 'InvalidRequestException',
    });
    return { Services: [...page], ...(next !== undefined && { NextToken: next }) };
  }
}

const renumbered = (services: readonly Service[]): readonly Service[] =>
  services.toReversed().map((service) => ({
    ...service,
    ReferenceId: 1000 - (service.ReferenceId ?? 0),
    Edges: (service.Edges ?? []).toReversed().map((edge) => ({ ...edge, ReferenceId: 1000 - (edge.ReferenceId ?? 0) })),
  }));
