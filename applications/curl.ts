import { application } from 'aks-istio-cdk';

/** A client to call other workloads from, as the lab's `curl-inside` and `curl-outside`; its pods carry the lab's label `app: curl`. */
export const curl = (name: string, calls: Readonly<Record<`${string}/${string}`, 'http'>> = {}) =>
  application({
    [name]: {
      app: 'curl',
      image: 'docker.io/curlimages/curl:8.16.0',
      container: { command: ['sleep', 'infinity'] },
      calls,
      testClient: true,
    },
  });
