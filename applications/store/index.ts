import { application, type Workload } from 'aks-istio-cdk';
import { alive, health, image, mongoPing, resources, tcp } from './demo';

/** Names of existing Secrets in the store's namespace. */
export interface StoreSecrets {
  /** Its keys: `RABBITMQ_DEFAULT_USER`, `RABBITMQ_DEFAULT_PASS`. */
  readonly rabbitmq: string;
  /** Its keys: `ORDER_QUEUE_USERNAME`, `ORDER_QUEUE_PASSWORD`. */
  readonly orderService: string;
}

export interface StoreProps {
  /** Host names that the store answers to; `*` is any. */
  readonly hosts: readonly string[];
  /** Secret of the ingress gateways with the certificate of the hosts, for HTTPS. @default plain HTTP */
  readonly tls?: { readonly credentialName: string };
  /** Host names that the admin site answers to, on the internal gateway. @default the site is not exposed */
  readonly adminHosts?: readonly string[];
  /** Versions of the front, and how requests are shared out between them. @default one version */
  readonly storeFront?: Pick<Workload, 'versions'> & {
    readonly traffic?: Omit<NonNullable<Workload['traffic']>, 'mirror'>;
  };
  /** The public credentials of the demo, for a lab; or the names of Secrets that exist. */
  readonly credentials: 'demo' | StoreSecrets;
}

/** The demo's own Secrets, whose values are public: for a lab, never for more. */
const demoSecrets = {
  'rabbitmq-secrets': { RABBITMQ_DEFAULT_USER: 'username', RABBITMQ_DEFAULT_PASS: 'password' },
  'order-service-secrets': { ORDER_QUEUE_USERNAME: 'username', ORDER_QUEUE_PASSWORD: 'password' },
};

/**
 * The AKS Store Demo, release 2.1.0, whose manifest runs the images 2.0.0.
 *
 * What differs from its `aks-store-all-in-one.yaml` is listed in docs/lab.md, with the reasons.
 */
