import type { Settings } from '../settings.ts';
import type { Product } from './product.ts';

/** What a person reads when the server is ready. */
export function welcome(settings: Settings, { address, folder }: Pick<Product, 'address' | 'folder'>, seconds: number): string {
  const local = address.replace('127.0.0.1', 'localhost').replace(/0\.0\.0\.0|\[::\]/, 'localhost');
  const place = settings.loopback ? local : settings.publicUrl;
  return [
    '',
    `  Wardwright is ready at ${place}  (${seconds.toFixed(1)} s)`,
    '',
    `  Data      ${folder ?? 'on the database server of DATABASE_URL'}`,
    ...(settings.demo ? ['  Demo      the sign-in page lists the demo accounts; all people and signals are examples'] : []),
    ...(settings.loopback ? [] : [`  Network   open to other machines on ${settings.host}, port ${portOf(address)}`]),
    ...(settings.demo && !settings.loopback ? ['  Careful   the passwords of the demo accounts are public; set WARDWRIGHT_DEMO=off for real work'] : []),
    '  Stop      Ctrl-C',
    '',
    '',
  ].join('\n');
}

const portOf = (address: string): string => new URL(address).port;
