import { revisionsSupportGatewayApi } from '../../../../rules/settings/mesh/revisions-support-gateway-api';
import { changed, full, plain } from '../../../support';
import { settings } from '../../judging';

const on = { 'mesh.gatewayApi': true };

test('the Gateway API is taken with asm-1-26 and newer, and any revision without it', () => {
  const environments = [
    plain,
    changed(full, on),
    changed(plain, { ...on, 'mesh.revisions': ['asm-1-26'] }),
    changed(plain, { 'mesh.revisions': ['asm-1-25'] }),
    changed(plain, { 'mesh.gatewayApi': false, 'mesh.revisions': ['asm-1-25'] }),
  ];
  expect(environments.flatMap((environment) => settings(revisionsSupportGatewayApi, environment))).toEqual(
    [],
  );
});

test('the Gateway API is rejected while any revision is older', () => {
  const upgrading = changed(plain, { ...on, 'mesh.revisions': ['asm-1-25', 'asm-1-26'] });
  expect(settings(revisionsSupportGatewayApi, upgrading)).toEqual([
    {
      path: 'mesh.gatewayApi',
      value: true,
      problem: 'asm-1-25 does not support the Gateway API: asm-1-26 is the first revision that does',
      fix: "upgrade the mesh first (docs/upgrade.md), or remove 'mesh.gatewayApi'",
    },
  ]);
});
