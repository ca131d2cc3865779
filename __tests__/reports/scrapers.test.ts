import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { application, manifests } from '../../model/schema/application';
import { isAllowed } from '../charts/evaluator';
import { ROOT, scratch } from '../support';
import { lines, synthesize } from './synthesize';

// A port that accepts plaintext for a scraper, in a namespace that allows only declared callers: who has no identity got 403.

const folder = scratch();
const web = application({
  web: {
    image: 'example.com/web:1',
    ports: { http: 8080, 'http-metrics': 9100 },
    mtls: { 'http-metrics': 'PERMISSIVE' },
  },
});
const running = (more: object = {}, authorization = 'on') =>
  synthesize({ shop: { revision: 'asm-1-30', authorization, applications: { web, ...more } } });
const asking = (path: string, port = 9100) => ({
  to: { namespace: 'shop', labels: { app: 'web' } },
  port,
  request: { method: 'GET', path },
});

test('the exception alone is refused, since the scraper would get 403', async () => {
  const { faults, objects } = await running();
  expect(lines(faults)).toEqual([
    expect.stringContaining('accepts plaintext on port 9100, and then answers 403'),
  ]);
  expect(isAllowed(objects, asking('/metrics'))).toBe(false);
});

test('the policy of the page lets the scraper in, at this port and path alone', async () => {
  const page = readFileSync(join(ROOT, 'docs/authorization.md'), 'utf8');
  const [, policy = ''] = /```yaml\n(apiVersion: security[^`]+)```/.exec(page) ?? [];
  const file = join(folder, 'metrics.yaml');
  writeFileSync(file, policy);
  const { faults, objects } = await running({ metrics: manifests(file, {}) });
  expect(lines(faults)).toEqual([]);
  expect(isAllowed(objects, asking('/metrics'))).toBe(true);
  expect(isAllowed(objects, asking('/admin'))).toBe(false);
  expect(isAllowed(objects, asking('/metrics', 8080))).toBe(false);
});

test.each(['off', 'trial'])(
  'where authorization is %s, nothing is answered with 403',
  async (authorization) => {
    const { faults, objects } = await running({}, authorization);
    expect(lines(faults)).toEqual([]);
    expect(isAllowed(objects, asking('/metrics'))).toBe(true);
  },
);
