import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { BackingService } from '../constructs/backing-service';
import { Microservice } from '../constructs/microservice';
import { NamespacedChart } from '../constructs/namespaced-chart';
import type { Sidecar } from '../constructs/sidecar';
import type { Probes } from '../constructs/workload';
import type { StoreSettings } from '../settings';
import { demoSecrets } from './store-secrets';

export interface StoreChartProps {
  readonly namespace: string;
  readonly sidecar: Sidecar;
  /** The public credentials of the demo, or the names of existing Secrets. */
  readonly credentials: StoreSettings['credentials'];
}

/**
 * The AKS Store Demo, release 2.1.0, whose manifest runs the images 2.0.0.
 *
 * What differs from its `aks-store-all-in-one.yaml` is listed in docs/lab.md, with the reasons.
 */
export class StoreChart extends NamespacedChart {
  readonly storeFront: Microservice<'http'>;
  readonly storeAdmin: Microservice<'http'>;

  constructor(scope: Construct, id: string, { namespace, sidecar, credentials }: StoreChartProps) {
    super(scope, id, { namespace });
    const secrets = credentials === 'demo' ? demoSecrets(this) : credentials;

    new BackingService(this, 'mongodb', {
      sidecar,
      image: 'mcr.microsoft.com/mirror/docker/library/mongo:4.2',
      ports: { 'tcp-mongodb': 27017 },
      probes: {
        readiness: {
          ...mongoPing,
          initialDelaySeconds: 5,
          periodSeconds: 5,
          timeoutSeconds: 5,
          failureThreshold: 3,
        },
        liveness: {
          ...mongoPing,
          initialDelaySeconds: 30,
          periodSeconds: 10,
          timeoutSeconds: 5,
          failureThreshold: 3,
        },
      },
      resources: resources('5m', '75Mi', '25m', '1024Mi'),
    });

    const plugins = new k8s.KubeConfigMap(this, 'rabbitmq-enabled-plugins', {
      metadata: { name: 'rabbitmq-enabled-plugins' },
      data: { rabbitmq_enabled_plugins: '[rabbitmq_management,rabbitmq_prometheus,rabbitmq_amqp1_0].\n' },
    });
    new BackingService(this, 'rabbitmq', {
      sidecar,
      image: 'mcr.microsoft.com/azurelinux/base/rabbitmq-server:3.13',
      ports: { 'tcp-amqp': 5672, 'http-mgmt': 15672 },
      envFrom: [{ secretRef: { name: secrets.rabbitmq } }],
      probes: {
        startup: tcp(5672, { initialDelaySeconds: 10, periodSeconds: 10, failureThreshold: 30 }),
        readiness: tcp(5672, { initialDelaySeconds: 5, periodSeconds: 5, failureThreshold: 3 }),
        liveness: tcp(5672, { initialDelaySeconds: 30, periodSeconds: 10, failureThreshold: 3 }),
      },
      resources: resources('10m', '128Mi', '250m', '256Mi'),
      files: {
        '/etc/rabbitmq/enabled_plugins': {
          configMap: plugins.name,
          key: 'rabbitmq_enabled_plugins',
          path: 'enabled_plugins',
        },
      },
    });

    const orderConfig = new k8s.KubeConfigMap(this, 'order-service-configs', {
      metadata: { name: 'order-service-configs' },
      data: {
        ORDER_QUEUE_PORT: '5672',
        ORDER_QUEUE_HOSTNAME: 'rabbitmq',
        ORDER_QUEUE_NAME: 'orders',
        FASTIFY_ADDRESS: '0.0.0.0',
      },
    });
    new Microservice(this, 'order-service', {
      sidecar,
      image: image('order-service'),
      ports: { http: 3000 },
      envFrom: [{ configMapRef: { name: orderConfig.name } }, { secretRef: { name: secrets.orderService } }],
      probes: health(3000, { startup: { initialDelaySeconds: 20, periodSeconds: 10, failureThreshold: 5 } }),
      resources: resources('1m', '50Mi', '100m', '256Mi'),
    });
    new Microservice(this, 'makeline-service', {
      sidecar,
      image: image('makeline-service'),
      ports: { http: 3001 },
      env: {
        ORDER_QUEUE_URI: 'amqp://rabbitmq:5672',
        ORDER_QUEUE_USERNAME: { secretKeyRef: { name: secrets.orderService, key: 'ORDER_QUEUE_USERNAME' } },
        ORDER_QUEUE_PASSWORD: { secretKeyRef: { name: secrets.orderService, key: 'ORDER_QUEUE_PASSWORD' } },
        ORDER_QUEUE_NAME: 'orders',
        ORDER_DB_URI: 'mongodb://mongodb:27017',
        ORDER_DB_NAME: 'orderdb',
        ORDER_DB_COLLECTION_NAME: 'orders',
      },
      probes: health(3001, { startup: { periodSeconds: 5, failureThreshold: 10 } }),
      resources: resources('1m', '6Mi', '5m', '20Mi'),
    });
    new Microservice(this, 'product-service', {
      sidecar,
      image: image('product-service'),
      ports: { http: 3002 },
      // Nothing answers there: the AI service is not part of this manifest, and only the admin's AI buttons ask for it.
      env: { AI_SERVICE_URL: 'http://ai-service:5001/' },
      probes: health(3002),
      resources: resources('1m', '1Mi', '2m', '20Mi'),
    });

    this.storeFront = new Microservice(this, 'store-front', {
      sidecar,
      image: image('store-front'),
      ports: { http: { port: 80, targetPort: 8080 } },
      probes: health(8080, { startup: siteStartup, readinessPeriodSeconds: 3 }),
      resources: resources('1m', '200Mi', '1000m', '512Mi'),
    });
    this.storeAdmin = new Microservice(this, 'store-admin', {
      sidecar,
      image: image('store-admin'),
      ports: { http: { port: 80, targetPort: 8081 } },
      probes: health(8081, { startup: siteStartup }),
      resources: resources('1m', '200Mi', '1000m', '512Mi'),
    });

    new Microservice(this, 'virtual-customer', {
      sidecar,
      image: image('virtual-customer'),
      env: { ORDER_SERVICE_URL: 'http://order-service:3000/', ORDERS_PER_HOUR: '100' },
      probes: processAlive,
      resources: resources('1m', '1Mi', '2m', '20Mi'),
    });
    new Microservice(this, 'virtual-worker', {
      sidecar,
      image: image('virtual-worker'),
      env: { MAKELINE_SERVICE_URL: 'http://makeline-service:3001', ORDERS_PER_HOUR: '100' },
      probes: processAlive,
      resources: resources('1m', '1Mi', '2m', '20Mi'),
    });
  }
}

