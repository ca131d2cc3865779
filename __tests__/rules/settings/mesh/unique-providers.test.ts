import { uniqueProviders } from '../../../../rules/settings/mesh/unique-providers';
import { changed, full, plain } from '../../../support';
import { settings } from '../../judging';

const named = (...names: string[]) =>
  changed(plain, {
    'mesh.config': { extensionProviders: names.map((name) => ({ name, prometheus: {} })) },
  });

test('providers of different names are accepted, those of Istio included, and no provider at all', () => {
  for (const environment of [plain, full, named('metrics', 'more'), named('prometheus')])
    expect(settings(uniqueProviders, environment)).toEqual([]);
});

test('each provider whose name another has is rejected', () => {
  expect(settings(uniqueProviders, named('a', 'b', 'a', 'a'))).toMatchObject([
    { path: 'mesh.config.extensionProviders.2.name', value: 'a' },
    { path: 'mesh.config.extensionProviders.3.name', value: 'a', fix: 'rename one of the two' },
  ]);
});
