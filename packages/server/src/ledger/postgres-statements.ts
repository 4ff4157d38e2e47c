// Every statement that touches rows. Each is a transaction of its own.

/** What the lease is until, by the database's clock. */
const until = (lease: string) => `clock_timestamp() + ${lease} * interval '1 millisecond'`
/** Nobody has the meeting any more, by the database's clock. */
const IS_FREE = '(m.owner IS NULL OR m.until <= clock_timestamp())'

/**
 * Append with expected version and epoch. Whoever comes second waits for the row, and then finds it changed.
 *
 * $1 meeting · $2 last event seen · $3 last event after it · $4 who asks · $5 its epoch, null for one that has none
 * · $6 lease · $7, $8 times of the first and last event · $9, $10 times and
 * bodies of events · $11 their leaves, one behind the other · $12 to $14 people · $15 to $17 checkpoint
 * · $18 whether it is in passing
 */
function append(schema: string, isFirst: boolean): string {
  const change = `
    last = $3::int,
    first_at = LEAST(m.first_at, $7::bigint),
    last_at = GREATEST(m.last_at, $8::bigint),
    owner = CASE WHEN $18::boolean AND $5::bigint IS NULL AND ${IS_FREE} THEN NULL ELSE $4::text END,
    epoch = m.epoch + CASE WHEN $5::bigint IS NULL THEN 1 ELSE 0 END,
    until = ${until('$6::float8')}`
  // An epoch is good for who was given it, and for nothing once another server has the meeting.
  const isMine = `
    m.last = $2::int
    AND CASE WHEN $5::bigint IS NULL THEN m.owner = $4::text OR ${IS_FREE}
      ELSE m.owner = $4::text AND m.epoch = $5::bigint END`
  // Asked each time: whoever runs the database may have changed it since the server started.
  const isDurable = `current_setting('fsync') = 'on' AND current_setting('synchronous_commit') <> 'off'`
  const owned = isFirst
    ? `INSERT INTO ${schema}.meetings AS m (meeting, last, first_at, last_at, owner, epoch, until)
       SELECT $1::text, $3::int, $7::bigint, $8::bigint, $4::text, 1, ${until('$6::float8')} WHERE ${isDurable}
       ON CONFLICT (meeting) DO UPDATE SET ${change} WHERE ${isMine}`
    : `UPDATE ${schema}.meetings AS m SET ${change} WHERE m.meeting = $1::text AND ${isDurable} AND ${isMine}`
  return `
    WITH owned AS (${owned} RETURNING m.epoch, m.owner IS NOT NULL AS is_mine),
    added AS (
      INSERT INTO ${schema}.events (meeting, number, at, body, leaf)
      SELECT $1::text, $2::int + e.nth, e.at, e.body, substring($11::bytea FROM e.nth::int * 32 - 31 FOR 32)
      FROM owned, unnest($9::bigint[], $10::text[]) WITH ORDINALITY AS e (at, body, nth)
    ),
    joined AS (
      INSERT INTO ${schema}.people (meeting, handle, participant, key)
      SELECT $1::text, p.handle, p.participant, p.key
      FROM owned, unnest($12::text[], $13::text[], $14::bytea[]) WITH ORDINALITY AS p (handle, participant, key, at)
      ORDER BY p.at
    ),
    signed AS (
      INSERT INTO ${schema}.checkpoints (meeting, size, at, jws)
      SELECT $1::text, $15::int, $16::bigint, $17::text FROM owned WHERE $15::int IS NOT NULL
    )
    SELECT epoch, is_mine FROM owned`
}

