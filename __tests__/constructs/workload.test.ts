import { Testing, type Chart } from 'cdk8s';
import { BackingService } from '../../constructs/backing-service';
import { Microservice } from '../../constructs/microservice';
import { NamespacedChart } from '../../constructs/namespaced-chart';
import type { ConfigMapFile } from '../../constructs/workload';
import { yamlOf } from '../support';

const sidecar = { revision: 'asm-1-30', initContainersHaveNetwork: true };
const image = 'example.com/shop:1.2.3';
const chart = (namespace?: string) => new NamespacedChart(Testing.app(), 'shop', { namespace });
const synth = (from: Chart) => Testing.synth(from) as { kind: string }[];

test('a microservice is a Service and a Deployment that select the same pods', () => {
  const shop = chart('shop');
  new Microservice(shop, 'basket', { sidecar, image, ports: { http: { port: 80, targetPort: 8080 } } });
  expect(yamlOf(shop)).toMatchInlineSnapshot(`
    "apiVersion: v1
    kind: Service
    metadata:
      labels:
        app.kubernetes.io/managed-by: aks-istio-cdk
      name: basket
      namespace: shop
    spec:
      ports:
        - name: http
          port: 80
          targetPort: 8080
      selector:
        app: basket
      type: ClusterIP
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      labels:
        app.kubernetes.io/managed-by: aks-istio-cdk
      name: basket
      namespace: shop
    spec:
      replicas: 1
      selector:
        matchLabels:
          app: basket
      template:
        metadata:
          annotations:
            aks-istio-cdk/mesh-revision: asm-1-30
          labels:
            app: basket
        spec:
          containers:
            - image: example.com/shop:1.2.3
              name: basket
              ports:
                - containerPort: 8080
                  name: http
          nodeSelector:
            kubernetes.io/os: linux
    "
  `);
});

test('a microservice without ports has no Service', () => {
  const shop = chart('shop');
  new Microservice(shop, 'worker', { sidecar, image });
  expect(synth(shop).map(({ kind }) => kind)).toEqual(['Deployment']);
});

test('a backing service is a Service and a StatefulSet', () => {
  const shop = chart('shop');
  new BackingService(shop, 'queue', { sidecar, image, ports: { 'tcp-amqp': 5672 } });
  expect(synth(shop)).toMatchObject([
    {
      kind: 'Service',
      spec: { ports: [{ name: 'tcp-amqp', port: 5672, targetPort: 5672 }], selector: { app: 'queue' } },
    },
    {
      kind: 'StatefulSet',
      spec: { serviceName: 'queue', replicas: 1, selector: { matchLabels: { app: 'queue' } } },
    },
  ]);
});

test.each([
  ['microservice', Microservice],
  ['backing service', BackingService],
])('the Service of a %s selects the pods by their label, also where that is not the id', (_, Kind) => {
  const shop = chart('shop');
  new Kind(shop, 'basket', { sidecar, image, app: 'shopping', ports: { http: 80 } });
  expect(synth(shop)).toMatchObject([
    { kind: 'Service', metadata: { name: 'basket' }, spec: { selector: { app: 'shopping' } } },
    {
      metadata: { name: 'basket' },
      spec: {
        selector: { matchLabels: { app: 'shopping' } },
        template: { metadata: { labels: { app: 'shopping' } } },
      },
    },
  ]);
});

test('the container runs the command that it is given, and else that of its image', () => {
  const shop = chart('shop');
  new Microservice(shop, 'worker', { sidecar, image, command: ['sh', '-c', 'work'] });
  new Microservice(shop, 'other', { sidecar, image });
  const containers = 'spec.template.spec.containers';
  expect(synth(shop)[0]).toHaveProperty(`${containers}.0.command`, ['sh', '-c', 'work']);
  expect(synth(shop)[1]).toHaveProperty(containers, [{ name: 'other', image }]);
});

