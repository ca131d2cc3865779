export { knownLocation } from './settings/cluster/known-location';
export { supportedRevisions } from './settings/mesh/supported-revisions';
