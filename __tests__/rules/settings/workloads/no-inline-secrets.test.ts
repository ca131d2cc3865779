import { noInlineSecrets } from '../../../../rules/settings/workloads/no-inline-secrets';
import { changed, full, plain, running } from '../../../support';
import { settings } from '../../judging';

const secrets = { login: { user: 'demo' }, key: { key: 'demo' } };

test('Secrets are rejected in an environment that does not say that their values are public', () => {
  const environment = running({}, { secrets });
  const broken = {
    path: 'namespaces.reading.applications.app.secrets',
    value: ['login', 'key'],
    problem: 'the values would be in the repository and in the output in plain text',
    fix: "name a Secret that exists in the namespace; or, if the values are public anyway, set 'plainTextSecrets: true' in the environment",
  };
  expect(settings(noInlineSecrets, environment)).toEqual([broken]);
  expect(settings(noInlineSecrets, changed(environment, { plainTextSecrets: false }))).toEqual([broken]);
});

test('they are taken in one that does, and an application without any everywhere', () => {
  const allowed = changed(running({}, { secrets }), { plainTextSecrets: true });
  const all = [allowed, plain, full, running({}, { secrets: {} })];
  expect(all.flatMap((environment) => settings(noInlineSecrets, environment))).toEqual([]);
});
