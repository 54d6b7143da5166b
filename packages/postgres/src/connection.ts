/** How to reach one database as one role; `host` is a directory when the server listens on a Unix socket. */
export interface Connection {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
}

/**
 * The connection as a URL that `pg`, Knex and libpq accept and that `new URL()` can parse. A socket directory travels as
 * the `host` parameter; the `localhost` in front of it is ignored then, but an empty host would not be a valid URL.
 */
export function connectionUrl(connection: Connection): string {
  const { host, port, user, password, database } = connection;
  const socket = host.startsWith('/');
  const credentials = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  const place = socket ? 'localhost' : `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const query = socket ? `?host=${encodeURIComponent(host)}&port=${port}` : '';
  return `postgres://${credentials}@${place}/${encodeURIComponent(database)}${query}`;
}

/** The same server and options as `url`, seen as another role, password or database; what is left out stays. */
export function changeUrl(url: string, change: { role?: string; password?: string; database?: string }): string {
  const parsed = new URL(url.replace('@/', '@localhost/'));
  if (change.role !== undefined) parsed.username = encodeURIComponent(change.role);
  if (change.password !== undefined) parsed.password = encodeURIComponent(change.password);
  if (change.database !== undefined) parsed.pathname = `/${encodeURIComponent(change.database)}`;
  return parsed.href;
}
