import { mtlsNeedsSidecars } from '../../../../rules/settings/mesh/mtls-needs-sidecars';
import { changed, full, plain } from '../../../support';
import { settings } from '../../judging';

test('mutual TLS of namespaces in the mesh is taken, and none outside of it', () => {
  expect([plain, full].flatMap((environment) => settings(mtlsNeedsSidecars, environment))).toEqual([]);
});

test('mutual TLS of a namespace without sidecars is rejected', () => {
  expect(settings(mtlsNeedsSidecars, changed(plain, { 'namespaces.default.mtls': 'STRICT' }))).toEqual([
    {
      path: 'namespaces.default.mtls',
      value: 'STRICT',
      problem: "the namespace 'default' has no 'revision', so its pods have no sidecars",
      fix: "set 'revision', or remove 'mtls'",
    },
  ]);
});
