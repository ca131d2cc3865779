import { callersHaveIdentity } from '../../../../rules/settings/calls/callers-have-identity';
import { coast, HARBOR } from '../../../fixtures/calls';
import { changed, full, plain } from '../../../support';
import { settings } from '../../judging';

const ON = { 'namespaces.docks.authorization': 'on' };
const INSPECTOR = 'namespaces.border.applications.customs.workloads.inspector';
/** The inspector without a sidecar. */
const outside = changed(coast, { 'namespaces.border.revision': undefined });

test('callers inside the mesh are taken', () => {
  expect(
    [plain, full, coast, changed(coast, ON)].flatMap((environment) =>
      settings(callersHaveIdentity, environment),
    ),
  ).toEqual([]);
});

test('a caller outside is taken where the port takes plaintext and no policy goes by identity, or nothing is in the mesh', () => {
  const open = changed(outside, { [`${HARBOR}.berths.mtls`]: { http: 'PERMISSIVE' } });
  const none = changed(outside, { 'namespaces.docks.revision': undefined });
  expect([open, none].flatMap((environment) => settings(callersHaveIdentity, environment))).toEqual([]);
});

test('a caller outside is rejected where the port rejects plaintext', () => {
  expect(settings(callersHaveIdentity, outside)).toEqual([
    {
      path: `${INSPECTOR}.calls`,
      value: 'harbor/berths',
      problem: "'inspector' is outside the mesh, and the port 'http' of 'berths' rejects plaintext",
      fix: "move 'inspector' into a namespace of the mesh, or let the port accept plaintext: mtls: { 'http': 'PERMISSIVE' }",
    },
  ]);
});

test('a caller outside is rejected where policies go by identity', () => {
  const environment = changed(outside, { ...ON, 'namespaces.docks.mtls': 'PERMISSIVE' });
  expect(settings(callersHaveIdentity, environment)).toEqual([
    {
      path: `${INSPECTOR}.calls`,
      value: 'harbor/berths',
      problem: "'inspector' is outside the mesh and has no identity that the policies of 'docks' could allow",
      fix: "move 'inspector' into a namespace of the mesh",
    },
  ]);
});

test.each([
  ['a workload calls', 'ledger', 'tcp-ledger'],
  ['a gateway calls', 'desk', 'http'],
])(
  'a port that takes plaintext only is rejected where policies go by identity: one that %s',
  (_, name, port) => {
    const disabled = { [`${HARBOR}.${name}.mtls`]: { [port]: 'DISABLE' } };
    expect(settings(callersHaveIdentity, changed(coast, disabled))).toEqual([]);
    expect(settings(callersHaveIdentity, changed(coast, { ...disabled, ...ON }))).toEqual([
      {
        path: `${HARBOR}.${name}.mtls.${port}`,
        value: 'DISABLE',
        problem:
          'callers of this port have no identity, so the policies of the namespace would reject all of them',
        fix: "remove it, so that callers use mTLS; or remove 'authorization' from the namespace",
      },
    ]);
  },
);

test('a port that takes plaintext only and that nobody calls is taken', () => {
  const uncalled = { [`${HARBOR}.berths.mtls`]: { 'http-metrics': 'DISABLE' } };
  expect(settings(callersHaveIdentity, changed(coast, { ...uncalled, ...ON }))).toEqual([]);
});
