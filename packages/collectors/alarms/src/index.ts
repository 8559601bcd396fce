export { type AlarmHistoryPage, type AlarmStates, type AlarmsPage, alarmStatesOf } from './alarm-states.ts';
export { type AlarmsCollectorDeps, createAlarmsCollector } from './collect-alarms.ts';
