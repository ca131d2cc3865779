import type { Construct } from 'constructs';
import { Microservice } from '../constructs/microservice';
import { NamespacedChart } from '../constructs/namespaced-chart';
import type { Sidecar } from '../constructs/sidecar';

export interface CurlChartProps {
  readonly namespace: string;
  /** Name of the Deployment; its pods carry the label `app: curl`, as in the lab. */
  readonly name: 'curl-inside' | 'curl-outside';
  readonly sidecar: Sidecar | 'none';
}

/** A client to call the store from, inside or outside the mesh. */
export class CurlChart extends NamespacedChart {
  constructor(scope: Construct, id: string, { namespace, name, sidecar }: CurlChartProps) {
    super(scope, id, { namespace });
    new Microservice(this, name, {
      app: 'curl',
      sidecar,
      image: 'docker.io/curlimages/curl:8.16.0',
      command: ['sleep', 'infinity'],
    });
  }
}
