import { allowedMeshConfigFields } from '../../../../rules/settings/mesh/allowed-mesh-config-fields';
import { changed, full, plain } from '../../../support';
import { settings } from '../../judging';

test('fields that the add-on takes are taken, and no configuration at all', () => {
  expect([plain, full].flatMap((environment) => settings(allowedMeshConfigFields, environment))).toEqual([]);
});

test.each([
  ['acessLogFile', 'accessLogFile'],
  ['defaultConfig.drainDuraton', 'defaultConfig.drainDuration'],
])('a misspelled field is named as it is meant: %s', (field, meant) => {
  const stating = (name: string) =>
    changed(plain, { 'mesh.config': {}, 'mesh.config.defaultConfig': {}, [`mesh.config.${name}`]: '5s' });
  expect(settings(allowedMeshConfigFields, stating(field))).toMatchObject([
    { fix: `did you mean '${meant}'?` },
  ]);
  expect(settings(allowedMeshConfigFields, stating(meant))).toEqual([]);
});

test('each field that it blocks is rejected, those of the proxies with their place', () => {
  const config = { accessLogFile: '/dev/stdout', enableAutoMtls: false, defaultConfig: { binaryPath: '/x' } };
  const rest = {
    problem:
      'the add-on does not allow this field, and rejects the whole MeshConfig (mesh/mesh-config.ts lists the allowed fields)',
    fix: 'remove it',
  };
  expect(settings(allowedMeshConfigFields, changed(plain, { 'mesh.config': config }))).toEqual([
    { path: 'mesh.config.enableAutoMtls', value: false, ...rest },
    { path: 'mesh.config.defaultConfig.binaryPath', value: '/x', ...rest },
  ]);
});
