import { readiness } from './terraform-init';

const query = (provider: string, why: string) =>
  `Error: Failed to query available provider packages\n\nCould not retrieve the list of available versions for provider ${provider}:\n${why}`;

/** What Terraform 1.11.4 printed, where no provider could be had. */
const UNREACHABLE = {
  'no registry': query(
    'azure/azapi',
    'could not connect to registry.terraform.io: failed to request discovery\ndocument: Get "https://registry.terraform.io/.well-known/terraform.json":\ndial tcp: lookup registry.terraform.io: no such host',
  ),
  'a mirror without the provider': query(
    'azure/azapi',
    'provider registry.terraform.io/azure/azapi was not found in any of the search\nlocations\n\n  - /opt/mirror',
  ),
  'a mirror that does not exist': query(
    'azure/azapi',
    'cannot search /opt/mirror: lstat /opt/mirror: no such file or directory',
  ),
};

/** What it printed where the fault lay in the stack. */
const FAULTS = {
  'a version that does not exist': query(
    'azure/azapi',
    'no available releases match the given constraints 9.9.9',
  ),
  'a stack that is no Terraform': 'Error: Invalid JSON\n\n  on cdk.tf.json line 1:',
  'a backend that does not exist':
    'Error: Unsupported backend type\n\nThere is no backend type named "lokal".',
};

test('after an init that succeeded the tests run', () => {
  expect(readiness({ status: 0, output: '' }, false)).toEqual({ is: 'ready' });
  expect(readiness({ status: 0, output: '' }, true)).toEqual({ is: 'ready' });
});

test('without Terraform the tests are skipped, and fail where it is required', () => {
  const init = { error: 'spawn terraform ENOENT', status: null, output: '' };
  const reason = 'Terraform did not start: spawn terraform ENOENT';
  expect(readiness(init, false)).toEqual({ is: 'skipped', reason });
  expect(readiness(init, true)).toEqual({ is: 'failed', reason });
});

test.each(Object.entries(UNREACHABLE))(
  'with %s the tests are skipped, and fail where it is required',
  (_, output) => {
    expect(readiness({ status: 1, output }, false)).toEqual({
      is: 'skipped',
      reason: expect.stringContaining('no provider can be reached: Error: Failed to query'),
    });
    expect(readiness({ status: 1, output }, true).is).toBe('failed');
  },
);

test.each(Object.entries(FAULTS))('with %s the tests fail', (_, output) => {
  expect(readiness({ status: 1, output }, false)).toEqual({
    is: 'failed',
    reason: expect.stringContaining('terraform init failed: Error: '),
  });
});

test('a version that does not exist fails the tests even where another provider could not be reached', () => {
  const output = `${UNREACHABLE['no registry']}\n${FAULTS['a version that does not exist']}`;
  expect(readiness({ status: 1, output }, false).is).toBe('failed');
});
