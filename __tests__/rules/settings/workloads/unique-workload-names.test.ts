import { uniqueWorkloadNames } from '../../../../rules/settings/workloads/unique-workload-names';
import { changed, full, plain, running } from '../../../support';
import { settings } from '../../judging';

const shop = { workloads: { shop: { image: 'example.com/shop:1' } } };

test('one name in two namespaces is taken: an application can run several times', () => {
  const twice = changed(running(shop.workloads), { 'namespaces.default.applications': { app: shop } });
  expect([plain, full, twice].flatMap((environment) => settings(uniqueWorkloadNames, environment))).toEqual(
    [],
  );
});

test('one name of two applications in a namespace is rejected', () => {
  const twice = changed(running(shop.workloads), { 'namespaces.reading.applications.second': shop });
  expect(settings(uniqueWorkloadNames, twice)).toEqual([
    {
      path: 'namespaces.reading.applications.second.workloads.shop',
      value: 'shop',
      problem: "the application 'app' has a workload of this name in the same namespace, 'reading'",
      fix: 'rename one of the two, or move one of the applications to another namespace',
    },
  ]);
});
