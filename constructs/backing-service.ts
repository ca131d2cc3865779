import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { PortName } from './ports';
import { Workload, type WorkloadProps } from './workload';

/** A StatefulSet and its Service: a database or a queue, whose pods keep their names. */
export class BackingService<Port extends PortName> extends Workload<Port> {
  constructor(scope: Construct, id: string, props: WorkloadProps<Port>) {
    super(scope, id, props);
    new k8s.KubeStatefulSet(this, 'stateful-set', {
      metadata: { name: id },
      spec: {
        replicas: props.replicas ?? 1,
        serviceName: id,
        selector: this.selector,
        template: this.template,
      },
    });
  }
}
