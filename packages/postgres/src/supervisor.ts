import { setTimeout as sleep } from 'node:timers/promises';
import { type Connection, connectionUrl } from './connection.ts';
import { claimFolder } from './supervisor/claim.ts';
import { SupervisorError } from './supervisor/error.ts';
import { type Home, openHome } from './supervisor/home.ts';
import { findBinaries } from './supervisor/platform.ts';
import { isAlive, shutDown, signal } from './supervisor/server.ts';
import { type Running, joinServer, ownServer } from './supervisor/start.ts';
import { type ExitListener, watchServer } from './supervisor/watch.ts';

const JOIN_LIMIT_MS = 60_000;

export { type Connection, changeUrl, connectionUrl } from './connection.ts';
export { SupervisorError } from './supervisor/error.ts';
export { defaultHome } from './supervisor/home.ts';

/** What an embedded PostgreSQL may be told at start. */
export interface EmbeddedOptions {
  /** Folder for the data, the password, the socket and the log; see `defaultHome`. */
  home: string;
  /** Takes one sentence at a time about what is going on. */
  log?: (line: string) => void;
  /** Server settings on top of the usual ones, such as `{ max_connections: '200' }`. */
  settings?: Record<string, string>;
  /** Puts the data files elsewhere, for example on a faster disk. */
  dataDirectory?: string;
  /** Trades safety for speed; only for data that nobody will miss. */
  throwAway?: boolean;
  /** Where a copy of the programs goes when the installed ones cannot be used in place; default `home`. */
  programCopies?: string;
}

/** A running embedded PostgreSQL. */
export interface EmbeddedPostgres {
  connection: Connection;
  adminUrl: string;
  pid: number;
  version: string;
  /** True when the server was running already, left by a process that was killed or started by one that still lives. */
  adopted: boolean;
  /** True when this process is the one that stops the server; false beside another living Wardwright process. */
  owned: boolean;
  /** The same server as a URL for another role or database; what is left out is the superuser's. */
  url: (role?: string, password?: string, database?: string) => string;
  /** Calls back once when the server ends without having been stopped by us; the answer takes the listener off again. */
  onExit: (listener: ExitListener) => () => void;
  /** Shuts the server down, unless another living process owns it. */
  stop: () => Promise<void>;
}

/**
 * Starts the embedded PostgreSQL of a folder, creating it on first use, or takes over the one that is running there.
 * Throws `SupervisorError` with a sentence for the operator.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const binaries = findBinaries();
  const home = openHome(options.home, options.dataDirectory, options.log ?? (() => undefined));
  for (const begun = Date.now(); ; await sleep(100)) {
    const claim = claimFolder(home.claims);
    if (claim.held) {
      try {
        return handle(home, await ownServer(home, binaries, options), claim.release);
      } catch (error) {
        claim.release();
        throw error;
      }
    }
    const running = await joinServer(home);
    if (running !== undefined) return handle(home, running);
    if (Date.now() - begun > JOIN_LIMIT_MS) {
      throw new SupervisorError(
        `Another Wardwright (process ${claim.holder}) uses ${home.root} but its database does not answer; stop that process, or set WARDWRIGHT_HOME to another folder.`,
      );
    }
  }
}

function handle(home: Home, running: Running, release?: () => void): EmbeddedPostgres {
  const { server, connection } = running;
  const watch = watchServer(running);
  let releaseClaim = release;
  // The one who outlives the owner becomes the owner, so that the last to leave stops the server.
  const mayStop = (): boolean => {
    if (releaseClaim === undefined) {
      const claim = claimFolder(home.claims);
      if (claim.held) releaseClaim = claim.release;
    }
    return releaseClaim !== undefined;
  };
  const atExit = (): void => {
    try {
      if (mayStop() && isAlive(server)) signal(server.pid, 'SIGINT');
    } catch {
      // The process is ending and nobody is left to tell.
    }
  };
  process.on('exit', atExit);
  const stop = async (): Promise<void> => {
    watch.end();
    process.off('exit', atExit);
    if (!mayStop()) return;
    await shutDown(server);
    releaseClaim?.();
  };
  let stopping: Promise<void> | undefined;
  return {
    connection,
    adminUrl: connectionUrl(connection),
    pid: server.pid,
    version: running.version,
    adopted: running.adopted,
    owned: release !== undefined,
    url: (user = connection.user, password = connection.password, database = connection.database) =>
      connectionUrl({ ...connection, user, password, database }),
    onExit: watch.onExit,
    stop: () => (stopping ??= stop()),
  };
}
