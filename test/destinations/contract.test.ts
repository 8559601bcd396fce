import { destinationContract } from '../../packages/testing/src/destinations/index.ts';
import { gitHubScenario, jiraScenario, teamsScenario } from './scenarios.ts';

destinationContract('jira-ticket', jiraScenario);
destinationContract('github-pull-request', gitHubScenario);
destinationContract('teams-message', teamsScenario);