export function store({ hosts, tls, adminHosts, storeFront, credentials }: StoreProps) {
  const isDemo = credentials === 'demo';
  const secrets = isDemo
    ? { rabbitmq: 'rabbitmq-secrets', orderService: 'order-service-secrets' }
    : credentials;
  const queueLogin = (key: string) => ({ secretKeyRef: { name: secrets.orderService, key } });

  return application(
    {
      mongodb: {
        image: 'mcr.microsoft.com/mirror/docker/library/mongo:4.2',
        statefulSet: {},
        ports: { 'tcp-mongodb': 27017 },
        container: {
          readinessProbe: { ...mongoPing, initialDelaySeconds: 5, periodSeconds: 5 },
          livenessProbe: { ...mongoPing, initialDelaySeconds: 30, periodSeconds: 10 },
          resources: resources('5m', '75Mi', '25m', '1024Mi'),
        },
      },
      rabbitmq: {
        image: 'mcr.microsoft.com/azurelinux/base/rabbitmq-server:3.13',
        statefulSet: {},
        ports: { 'tcp-amqp': 5672, 'http-mgmt': 15672 },
        files: {
          '/etc/rabbitmq/enabled_plugins': {
            configMap: 'rabbitmq-enabled-plugins',
            key: 'rabbitmq_enabled_plugins',
          },
        },
        container: {
          envFrom: [{ secretRef: { name: secrets.rabbitmq } }],
          startupProbe: tcp(5672, { initialDelaySeconds: 10, periodSeconds: 10, failureThreshold: 30 }),
          readinessProbe: tcp(5672, { initialDelaySeconds: 5, periodSeconds: 5, failureThreshold: 3 }),
          livenessProbe: tcp(5672, { initialDelaySeconds: 30, periodSeconds: 10, failureThreshold: 3 }),
          resources: resources('10m', '128Mi', '250m', '256Mi'),
        },
      },
      'order-service': {
        image: image('order-service'),
        ports: { http: 3000 },
        calls: { rabbitmq: 'tcp-amqp' },
        container: {
          envFrom: [
            { configMapRef: { name: 'order-service-configs' } },
            { secretRef: { name: secrets.orderService } },
          ],
          ...health(3000, { startup: { initialDelaySeconds: 20, periodSeconds: 10, failureThreshold: 5 } }),
          resources: resources('1m', '50Mi', '100m', '256Mi'),
        },
      },
      'makeline-service': {
        image: image('makeline-service'),
        ports: { http: 3001 },
        calls: { rabbitmq: 'tcp-amqp', mongodb: 'tcp-mongodb' },
        env: {
          ORDER_QUEUE_URI: 'amqp://rabbitmq:5672',
          ORDER_QUEUE_USERNAME: queueLogin('ORDER_QUEUE_USERNAME'),
          ORDER_QUEUE_PASSWORD: queueLogin('ORDER_QUEUE_PASSWORD'),
          ORDER_QUEUE_NAME: 'orders',
          ORDER_DB_URI: 'mongodb://mongodb:27017',
          ORDER_DB_NAME: 'orderdb',
          ORDER_DB_COLLECTION_NAME: 'orders',
        },
        container: {
          ...health(3001, { startup: { periodSeconds: 5, failureThreshold: 10 } }),
          resources: resources('1m', '6Mi', '5m', '20Mi'),
        },
      },
      'product-service': {
        image: image('product-service'),
        ports: { http: 3002 },
        // Nothing answers there: the AI service is not part of this manifest, and only the admin's AI buttons ask for it.
        env: { AI_SERVICE_URL: 'http://ai-service:5001/' },
        container: { ...health(3002), resources: resources('1m', '1Mi', '2m', '20Mi') },
      },
      'store-front': {
        image: image('store-front'),
        ports: { http: { port: 80, targetPort: 8080 } },
        calls: {
          'order-service': { port: 'http', methods: ['POST'], paths: ['/'] },
          'product-service': { port: 'http', methods: ['GET'], paths: ['/'] },
        },
        expose: { http: { name: 'pets', hosts, tls, answers: { text: 'Contoso Pet Store' } } },
        ...storeFront,
        container: {
          ...health(8080, { startup: siteStartup, readinessPeriodSeconds: 3 }),
          resources: resources('1m', '200Mi', '1000m', '512Mi'),
        },
      },
      'store-admin': {
        image: image('store-admin'),
        ports: { http: { port: 80, targetPort: 8081 } },
        calls: {
          'makeline-service': [
            { port: 'http', methods: ['GET'], paths: ['/order/{*}'] },
            { port: 'http', methods: ['PUT'], paths: ['/order'] },
          ],
          'order-service': { port: 'http', paths: ['/'] },
          'product-service': {
            port: 'http',
            methods: ['GET', 'POST', 'PUT', 'DELETE'],
            paths: ['/', '/{*}', '/ai/*'],
          },
        },
        ...(adminHosts && { expose: { http: { hosts: adminHosts, gateway: 'internal' } } }),
        container: {
          ...health(8081, { startup: siteStartup }),
          resources: resources('1m', '200Mi', '1000m', '512Mi'),
        },
      },
      'virtual-customer': {
        image: image('virtual-customer'),
        calls: { 'order-service': { port: 'http', methods: ['POST'], paths: ['/'] } },
        env: { ORDER_SERVICE_URL: 'http://order-service:3000/', ORDERS_PER_HOUR: '100' },
        container: { ...alive, resources: resources('1m', '1Mi', '2m', '20Mi') },
      },
      'virtual-worker': {
        image: image('virtual-worker'),
        calls: {
          'makeline-service': [
            { port: 'http', methods: ['GET'], paths: ['/order/fetch'] },
            { port: 'http', methods: ['PUT'], paths: ['/order'] },
          ],
        },
        env: { MAKELINE_SERVICE_URL: 'http://makeline-service:3001', ORDERS_PER_HOUR: '100' },
        container: { ...alive, resources: resources('1m', '1Mi', '2m', '20Mi') },
      },
    },
    {
      configMaps: {
        'rabbitmq-enabled-plugins': {
          rabbitmq_enabled_plugins: '[rabbitmq_management,rabbitmq_prometheus,rabbitmq_amqp1_0].\n',
        },
        'order-service-configs': {
          ORDER_QUEUE_PORT: '5672',
          ORDER_QUEUE_HOSTNAME: 'rabbitmq',
          ORDER_QUEUE_NAME: 'orders',
          FASTIFY_ADDRESS: '0.0.0.0',
        },
      },
      ...(isDemo && { secrets: demoSecrets }),
    },
  );
}

const siteStartup = { initialDelaySeconds: 5, periodSeconds: 5, failureThreshold: 3 };
