import { Duration } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { ActionsRunner } from './actions-runner.ts';
import type { Analyzer } from './analyzer.ts';
import type { EvidenceOrchestrator } from './evidence-orchestrator.ts';
import type { IncidentApi } from './incident-api.ts';
import type { Monitoring } from './monitoring.ts';
import type { ServiceFunction } from './service-function.ts';

export interface OperationsDashboardProps {
  readonly name: string;
  readonly monitoring: Monitoring;
  readonly api: IncidentApi;
  readonly orchestrator: EvidenceOrchestrator;
  readonly analyzer: Analyzer;
  readonly actions: ActionsRunner;
  /** Every function of the product, in the order data passes through them. */
  readonly functions: readonly ServiceFunction[];
}

/** One page from left to right and top to bottom as the data flows: alarms, reports, runs, packets, actions, functions. */
export class OperationsDashboard extends Construct {
  constructor(scope: Construct, id: string, props: OperationsDashboardProps) {
    super(scope, id);
    const { monitoring, functions } = props;
    const alarms = [...monitoring.alarms.critical, ...monitoring.alarms.warning];
    new Dashboard(this, 'Dashboard', {
      dashboardName: props.name,
      defaultInterval: Duration.days(1),
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms, critical first', alarms, width: 24, height: 4 })],
        flow(props),
        [
          graph(
            'Function duration, p99',
            functions.map((each) => each.function.metricDuration({ statistic: 'p99' })),
          ),
          graph(
            'Function errors',
            functions.map((each) => each.function.metricErrors()),
          ),
          graph(
            'Functions at once',
            functions.map((each) => each.function.metric('ConcurrentExecutions', { statistic: Stats.MAXIMUM })),
          ),
        ],
      ],
    });
  }
}

const flow = ({ api, orchestrator, analyzer, actions }: OperationsDashboardProps): IWidget[] => [
  graph('API requests and errors', [
    api.api.metricCount({ statistic: Stats.SUM }),
    api.api.metricClientError({ statistic: Stats.SUM }),
    api.api.metricServerError({ statistic: Stats.SUM }),
  ]),
  graph('Runs', [
    orchestrator.stateMachine.metricStarted(),
    orchestrator.stateMachine.metricSucceeded(),
    orchestrator.stateMachine.metricFailed(),
    orchestrator.stateMachine.metricTimedOut(),
  ]),
  graph('Analyses and dead letters', [
    analyzer.function.function.metricInvocations(),
    analyzer.function.function.metricErrors(),
    analyzer.deadLetters.depth,
  ]),
  graph('Actions and dead letters', [
    actions.function.function.metricInvocations(),
    actions.function.function.metricErrors(),
    actions.queue.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM }),
    actions.deadLetters.depth,
  ]),
];

const graph = (title: string, left: IMetric[]): IWidget => new GraphWidget({ title, left, width: 6, height: 6 });