/** The statements for one schema. */
export const createStatements = (schema: string) => {
  const entry = 'm.meeting, m.last AS events, m.first_at AS "firstAt", m.last_at AS "lastAt"'
  return {
    appendFirst: append(schema, true),
    appendNext: append(schema, false),
    /** Why an append was refused. $1 meeting, $2 who asks */
    standing: `
      SELECT m.last, m.epoch, m.owner = $2 AS is_mine, NOT ${IS_FREE} AS is_owned,
        current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commits
      FROM (SELECT 1) AS one LEFT JOIN ${schema}.meetings AS m ON m.meeting = $1`,
    /** $1 meetings, $2 their epochs, $3 who asks, $4 lease */
    renew: `
      UPDATE ${schema}.meetings AS m SET until = ${until('$4::float8')}
      FROM unnest($1::text[], $2::bigint[]) AS mine (meeting, epoch)
      WHERE m.meeting = mine.meeting AND m.owner = $3 AND m.epoch = mine.epoch`,
    /** With another epoch, so that nothing which is still on its way is written after it. */
    release: `
      UPDATE ${schema}.meetings SET owner = NULL, epoch = epoch + 1
      WHERE meeting = $1 AND owner = $2 AND epoch = $3`,
    releaseAll: `UPDATE ${schema}.meetings SET owner = NULL, epoch = epoch + 1 WHERE owner = $1`,
    events: `
      SELECT number, at, body, leaf FROM ${schema}.events WHERE meeting = $1 AND number > $2
      ORDER BY number LIMIT $3`,
    people: `SELECT handle, participant, key FROM ${schema}.people WHERE meeting = $1 ORDER BY position`,
    checkpoints: `SELECT size, at, jws FROM ${schema}.checkpoints WHERE meeting = $1 ORDER BY size`,
    meetings: `SELECT ${entry} FROM ${schema}.meetings AS m WHERE last > 0 ORDER BY last_at, meeting`,
    /** $1 meeting, $2 who asks, $3 handle, $4 numbers, $5 bodies */
    erase: `
      WITH mine AS (
        SELECT m.meeting FROM ${schema}.meetings AS m
        WHERE m.meeting = $1 AND (m.owner = $2 OR ${IS_FREE}) FOR UPDATE
      ),
      erased AS (
        DELETE FROM ${schema}.people USING mine WHERE people.meeting = mine.meeting AND people.handle = $3
      ),
      rewritten AS (
        UPDATE ${schema}.events AS e SET body = b.body
        FROM mine, unnest($4::int[], $5::text[]) AS b (number, body)
        WHERE e.meeting = mine.meeting AND e.number = b.number
      )
      SELECT meeting FROM mine`,
    /** $1 older than, $2 who asks */
    old: `
      SELECT ${entry} FROM ${schema}.meetings AS m
      WHERE last > 0 AND last_at < $1 AND (m.owner = $2 OR ${IS_FREE}) ORDER BY last_at, meeting`,
    /** One meeting at a time, so that no other one waits. $1 older than, $2 who asks, $3 meeting, $4 last event seen */
    purge: `
      WITH gone AS (
        DELETE FROM ${schema}.meetings AS m
        WHERE m.meeting = $3 AND m.last_at < $1 AND (m.owner = $2 OR ${IS_FREE})
          AND ($4::int IS NULL OR m.last = $4) RETURNING ${entry}
      ),
      e AS (DELETE FROM ${schema}.events USING gone WHERE events.meeting = gone.meeting),
      p AS (DELETE FROM ${schema}.people USING gone WHERE people.meeting = gone.meeting),
      c AS (DELETE FROM ${schema}.checkpoints USING gone WHERE checkpoints.meeting = gone.meeting),
      l AS (
        UPDATE ${schema}.links AS l SET meeting = NULL, handle = NULL FROM gone WHERE l.meeting = gone.meeting
      )
      SELECT * FROM gone`,
    /** Meetings that were opened and in which nothing was ever written. */
    purgeEmpty: `DELETE FROM ${schema}.meetings AS m WHERE m.last = 0 AND ${IS_FREE}`,
    /** $1 hash, $2 when, $3 meeting, $4 handle */
    keepLink: `
      INSERT INTO ${schema}.links (hash, at, meeting, handle)
      SELECT $1::text, $2::bigint, meeting, handle FROM ${schema}.people WHERE meeting = $3 AND handle = $4
      ON CONFLICT (meeting, handle) DO UPDATE SET hash = excluded.hash, at = excluded.at
      RETURNING hash`,
    link: `SELECT at, meeting, handle FROM ${schema}.links WHERE hash = $1`,
    dropLink: `DELETE FROM ${schema}.links WHERE meeting = $1 AND handle = $2 RETURNING hash`,
  } as const
}
