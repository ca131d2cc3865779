import { uniqueAppLabels } from '../../../../rules/settings/workloads/unique-app-labels';
import { APP, changed, running } from '../../../support';
import { settings } from '../../judging';

const image = 'example.com/shop:1';

test('two workloads of one namespace whose pods carry one label are rejected: each would take the pods of the other', () => {
  const environment = running({ basket: { image }, cart: { image, app: 'basket' } });
  expect(settings(uniqueAppLabels, environment)).toEqual([
    {
      path: `${APP}.cart.app`,
      value: 'basket',
      problem:
        "the pods of 'basket' in the same namespace have the label app: basket too, so each workload would also select the other's pods",
      fix: "give each workload an 'app' of its own, or move one to another namespace",
    },
  ]);
});

test('labels of their own, and one label in two namespaces, are taken', () => {
  const environment = changed(running({ basket: { image }, cart: { image } }), {
    'namespaces.default.applications': { app: { workloads: { other: { image, app: 'basket' } } } },
  });
  expect(settings(uniqueAppLabels, environment)).toEqual([]);
});

test('workloads of one name are left to the rule for names, and those of manifests to the manifests', () => {
  const twice = changed(running({ basket: { image } }), {
    'namespaces.reading.applications.other': { workloads: { basket: { image } } },
  });
  const source = { yaml: 'shop.yaml' };
  expect(settings(uniqueAppLabels, twice)).toEqual([]);
  expect(settings(uniqueAppLabels, running({ basket: {}, cart: { app: 'basket' } }, { source }))).toEqual([]);
});
