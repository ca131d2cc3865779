import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { StoreSecrets } from '../settings';

/** The demo's own Secrets, whose values are public: for a lab, never for more. */
export function demoSecrets(scope: Construct): StoreSecrets {
  const secret = (name: string, stringData: Record<string, string>) =>
    new k8s.KubeSecret(scope, name, { metadata: { name }, type: 'Opaque', stringData }).name;
  return {
    rabbitmq: secret('rabbitmq-secrets', {
      RABBITMQ_DEFAULT_USER: 'username',
      RABBITMQ_DEFAULT_PASS: 'password',
    }),
    orderService: secret('order-service-secrets', {
      ORDER_QUEUE_USERNAME: 'username',
      ORDER_QUEUE_PASSWORD: 'password',
    }),
  };
}
