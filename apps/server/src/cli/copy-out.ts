import { createHash, type Hash } from 'node:crypto';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { columnList, enterTenant, type Table } from './tables.ts';

/** What a backup says of a table, so that a restore can prove that it is whole. */
export interface TableSum {
  readonly rows: number;
  readonly sha256: string;
}

/** Rows of one table, of one tenant or of none, in the text format of COPY. */
export interface Section {
  readonly table: string;
  readonly columns: readonly string[];
  readonly tenant: string | null;
}

const newline = 10;

// Values must read the same on every server, whatever its own settings are.
const portable = `
  set local datestyle = 'ISO, YMD'; set local timezone = 'UTC'; set local intervalstyle = 'iso_8601';
  set local extra_float_digits = 1; set local bytea_output = 'hex'; set local client_encoding = 'UTF8'`;

/** Prepares a transaction for copying. */
export const makePortable = async (client: pg.ClientBase): Promise<void> => {
  await client.query(portable);
};

/** Counts and hashes the rows of a table, however many sections they come in. */
class Sum {
  readonly #hash: Hash = createHash('sha256');
  #rows = 0;

  add(chunk: Buffer): void {
    this.#hash.update(chunk);
    // A line break inside of a value is written as backslash and n, so every line break ends a row.
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, at + 1)) this.#rows += 1;
  }

  done(): TableSum {
    return { rows: this.#rows, sha256: this.#hash.digest('hex') };
  }
}

/** Takes the parts of a copy as they come; to wait for it is to slow the database down. */
export interface Sink {
  readonly begin: (section: Section) => Promise<void>;
  readonly write: (chunk: Buffer) => Promise<void>;
  readonly end: () => Promise<void>;
}

/** Keeps nothing: for sums alone. */
export const nowhere: Sink = {
  begin: () => Promise.resolve(),
  write: () => Promise.resolve(),
  end: () => Promise.resolve(),
};

/**
 * Copies a table out, tenant by tenant where it belongs to tenants, in the order of its key whatever the order of the rows
 * on disk. Two copies of the same rows have the same sum.
 */
export async function copyOut(
  client: pg.ClientBase,
  table: Table,
  columns: readonly string[],
  tenants: readonly string[],
  sink: Sink,
): Promise<TableSum> {
  const order = table.key.map((column) => `${columnList([column])}::text collate "C"`).join(', ');
  const sql = `copy (select ${columnList(columns)} from ${table.sql} order by ${order}) to stdout`;
  const sum = new Sum();
  for (const tenant of table.perTenant ? tenants : [null]) {
    if (tenant !== null) await enterTenant(client, tenant);
    await sink.begin({ table: table.name, columns, tenant });
    for await (const chunk of client.query(copyTo(sql)) as AsyncIterable<Buffer>) {
      sum.add(chunk);
      await sink.write(chunk);
    }
    await sink.end();
  }
  return sum.done();
}
