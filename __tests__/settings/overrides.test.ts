import { environments, SettingsError } from '../../settings';
import { withOverrides } from '../../settings/overrides';
import { lab, TODAY } from '../support';

const variables = {
  RG_NAME: 'rg-mine',
  LOCATION: 'northeurope',
  AKS_CLUSTER_NAME: 'mine',
  MESH_REVISION: 'asm-1-29',
};
const asDeclared = environments({}, TODAY).environments;

test("the lab's own variables override the lab", () => {
  expect(withOverrides(lab, variables)).toEqual({
    ...lab,
    resourceGroup: { name: 'rg-mine', location: 'northeurope' },
    cluster: { ...lab.cluster, name: 'mine' },
    mesh: {
      ...lab.mesh,
      installedRevision: 'asm-1-29',
      revisions: ['asm-1-29'],
      namespaces: { pets: 'asm-1-29' },
    },
  });
});

test('they override no other environment', () => {
  const overridden = environments(variables, TODAY).environments;
  expect(
    overridden.map(({ environment }, index) => [environment, overridden[index] === asDeclared[index]]),
  ).toEqual(asDeclared.map(({ environment }) => [environment, environment !== 'lab']));
});

test('other variables, and their absence, change nothing', () => {
  expect(environments({ KUBECONFIG: 'aks-labs.config', RG_NAME: undefined }, TODAY).environments).toEqual(
    asDeclared,
  );
});

test.each(Object.keys(variables))('%s that is set but empty is a fault that names it', (name) => {
  expect(() => environments({ [name]: '' }, TODAY)).toThrow(SettingsError);
  expect(() => environments({ [name]: '' }, TODAY)).toThrow(`or in the variable ${name} if that is set`);
});
