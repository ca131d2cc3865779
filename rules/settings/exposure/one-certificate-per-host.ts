import { isAddress } from '../../../objects/hosts';
import type { SettingRule } from '../../rule';
import type { SettingFault } from '../../../model/fault';

/** Each host of an exposed port has one certificate, and each certificate is for exposed hosts; IP addresses have none. */
export const oneCertificatePerHost: SettingRule = (environment) =>
  environment.exposures.flatMap(({ tls, hosts, path }): SettingFault[] => {
    const address = hosts.find(isAddress);
    if (tls && address !== undefined)
      return [
        {
          path: `${path}.hosts`,
          value: address,
          problem:
            'is an address: the gateway chooses a certificate by the host name that clients send, and they send no addresses',
          fix: "expose it under a host name, or remove 'tls'",
        },
      ];
    if (!tls || tls.mode === 'PASSTHROUGH') return [];
    const at = `${path}.tls.credentialName`;
    const firstOf = new Map<string, string>();
    const broken = tls.certificates.flatMap(({ credentialName, hosts: own }) =>
      own.flatMap((host): SettingFault[] => {
        const fault = { path: `${at}.${credentialName}`, value: host };
        if (!hosts.includes(host))
          return [
            {
              ...fault,
              problem: `is the certificate of a host that is not exposed here: 'hosts' has ${hosts.join(', ')}`,
              fix: "add the host to 'hosts', or remove it here",
            },
          ];
        const first = firstOf.get(host);
        if (first === undefined) firstOf.set(host, credentialName);
        if (first === undefined) return [];
        return [
          {
            ...fault,
            problem: `'${first}' is the certificate of this host too, and the gateway presents one`,
            fix: 'set the host for only one of them',
          },
        ];
      }),
    );
    const bare = hosts.filter((host) => !firstOf.has(host));
    return [
      ...broken,
      ...bare.map((host) => ({
        path: at,
        value: tls.certificates.map(({ credentialName }) => credentialName),
        problem: `none of them is the certificate of '${host}', so HTTPS would not work for it`,
        fix: 'add the host to the Secret that has its certificate',
      })),
    ];
  });
