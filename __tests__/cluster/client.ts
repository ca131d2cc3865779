import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import type { KubernetesObject } from '../../objects/object';

/** Whom changes are attributed to. */
export const FIELD_MANAGER = 'aks-istio-cdk-tests';

/** What tells an object from all others. */
export interface Id {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

export interface Answer<T = Status> {
  readonly status: number;
  readonly body: T;
}

/** What the server says where it does not answer with an object. */
export interface Status {
  readonly message?: string;
}

interface Resource {
  readonly name: string;
  readonly kind: string;
}

/** The API server as the tests use it to set a stage; what is tested has a client of its own. */
export class Client {
  private readonly resources = new Map<string, Promise<readonly Resource[]>>();

  constructor(
    private readonly port: number,
    private readonly certificate: string,
    private readonly token: string,
  ) {}

  /** An answer of the server, whatever its status; a string is sent as it is. */
  async ask<T = Status>(
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
    type = 'application/json',
  ): Promise<Answer<T>> {
    const content = body === undefined ? '' : JSON.stringify(body);
    const answer = await new Promise<{ status: number; received: string }>((resolve, reject) => {
      const call = request(
        {
          host: '127.0.0.1',
          port: this.port,
          path,
          method,
          ca: readFileSync(this.certificate),
          headers: {
            authorization: `Bearer ${this.token}`,
            'content-type': type,
            'content-length': Buffer.byteLength(content),
          },
          timeout: 20_000,
        },
        (response) => {
          text(response).then((received) => resolve({ status: response.statusCode ?? 0, received }), reject);
        },
      );
      call.on('timeout', () => call.destroy(new Error(`no answer in time: ${method} ${path}`)));
      call.on('error', reject);
      call.end(content);
    });
    const isJson = answer.received.startsWith('{');
    return {
      status: answer.status,
      body: (isJson ? JSON.parse(answer.received) : { message: answer.received }) as T,
    };
  }

  /** Server-side apply, as strict about fields as the server can be; `dryRun` changes nothing. */
  async tryApply(object: Id, { dryRun = false } = {}): Promise<Answer> {
    const query = `fieldManager=${FIELD_MANAGER}&fieldValidation=Strict&force=true${dryRun ? '&dryRun=All' : ''}`;
    return this.ask('PATCH', `${await this.pathOf(object)}?${query}`, object, 'application/apply-patch+yaml');
  }

  /** Applies an object; throws if the server does not take it. */
  async apply(object: Id): Promise<void> {
    good(object, await this.tryApply(object));
  }

  /** Merges fields into an object, or into a subresource of it; null removes a field. */
  async patch(object: Id, fields: unknown, subresource = ''): Promise<void> {
    const path = `${await this.pathOf(object)}${subresource}?fieldManager=${FIELD_MANAGER}-by-hand`;
    good(object, await this.ask('PATCH', path, fields, 'application/merge-patch+json'));
  }

  /** Deletes an object, a pod without its usual half minute. */
  async delete(object: Id): Promise<void> {
    // A Job would stay until a garbage collector, which does not run here, has let its pods go.
    const propagationPolicy = 'Background';
    const options = { apiVersion: 'v1', kind: 'DeleteOptions', gracePeriodSeconds: 0, propagationPolicy };
    good(object, await this.ask('DELETE', await this.pathOf(object), options));
  }

  /** Sees to it that an object is gone, and a namespace too, though nothing empties one here. */
  async remove(object: Id): Promise<void> {
    if (!(await this.get(object))) return;
    await this.delete(object);
    if (object.kind !== 'Namespace') return;
    const empty = { ...object, spec: { finalizers: [] } };
    good(object, await this.ask('PUT', `${await this.pathOf(object)}/finalize`, empty));
  }

  /** The object, or undefined if there is none. */
  async get(object: Id): Promise<KubernetesObject | undefined> {
    const answer = await this.ask<KubernetesObject>('GET', await this.pathOf(object));
    return answer.status === 404 ? undefined : good(object, answer);
  }

  /** Path of an object; the server knows the plural of its kind. */
  async pathOf({ apiVersion, kind, metadata: { name, namespace } }: Id): Promise<string> {
    const group = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
    let resources = this.resources.get(group);
    if (!resources) {
      resources = this.ask<{ resources?: readonly Resource[] }>('GET', group).then(
        ({ body }) => body.resources ?? [],
      );
      this.resources.set(group, resources);
    }
    const resource = (await resources).find((each) => each.kind === kind && !each.name.includes('/'));
    if (!resource) throw new Error(`the server knows no ${kind} in ${apiVersion}`);
    const home = namespace === undefined ? '' : `/namespaces/${namespace}`;
    return `${group}${home}/${resource.name}/${name}`;
  }
}

function good<T>({ kind, metadata: { name } }: Id, { status, body }: Answer<T>): T {
  if (status >= 300) throw new Error(`${kind} ${name}: ${status} ${(body as Status).message}`);
  return body;
}
