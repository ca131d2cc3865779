export { knownLocation } from './settings/cluster/known-location';
export { noSharedCertificates } from './settings/exposure/no-shared-certificates';
export { peersDeclared } from './settings/calls/peers-declared';
export { supportedRevisions } from './settings/mesh/supported-revisions';
