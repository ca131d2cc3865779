import { application } from '../../index';
import { isAllowed } from './evaluator';
import { isOpen } from './network-evaluator';
import { lines, synthesize } from '../reports/synthesize';

// A workload that is called by itself, and that also gets the copies of another one's requests.

const image = 'ghcr.io/example/shop:1';
const shop = application({
  web: { image, ports: { http: 80 }, calls: { orders: 'http' } },
  audit: { image, ports: { http: 80 }, calls: { shadow: { port: 'http', methods: ['GET'] } } },
  orders: { image, ports: { http: 8080 }, traffic: { mirror: { workload: 'shadow', percentage: 10 } } },
  shadow: { image, ports: { http: 8080 } },
});
const namespace = {
  revision: 'asm-1-30',
  authorization: 'on',
  networkPolicies: true,
  applications: { shop },
};
const made = synthesize({ shop: namespace }, { cluster: { networkPolicy: 'cilium' } });

const pod = (app: string) => ({ namespace: 'shop', labels: { app } });
const call = (from: string, to: string, method = 'GET') => ({
  to: pod(to),
  from: { namespace: 'shop', serviceAccount: from },
  port: 8080,
  request: { method, path: '/' },
});

test('lets both in: its own callers by what they declare, and the callers of the other one', async () => {
  const { objects, faults } = await made;
  expect(lines(faults)).toEqual([]);
  expect(isAllowed(objects, call('audit', 'shadow'))).toBe(true);
  expect(isAllowed(objects, call('audit', 'shadow', 'DELETE'))).toBe(false);
  expect(isAllowed(objects, call('web', 'shadow', 'DELETE'))).toBe(true);
  expect(isAllowed(objects, call('audit', 'orders'))).toBe(false);
  for (const from of ['audit', 'web']) expect(isOpen(objects, pod(from), pod('shadow'), 8080)).toBe(true);
});
