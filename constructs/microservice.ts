import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { PortName } from './ports';
import { Workload, type WorkloadProps } from './workload';

/** A Deployment, and a Service where it has ports: an application that keeps nothing. */
export class Microservice<Port extends PortName = never> extends Workload<Port> {
  constructor(scope: Construct, id: string, props: WorkloadProps<Port>) {
    super(scope, id, props);
    new k8s.KubeDeployment(this, 'deployment', {
      metadata: { name: id },
      spec: { replicas: props.replicas ?? 1, selector: this.selector, template: this.template },
    });
  }
}
