import { workloadsHaveImages } from '../../../../rules/settings/workloads/workloads-have-images';
import { APP, full, plain, running } from '../../../support';
import { settings } from '../../judging';

const image = 'example.com/shop:1';

test('an image of the workload or of each version is taken, and none beside manifests', () => {
  const once = running({ shop: { image, versions: { v1: {}, v2: { image } } } });
  const manifests = running({ shop: {} }, { source: { yaml: 'shop.yaml' } });
  const all = [plain, full, once, manifests];
  expect(all.flatMap((environment) => settings(workloadsHaveImages, environment))).toEqual([]);
});

test('a workload without one is rejected', () => {
  expect(settings(workloadsHaveImages, running({ shop: { ports: { http: 80 } } }))).toEqual([
    {
      path: `${APP}.shop.image`,
      value: undefined,
      problem: 'no image is set',
      fix: "set 'image'",
    },
  ]);
});

test.each([{}, { image: undefined }])('a version without one is rejected: %j', (v2) => {
  expect(settings(workloadsHaveImages, running({ shop: { versions: { v1: { image }, v2 } } }))).toEqual([
    {
      path: `${APP}.shop.versions.v2.image`,
      value: undefined,
      problem: 'no image is set',
      fix: "set 'image' here, or once for all versions",
    },
  ]);
});
