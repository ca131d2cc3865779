import { isAddress } from '../../../objects/hosts';
import type { SettingRule } from '../../rule';
import type { SettingFault } from '../../../model/fault';

/** Each host of an exposed port has one certificate, and each certificate is of hosts that are exposed; addresses have none. */
export const oneCertificatePerHost: SettingRule = (environment) =>
  environment.exposures.flatMap(({ tls, hosts, path }): SettingFault[] => {
    const address = hosts.find(isAddress);
    if (tls && address !== undefined)
      return [
        {
          path: `${path}.hosts`,
          value: address,
          problem:
            'is an address: the gateway tells certificates apart by the name that clients ask for, and none asks for an address',
          fix: "expose it under a host name, or take 'tls' out",
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
              fix: "add the host to 'hosts', or take it out here",
            },
          ];
        const first = firstOf.get(host);
        if (first === undefined) firstOf.set(host, credentialName);
        if (first === undefined) return [];
        return [
          {
            ...fault,
            problem: `'${first}' is the certificate of this host too, and the gateway shows one`,
            fix: 'state the host for one of them',
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
        problem: `none of them is the certificate of '${host}', so that HTTPS would not answer there`,
        fix: 'state the host for the Secret that has its certificate',
      })),
    ];
  });
