import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { application, manifests } from '../../model/schema/application';
import type { Workload } from '../../model/schema/workload';
import { scratch } from '../support';
import { lines, synthesize } from './synthesize';

// Outlier detection that puts no pod aside: Istio sends no share where none is set, and Envoy's own is 10 percent.

const folder = scratch();
const MESH = { revision: 'asm-1-30' };
const running = (workload: Omit<Workload, 'image'>) => ({
  shop: {
    ...MESH,
    applications: {
      shop: application({
        stock: { image: 'example.com/stock:1', ports: { http: 80 }, ...workload } as never,
      }),
    },
  },
});

/** How many of some pods Envoy puts aside at most; source/common/upstream/outlier_detection_impl.cc, ejectHost. */
function ejected(pods: number, percent = 10): number {
  let aside = 0;
  while (aside < pods && (100 * (aside + 1)) / pods <= percent) aside += 1;
  return aside;
}

async function shareOf(workload: Omit<Workload, 'image'>) {
  const { faults, objects } = await synthesize(running(workload));
  expect(lines(faults)).toEqual([]);
  const rule = objects.find(({ kind }) => kind === 'DestinationRule')?.spec as {
    trafficPolicy: { outlierDetection: { maxEjectionPercent: number } };
  };
  return rule.trafficPolicy.outlierDetection.maxEjectionPercent;
}

test.each([2, 3, 4, 7, 9, 10, 25])(
  'of %d pods, one that fails is put aside, and not all',
  async (replicas) => {
    const share = await shareOf({ replicas, traffic: { outlierDetection: {} } });
    expect(ejected(replicas, share)).toBeGreaterThanOrEqual(1);
    expect(ejected(replicas, share)).toBeLessThanOrEqual(Math.ceil(replicas / 2));
  },
);

test('the only pod is never put aside', async () => {
  expect(ejected(1, await shareOf({ traffic: { outlierDetection: {} } }))).toBe(0);
});

test('of an autoscaler, one of the fewest pods is put aside, and of more pods one too', async () => {
  for (const min of [1, 2, 3]) {
    const container = { resources: { requests: { cpu: '100m' } } };
    const share = await shareOf({ container, replicas: { min, max: 12 }, traffic: { outlierDetection: {} } });
    for (const pods of [Math.max(min, 2), 4, 12]) expect(ejected(pods, share)).toBeGreaterThanOrEqual(1);
  }
});

test('of versions that routes name, one of the smallest is put aside', async () => {
  const versions = { v1: { replicas: 12 }, v2: { replicas: 3 } };
  const share = await shareOf({ versions, traffic: { weights: { v2: 10 }, outlierDetection: {} } });
  expect(ejected(3, share)).toBe(1);
  const together = await shareOf({ versions, traffic: { outlierDetection: {} } });
  expect([ejected(15, together), ejected(15, 10)]).toEqual([1, 1]);
});

test('the fix that locality asks for puts a pod aside', async () => {
  const locality = { localityLbSetting: { failoverPriority: ['topology.kubernetes.io/zone'] } };
  const { faults } = await synthesize(running({ replicas: 3, traffic: { loadBalancer: locality } }));
  expect(faults[0]!.fix).toBe("set 'outlierDetection', such as { consecutive5xxErrors: 5 }");
  const traffic = { loadBalancer: locality, outlierDetection: { consecutive5xxErrors: 5 } };
  expect(ejected(3, await shareOf({ replicas: 3, traffic }))).toBe(1);
});

test('a number that puts none aside is refused, and the proposed one is kept', async () => {
  const { faults } = await synthesize(
    running({ replicas: 3, traffic: { outlierDetection: { maxEjectionPercent: 33 } } }),
  );
  expect(lines(faults)).toEqual([
    expect.stringContaining('puts no pod aside: 33 percent of 3 pods is less than one; set it to 34 or more'),
  ]);
  expect(await shareOf({ replicas: 3, traffic: { outlierDetection: { maxEjectionPercent: 34 } } })).toBe(34);
  expect(await shareOf({ replicas: 1, traffic: { outlierDetection: { maxEjectionPercent: 20 } } })).toBe(20);
});

test('a DestinationRule of manifests is held to the same, by the pods of its Service', async () => {
  const file = join(folder, 'pods.yaml');
  const bring = async (outlierDetection: string, replicas: number) => {
    writeFileSync(
      file,
      `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: 'example.com/web:1' }] }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ name: http, port: 80 }] }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: web }
spec: { host: web, trafficPolicy: { outlierDetection: ${outlierDetection} } }
`,
    );
    const { faults } = await synthesize({ shop: { ...MESH, applications: { web: manifests(file, {}) } } });
    return lines(faults);
  };
  expect(await bring('{ consecutive5xxErrors: 5 }', 4)).toEqual([
    expect.stringContaining('without a number, Envoy takes that; set it to 25 or more'),
  ]);
  expect(await bring('{ consecutive5xxErrors: 5 }', 10)).toEqual([]);
  expect(await bring('{ maxEjectionPercent: 25 }', 4)).toEqual([]);
});

test('the workload of manifests gets half, which is one of two pods', async () => {
  const file = join(folder, 'service.yaml');
  writeFileSync(
    file,
    `
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ name: http, port: 80 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: 'example.com/web:1' }] }
`,
  );
  const web = manifests(file, { web: { ports: { http: 80 }, traffic: { outlierDetection: {} } } });
  const { faults, objects } = await synthesize({ shop: { ...MESH, applications: { web } } });
  expect(lines(faults)).toEqual([]);
  expect(objects.find(({ kind }) => kind === 'DestinationRule')?.spec).toMatchObject({
    trafficPolicy: { outlierDetection: { maxEjectionPercent: 50 } },
  });
});
