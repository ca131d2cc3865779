import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Aks, Refusal, type Json, type Model } from './aks';
import type { Certificate } from './certificate';

const SUBSCRIPTION = '00000000-0000-4000-8000-000000000001';
const TENANT = '00000000-0000-4000-8000-000000000002';
const CLIENT = '00000000-0000-4000-8000-000000000003';

/** Mesh revisions that every location offers, and the Kubernetes versions that they run on. */
const OFFERS = [
  { revision: 'asm-1-30', versions: ['1.34', '1.35', '1.36'] },
  { revision: 'asm-1-31', versions: ['1.34', '1.35', '1.36'] },
];

/** A stand-in for Azure Resource Manager on loopback: as much of it as the stacks of this project ask for. */
export class ResourceManager {
  /** Every write, in the order in which they came. */
  readonly writes: string[] = [];
  readonly aks: Aks;
  private readonly groups = new Map<string, Json>();
  private readonly server;
  private url = '';

  constructor(
    private readonly certificate: Certificate,
    model: Model,
  ) {
    this.aks = new Aks(model);
    this.server = createServer({ key: certificate.key, cert: certificate.cert }, (request, response) => {
      read(request)
        .then((body) => this.answer(request.method!, new URL(request.url!, this.url).pathname, body))
        .catch((error: unknown) => {
          if (error instanceof Refusal) return { status: 400, answer: failure('BadRequest', error.message) };
          return { status: 500, answer: failure('InternalServerError', String(error)) };
        })
        .then(({ status, answer }) => {
          // Whoever waits for a write asks at once, and is told that it has succeeded.
          const operation = { 'azure-asyncoperation': `${this.url}/operation`, 'retry-after': '0' };
          const headers = { 'content-type': 'application/json', ...(request.method === 'PUT' && operation) };
          response.writeHead(status, headers).end(JSON.stringify(answer));
        });
    });
  }

  /** Starts to listen, and gives the variables that point both providers here. */
  async listen(): Promise<Record<string, string>> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const host = `localhost:${(this.server.address() as AddressInfo).port}`;
    this.url = `https://${host}`;
    return {
      ARM_METADATA_HOSTNAME: host,
      ARM_ENVIRONMENT: 'custom',
      ARM_RESOURCE_MANAGER_ENDPOINT: this.url,
      ARM_RESOURCE_MANAGER_AUDIENCE: this.url,
      ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST: this.url,
      ARM_DISABLE_INSTANCE_DISCOVERY: 'true',
      ARM_RESOURCE_PROVIDER_REGISTRATIONS: 'none',
      ARM_USE_CLI: 'false',
      ARM_SUBSCRIPTION_ID: SUBSCRIPTION,
      ARM_TENANT_ID: TENANT,
      ARM_CLIENT_ID: CLIENT,
      ARM_CLIENT_SECRET: 'none',
      SSL_CERT_FILE: this.certificate.file,
    };
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(method: string, id: string, body: Json): { status: number; answer: unknown } {
    const path = id.toLowerCase();
    if (['PUT', 'PATCH', 'DELETE'].includes(method))
      this.writes.push(`${method} ${path.split('/').slice(-2).join('/')}`);
    const [, group, part] = /^\/subscriptions\/[^/]+\/resourcegroups\/([^/]+)\/?(.*)$/.exec(path) ?? [];
    const answer = group === undefined ? this.outsideGroups(path) : this.inGroup(method, group, part!, body);
    if (answer === undefined)
      return { status: 404, answer: failure('ResourceNotFound', `there is no ${id}`) };
    return { status: method === 'DELETE' ? 202 : 200, answer: { id, ...(answer as Json) } };
  }

  private inGroup(method: string, group: string, part: string, body: Json): unknown {
    if (part === '' && method === 'PUT') this.groups.set(group, { ...body, name: group });
    if (part === '' && method === 'DELETE') return this.groups.delete(group) ? {} : undefined;
    const existing = this.groups.get(group);
    if (part === '' && method === 'PATCH') Object.assign(existing ?? {}, body);
    if (part === '' || existing === undefined) return existing;
    if (part === 'resources') return { value: [] };
    const [, cluster, rest] =
      /^providers\/microsoft\.containerservice\/managedclusters\/([^/]+)\/?(.*)$/.exec(part) ?? [];
    return cluster === undefined ? undefined : this.aks.answer(method, cluster, rest!, body);
  }

  private outsideGroups(path: string): unknown {
    if (path === '/operation') return { status: 'Succeeded' };
    if (path === '/metadata/endpoints') return metadata(this.url);
    if (path.endsWith('/.well-known/openid-configuration')) return openId(this.url);
    if (path.endsWith('/oauth2/v2.0/token')) return token();
    if (/^\/subscriptions\/[^/]+$/.test(path)) return { subscriptionId: SUBSCRIPTION, tenantId: TENANT };
    if (/^\/subscriptions\/[^/]+\/providers$/.test(path)) return { value: [] };
    if (path.endsWith('/features/disablesshpreview'))
      return { properties: { state: this.aks.maySetSshAccess ? 'Registered' : 'NotRegistered' } };
    if (path.endsWith('/meshrevisionprofiles/istio')) {
      const offer = ({ revision, versions }: (typeof OFFERS)[number]) => ({
        revision,
        compatibleWith: ['KubernetesOfficial', 'AKSLongTermSupport'].map((name) => ({ name, versions })),
      });
      return { properties: { meshRevisions: OFFERS.map(offer) } };
    }
    return undefined;
  }
}

async function read(request: IncomingMessage): Promise<Json> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text.startsWith('{') ? (JSON.parse(text) as Json) : {};
}

function failure(code: string, message: string) {
  return { error: { code, message } };
}

/** Source: hashicorp/go-azure-sdk, sdk/internal/metadata/client.go and sdk/environments/azure_stack.go. */
function metadata(url: string) {
  return {
    name: 'custom',
    resourceManager: url,
    microsoftGraphResourceId: url,
    authentication: { loginEndpoint: url, audiences: [url], tenant: 'common', identityProvider: 'AAD' },
    suffixes: { keyVaultDns: 'vault.example.com', storage: 'storage.example.com' },
  };
}

function openId(url: string) {
  return {
    issuer: `${url}/${TENANT}/v2.0`,
    authorization_endpoint: `${url}/${TENANT}/oauth2/v2.0/authorize`,
    token_endpoint: `${url}/${TENANT}/oauth2/v2.0/token`,
  };
}

/** A token that nobody has signed; azurerm reads from it who it is. */
function token() {
  const part = (value: Json) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { oid: CLIENT, appid: CLIENT, tid: TENANT, exp: 4102444800 };
  return {
    token_type: 'Bearer',
    expires_in: 3600,
    access_token: `${part({ alg: 'none' })}.${part(claims)}.`,
  };
}
