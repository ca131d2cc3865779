import { mtlsPortsExist } from '../../../../rules/settings/mesh/mtls-ports-exist';
import { coast, HARBOR } from '../../../fixtures/calls';
import { changed, full, plain } from '../../../support';
import { settings } from '../../judging';

test('exceptions for ports of a workload in the mesh are taken', () => {
  expect([plain, full, coast].flatMap((environment) => settings(mtlsPortsExist, environment))).toEqual([]);
});

test.each([
  ['berths', 'http, http-metrics'],
  ['tally', 'none'],
])('an exception for a port that %s does not have is rejected, with those that it has', (name, ports) => {
  const mtls = { grpc: 'PERMISSIVE' };
  expect(settings(mtlsPortsExist, changed(coast, { [`${HARBOR}.${name}.mtls`]: mtls }))).toEqual([
    {
      path: `${HARBOR}.${name}.mtls.grpc`,
      value: 'PERMISSIVE',
      problem: `the workload has no such port; it has ${ports}`,
      fix: "name one of its ports, or add it to 'ports'",
    },
  ]);
});

test('an exception outside the mesh is rejected', () => {
  expect(settings(mtlsPortsExist, changed(coast, { 'namespaces.docks.revision': undefined }))).toEqual([
    {
      path: `${HARBOR}.berths.mtls.http-metrics`,
      value: 'PERMISSIVE',
      problem: "the namespace 'docks' has no 'revision', so its pods have no sidecars",
      fix: "set 'revision', or remove 'mtls'",
    },
  ]);
});
