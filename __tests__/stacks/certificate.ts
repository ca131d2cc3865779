import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A key and a certificate for `localhost` that signs itself. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** Where the certificate is, for those who must trust it. */
  readonly file: string;
}

/** Makes a certificate with the openssl of the machine: Node has no function for it. @throws what openssl says */
export function certificate(folder: string): Certificate {
  const [key, file] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const args = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '2',
  ];
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const { error, status, stderr } = spawnSync('openssl', [...args, ...name, '-keyout', key, '-out', file], {
    encoding: 'utf8',
  });
  if (error ?? status !== 0) throw new Error(`openssl made no certificate: ${error?.message ?? stderr}`);
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(file, 'utf8'), file };
}
