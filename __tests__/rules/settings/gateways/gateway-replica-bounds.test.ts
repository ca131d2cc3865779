import { gatewayReplicaBounds } from '../../../../rules/settings/gateways/gateway-replica-bounds';
import { changed, full, plain } from '../../../support';
import { settings } from '../../judging';

const bounds = (min: number, max: number) => ({ replicas: { min, max } });

test('bounds in their order are taken, also where they are one number', () => {
  const both = changed(full, { 'mesh.gateways': { external: bounds(2, 5), internal: bounds(3, 3) } });
  expect([plain, both].flatMap((environment) => settings(gatewayReplicaBounds, environment))).toEqual([]);
});

test('bounds the wrong way round are rejected, of the gateway that has them', () => {
  const environment = changed(full, { 'mesh.gateways': { external: bounds(2, 5), internal: bounds(4, 3) } });
  expect(settings(gatewayReplicaBounds, environment)).toEqual([
    {
      path: 'mesh.gateways.internal.replicas',
      value: { min: 4, max: 3 },
      problem: "'max' is less than 'min'",
      fix: "raise 'max' or lower 'min'",
    },
  ]);
});
