import type { FileSource } from '../../constructs/pod';
import { container, image, sidecar, template, workload } from './chart';

const filesOf = (files: Readonly<Record<string, FileSource>>) => template({ running: { files } }).spec;

describe('the annotation by which a change of the mesh rolls pods', () => {
  const annotations = (mesh: typeof sidecar | { revision: string; patch: string } | 'none') =>
    template({ sidecar: mesh }).metadata.annotations;

  test('is the revision of the namespace, and the patch where one is stated', () => {
    expect(annotations({ revision: 'asm-1-31' })).toEqual({ 'aks-istio-cdk/mesh-revision': 'asm-1-31' });
    expect(annotations({ revision: 'asm-1-30', patch: '1.30.2-2' })).toEqual({
      'aks-istio-cdk/mesh-revision': 'asm-1-30',
      'aks-istio-cdk/mesh-patch': '1.30.2-2',
    });
  });

  test('is not there outside the mesh', () => {
    expect(annotations('none')).toBeUndefined();
  });
});

describe('environment variables', () => {
  test('are texts, also where they are stated as numbers, true or false', () => {
    const env = { PORT: 80, RATE: 0.5, BETA: false, NAME: 'shop', EMPTY: '' };
    expect(container({ running: { env } }).env).toEqual([
      { name: 'PORT', value: '80' },
      { name: 'RATE', value: '0.5' },
      { name: 'BETA', value: 'false' },
      { name: 'NAME', value: 'shop' },
      { name: 'EMPTY', value: '' },
    ]);
  });

  test("come from Kubernetes' own sources", () => {
    const secretKeyRef = { name: 'login', key: 'user' };
    const fieldRef = { fieldPath: 'metadata.name' };
    expect(container({ running: { env: { USER: { secretKeyRef }, POD: { fieldRef } } } }).env).toEqual([
      { name: 'USER', valueFrom: { secretKeyRef } },
      { name: 'POD', valueFrom: { fieldRef } },
    ]);
  });

  test('that the container states itself are joined by name', () => {
    const running = {
      env: { A: '1', B: '2' },
      container: {
        env: [
          { name: 'B', value: '3' },
          { name: 'C', value: '4' },
        ],
      },
    };
    expect(container({ running }).env).toEqual([
      { name: 'A', value: '1' },
      { name: 'B', value: '3' },
      { name: 'C', value: '4' },
    ]);
  });
});

