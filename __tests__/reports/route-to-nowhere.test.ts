import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifests } from 'aks-istio-cdk';
import { scratch } from '../support';
import { lines, synthesize } from './synthesize';

/** A public file of routes that names the namespace `default`, installed into a namespace of one's own. */
const installed = (host: string) => {
  const file = join(scratch(), 'bakery.yaml');
  writeFileSync(
    file,
    `
apiVersion: apps/v1
kind: Deployment
metadata: { name: counter }
spec:
  selector: { matchLabels: { app: counter } }
  template:
    metadata: { labels: { app: counter } }
    spec: { containers: [{ name: server, image: 'example.com/counter:1.2.0' }] }
---
apiVersion: v1
kind: Service
metadata: { name: counter }
spec: { selector: { app: counter }, ports: [{ name: http, port: 80, targetPort: 8000 }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: counter }
spec: { hosts: [${host}], http: [{ timeout: 2s, route: [{ destination: { host: counter } }] }] }
`,
  );
  return synthesize({
    bakery: { revision: 'asm-1-30', applications: { bakery: manifests(file, {}) } },
  });
};

test('a route for a Service of another namespace that has none is rejected, with the name that works', async () => {
  const { faults } = await installed('counter.default.svc.cluster.local');
  expect(lines(faults)).toEqual([
    'test: VirtualService bakery/counter spec.hosts.0: no Service default/counter is rendered; did you mean counter.bakery.svc.cluster.local?',
  ]);
  expect((await installed('counter.bakery.svc.cluster.local')).faults).toEqual([]);
});
