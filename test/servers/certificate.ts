import { generate } from 'selfsigned';

/**
 * A fresh key and certificate that no one trusts, as PEM: for stand-ins over TLS, asked by a browser that is told to ignore whom a
 * certificate is for (`--ignore-certificate-errors`) and to look for the services' hosts on this machine (`--host-resolver-rules`).
 */
export async function createCertificate(): Promise<{ key: string; cert: string }> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'stand-in.invalid' }], {
    keyType: 'ec',
    algorithm: 'sha256',
  });
  return { key, cert };
}
