export { knownLocation } from './settings/cluster/known-location';
export { peersDeclared } from './settings/calls/peers-declared';
export { supportedRevisions } from './settings/mesh/supported-revisions';
