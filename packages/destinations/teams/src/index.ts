export type { TeamsPayload } from './card.ts';
export { MAX_BODY_BYTES, renderTeams } from './render-teams.ts';
export { createTeamsDestination, type TeamsConnection, WORKFLOWS_HOSTS } from './teams-destination.ts';