const image = (name: string) => `ghcr.io/azure-samples/aks-store-demo/${name}:2.0.0`;

const mongoPing = { exec: { command: ['mongo', '--eval', "db.runCommand('ping').ok"] } };
const siteStartup = { initialDelaySeconds: 5, periodSeconds: 5, failureThreshold: 3 };

/** The store's HTTP services answer `/health`; they differ in how long they may take to start. */
function health(
  port: number,
  { startup, readinessPeriodSeconds = 5 }: { startup?: k8s.Probe; readinessPeriodSeconds?: number } = {},
): Probes {
  const httpGet = { path: '/health', port: k8s.IntOrString.fromNumber(port) };
  return {
    startup: startup && { httpGet, ...startup },
    readiness: {
      httpGet,
      initialDelaySeconds: 3,
      periodSeconds: readinessPeriodSeconds,
      failureThreshold: 3,
    },
    liveness: { httpGet, initialDelaySeconds: 3, periodSeconds: 3, failureThreshold: 5 },
  };
}

function tcp(port: number, timing: k8s.Probe): k8s.Probe {
  return { tcpSocket: { port: k8s.IntOrString.fromNumber(port) }, ...timing };
}

const processStatus = { exec: { command: ['cat', '/proc/1/status'] } };
const processAlive: Probes = {
  readiness: { ...processStatus, initialDelaySeconds: 3, periodSeconds: 5, failureThreshold: 3 },
  liveness: { ...processStatus, initialDelaySeconds: 10, periodSeconds: 10, failureThreshold: 5 },
};

function resources(
  cpu: string,
  memory: string,
  cpuLimit: string,
  memoryLimit: string,
): k8s.ResourceRequirements {
  const quantity = k8s.Quantity.fromString;
  return {
    requests: { cpu: quantity(cpu), memory: quantity(memory) },
    limits: { cpu: quantity(cpuLimit), memory: quantity(memoryLimit) },
  };
}
