import { replicaBounds } from '../../../../rules/settings/workloads/replica-bounds';
import { APP, full, plain, running } from '../../../support';
import { settings } from '../../judging';

const image = 'example.com/shop:1';
const rest = { problem: "'max' is less than 'min'", fix: "raise 'max' or lower 'min'" };

test('a number of pods is taken, and bounds in their order, also where they are one number', () => {
  const same = running({ shop: { image, replicas: { min: 2, max: 2 } }, other: { image, replicas: 0 } });
  expect([plain, full, same].flatMap((environment) => settings(replicaBounds, environment))).toEqual([]);
});

test('bounds the wrong way round are rejected, of a workload and of each version', () => {
  const replicas = { min: 3, max: 2 };
  const environment = running({ shop: { image, replicas, versions: { v1: {}, v2: { replicas } } } });
  expect(settings(replicaBounds, environment)).toEqual([
    { path: `${APP}.shop.replicas`, value: { ...replicas }, ...rest },
    { path: `${APP}.shop.versions.v2.replicas`, value: { ...replicas }, ...rest },
  ]);
});