describe('files of ConfigMaps', () => {
  const withFiles = (files: Record<string, ConfigMapFile>) => {
    const shop = chart('shop');
    new Microservice(shop, 'basket', { sidecar, image, files });
    return (synth(shop)[0] as unknown as { spec: { template: { spec: Record<string, unknown> } } }).spec
      .template.spec;
  };
  const plugins = { configMap: 'queue', key: 'plugins', path: 'enabled_plugins' };

  test('from one ConfigMap are one volume: Kubernetes refuses two volumes of one name', () => {
    const spec = withFiles({
      '/etc/queue/enabled_plugins': plugins,
      '/etc/queue/queue.conf': { configMap: 'queue', key: 'conf', path: 'queue.conf' },
      '/etc/shop/motd': { configMap: 'shop', key: 'motd', path: 'motd' },
      '/opt/enabled_plugins': plugins,
    });
    expect(spec.volumes).toEqual([
      {
        name: 'queue',
        configMap: {
          name: 'queue',
          items: [
            { key: 'plugins', path: 'enabled_plugins' },
            { key: 'conf', path: 'queue.conf' },
          ],
        },
      },
      { name: 'shop', configMap: { name: 'shop', items: [{ key: 'motd', path: 'motd' }] } },
    ]);
    expect(spec.containers).toMatchObject([
      {
        volumeMounts: [
          { name: 'queue', mountPath: '/etc/queue/enabled_plugins', subPath: 'enabled_plugins' },
          { name: 'queue', mountPath: '/etc/queue/queue.conf', subPath: 'queue.conf' },
          { name: 'shop', mountPath: '/etc/shop/motd', subPath: 'motd' },
          { name: 'queue', mountPath: '/opt/enabled_plugins', subPath: 'enabled_plugins' },
        ],
      },
    ]);
  });

  test('with two keys at one path of the volume are refused', () => {
    expect(() => withFiles({ '/a': plugins, '/b': { ...plugins, key: 'conf' } })).toThrow(
      "'basket' mounts 'plugins' and 'conf' of ConfigMap 'queue' from one path, 'enabled_plugins'; give each a 'path' of its own",
    );
  });
});

test('there is one replica, or as many as are asked for', () => {
  const shop = chart('shop');
  new Microservice(shop, 'worker', { sidecar, image, replicas: 3 });
  new BackingService(shop, 'queue', { sidecar, image, replicas: 2 });
  new Microservice(shop, 'other', { sidecar, image });
  expect(
    synth(shop).map((object) => (object as unknown as { spec: { replicas?: number } }).spec.replicas),
  ).toEqual([3, 2, 1]);
});

test('a new revision changes the pod template, so that Kubernetes rolls the pods', () => {
  const template = (revision: string) => {
    const shop = chart('shop');
    new Microservice(shop, 'basket', { sidecar: { ...sidecar, revision }, image });
    return synth(shop)[0];
  };
  expect(template('asm-1-30')).toHaveProperty('spec.template.metadata.annotations', {
    'aks-istio-cdk/mesh-revision': 'asm-1-30',
  });
  expect(template('asm-1-31')).toHaveProperty('spec.template.metadata.annotations', {
    'aks-istio-cdk/mesh-revision': 'asm-1-31',
  });
});

describe('an init container', () => {
  const wait = { name: 'wait', image, command: ['sh', '-c', 'until nc -z queue 5672; do sleep 1; done'] };
  const withInit = (needsNetwork: boolean, initContainersHaveNetwork: boolean | 'outside the mesh') => {
    const shop = chart('shop');
    const initContainers = [{ ...wait, needsNetwork }];
    new Microservice(shop, 'basket', {
      sidecar:
        initContainersHaveNetwork === 'outside the mesh' ? 'none' : { ...sidecar, initContainersHaveNetwork },
      image,
      initContainers,
    });
    return synth(shop)[0];
  };

  test('is rendered as it is stated where the mesh lets it call', () => {
    expect(withInit(true, true)).toHaveProperty('spec.template.spec.initContainers', [wait]);
    expect(withInit(false, false)).toHaveProperty('spec.template.spec.initContainers', [wait]);
  });

  test('is taken outside the mesh, where no sidecar is in its way', () => {
    expect(withInit(true, 'outside the mesh')).toHaveProperty('spec.template.spec.initContainers', [wait]);
  });

  test('stops the synth where it would wait for ever', () => {
    expect(() => withInit(true, false)).toThrow(
      "init container 'wait' of 'basket' would wait for ever: with CNI chaining and sidecars that may not be native",
    );
  });
});
