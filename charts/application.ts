import { ApiObject, Helm, type ApiObjectProps } from 'cdk8s';
import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { Construct } from 'constructs';
import { NamespacedChart } from '../constructs/chart';
import { Manifests, place } from '../constructs/manifests';
import type { Sidecar } from '../constructs/sidecar';
import type { ApplicationSlice } from './slices';

export interface ApplicationChartProps extends Pick<
  ApplicationSlice,
  'namespace' | 'application' | 'settings'
> {
  readonly sidecar: Sidecar | 'none';
  /** Objects of the application's manifests. @default none */
  readonly manifests?: readonly ApiObjectProps[];
}

/** What the workloads of one application share, and what manifests, a Helm chart or its hook bring. */
export class ApplicationChart extends NamespacedChart {
  constructor(
    scope: Construct,
    id: string,
    { namespace, application, settings, sidecar, manifests = [] }: ApplicationChartProps,
  ) {
    super(scope, id, { namespace });
    const { source, configMaps, secrets } = settings;
    for (const [name, data] of Object.entries(configMaps))
      new k8s.KubeConfigMap(this, `config-map-${name}`, { metadata: { name }, data });
    for (const [name, stringData] of Object.entries(secrets))
      new k8s.KubeSecret(this, `secret-${name}`, { metadata: { name }, type: 'Opaque', stringData });
    if (source === undefined) return;
    if ('yaml' in source) new Manifests(this, 'source', manifests);
    else
      new Helm(this, 'source', {
        chart: source.helm,
        repo: source.repo,
        version: source.version,
        values: source.values,
        releaseName: source.release ?? application,
        namespace,
      });
    // They are in a construct of their own, not children of the chart.
    for (const object of this.objects) place(object, sidecar);
  }

  /** All that it renders. */
  get objects(): ApiObject[] {
    return this.node.findAll().filter(ApiObject.isApiObject);
  }
}