describe('files', () => {
  test('whose content is stated are keys of one ConfigMap, and a new content rolls the pods', () => {
    const files = (text: string) => ({ '/etc/shop/shop.yaml': text, '/opt/motd': 'Hello\n' });
    const all = workload({ running: { files: files('a: 1') } });
    expect(all.find(({ kind }) => kind === 'ConfigMap')).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'basket-files',
        namespace: 'shop',
        labels: { 'app.kubernetes.io/managed-by': 'aks-istio-cdk' },
      },
      data: { 'etc_shop_shop.yaml': 'a: 1', opt_motd: 'Hello\n' },
    });
    const hashOf = (text: string) =>
      template({ running: { files: files(text) } }).metadata.annotations!['aks-istio-cdk/files'];
    expect(hashOf('a: 1')).toMatch(/^[0-9a-f]{12}$/);
    expect([hashOf('a: 1') === hashOf('a: 1'), hashOf('a: 1') === hashOf('a: 2')]).toEqual([true, false]);
  });

  test('are mounted one by one, so that what else is in their folders stays', () => {
    const spec = filesOf({ '/etc/shop/shop.yaml': 'a: 1' });
    expect(spec.volumes).toEqual([
      {
        name: 'basket-files',
        configMap: { name: 'basket-files', items: [{ key: 'etc_shop_shop.yaml', path: 'shop.yaml' }] },
      },
    ]);
    expect(spec.containers[0]).toHaveProperty('volumeMounts', [
      { name: 'basket-files', mountPath: '/etc/shop/shop.yaml', subPath: 'shop.yaml' },
    ]);
  });

  test('of one ConfigMap are one volume: Kubernetes rejects two volumes of one name', () => {
    const spec = filesOf({
      '/etc/queue/plugins': { configMap: 'queue', key: 'plugins' },
      '/etc/queue/queue.conf': { configMap: 'queue', key: 'conf' },
      '/etc/shop/motd': { configMap: 'shop', key: 'motd' },
    });
    expect(spec.volumes).toEqual([
      {
        name: 'queue',
        configMap: {
          name: 'queue',
          items: [
            { key: 'plugins', path: 'plugins' },
            { key: 'conf', path: 'queue.conf' },
          ],
        },
      },
      { name: 'shop', configMap: { name: 'shop', items: [{ key: 'motd', path: 'motd' }] } },
    ]);
    expect(spec.containers[0]).toHaveProperty('volumeMounts', [
      { name: 'queue', mountPath: '/etc/queue/plugins', subPath: 'plugins' },
      { name: 'queue', mountPath: '/etc/queue/queue.conf', subPath: 'queue.conf' },
      { name: 'shop', mountPath: '/etc/shop/motd', subPath: 'motd' },
    ]);
  });

  test('of one name in two folders have two places in their volume', () => {
    const spec = filesOf({
      '/etc/a/conf': { configMap: 'shop', key: 'a' },
      '/etc/b/conf': { configMap: 'shop', key: 'b' },
    });
    const [{ configMap }] = spec.volumes as [{ configMap: { items: { path: string }[] } }];
    const places = configMap.items.map(({ path }) => path);
    expect(new Set(places).size).toBe(2);
    expect((spec.containers[0]!.volumeMounts as { subPath: string }[]).map(({ subPath }) => subPath)).toEqual(
      places,
    );
  });

  test('of a Secret, also of one that is called as a ConfigMap is', () => {
    const spec = filesOf({
      '/etc/shop/key.pem': { secret: 'shop.tls', key: 'tls.key' },
      '/etc/shop/conf': { configMap: 'shop.tls', key: 'conf' },
    });
    expect(spec.volumes).toEqual([
      { name: 'shop-tls', secret: { secretName: 'shop.tls', items: [{ key: 'tls.key', path: 'key.pem' }] } },
      { name: 'shop-tls-config', configMap: { name: 'shop.tls', items: [{ key: 'conf', path: 'conf' }] } },
    ]);
  });

  test('and volumes that are stated are both mounted', () => {
    const running = {
      files: { '/etc/shop/motd': { configMap: 'shop', key: 'motd' } },
      container: { volumeMounts: [{ name: 'cache', mountPath: '/cache' }] },
      pod: { spec: { volumes: [{ name: 'cache', emptyDir: {} }] } },
    };
    expect((container({ running }).volumeMounts as { name: string }[]).map(({ name }) => name)).toEqual([
      'shop',
      'cache',
    ]);
    expect((template({ running }).spec.volumes as { name: string }[]).map(({ name }) => name)).toEqual([
      'shop',
      'cache',
    ]);
  });
});

describe("Kubernetes' own fields", () => {
  test('of the container are kept as they are: command, probes, quantities', () => {
    const stated = {
      command: ['sh', '-c', 'work'],
      readinessProbe: { httpGet: { path: '/health', port: 8080 } },
      resources: { requests: { cpu: '100m', memory: '75Mi' } },
      envFrom: [{ secretRef: { name: 'login' } }],
    };
    expect(container({ running: { container: stated } })).toEqual({ name: 'basket', image, ...stated });
    expect(container()).toEqual({ name: 'basket', image });
  });

  test('of the pod are merged over what is rendered: labels and annotations beside, containers by name', () => {
    const pod = {
      metadata: {
        labels: { 'azure.workload.identity/use': 'true' },
        annotations: { 'sidecar.istio.io/proxyCPU': '10m' },
      },
      spec: {
        nodeSelector: { pool: 'large' },
        terminationGracePeriodSeconds: 60,
        containers: [
          { name: 'basket', tty: true },
          { name: 'helper', image: 'example.com/helper:1' },
        ],
      },
    };
    expect(template({ running: { pod } })).toEqual({
      metadata: {
        labels: { app: 'basket', 'azure.workload.identity/use': 'true' },
        annotations: { 'aks-istio-cdk/mesh-revision': 'asm-1-30', 'sidecar.istio.io/proxyCPU': '10m' },
      },
      spec: {
        serviceAccountName: 'basket',
        nodeSelector: { 'kubernetes.io/os': 'linux', pool: 'large' },
        terminationGracePeriodSeconds: 60,
        containers: [
          { name: 'basket', image, tty: true },
          { name: 'helper', image: 'example.com/helper:1' },
        ],
      },
    });
  });

  test('restart the pods of a Job as they say', () => {
    const running = { pod: { spec: { restartPolicy: 'Never' } } };
    expect(template({ kind: 'Job', running }).spec).toHaveProperty('restartPolicy', 'Never');
    expect(template().spec).not.toHaveProperty('restartPolicy');
  });
});
